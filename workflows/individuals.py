"""How somebody whom a declaration names is written as a row."""

from typing import Any

from rules.declarations import Individual


def individual_row(individual: Individual) -> dict[str, Any]:
    """Return the columns of an individual, apart from their role."""
    born = individual.birth_date
    return {
        "first_name": individual.first_name,
        "second_name": individual.second_name,
        "last_name": individual.last_name,
        "birth_date": None if born is None else born.exact,
        "partial_birth_date": None if born is None else born.partial,
        "gender": individual.gender,
        "national_id": individual.national_id,
    }
