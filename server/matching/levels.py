"""When the fields of a pair are EXACT or CLOSE, as expressions over a left and a right record.

They call functions that each engine defines: `server/matching/duckdb_agreements.py`.
"""

from typing import NamedTuple


class Levels(NamedTuple):
    """A field of a comparison: its column, and when its values agree exactly or closely."""

    field: str
    column: str
    is_missing: str
    exact: str
    close: str


SWAPPED = "swapped_names(first_name_l, last_name_l, first_name_r, last_name_r)"


def _levels(field: str, column: str, kind: str, *, exact: str = "", close: str = "") -> Levels:
    both = f"({column}_l, {column}_r)"
    return Levels(
        field,
        column,
        f"{column}_l is null or {column}_r is null",
        exact or f"exact_{kind}{both}",
        close or f"close_{kind}{both}",
    )


def _name(field: str, column: str) -> Levels:
    both = f"({column}_l, {column}_r)"
    # Both are close where they changed places, also of whom one name is that of the other as well.
    return _levels(
        field,
        column,
        "names",
        exact=f"exact_names{both} and not {SWAPPED}",
        close=f"close_names{both} or {SWAPPED}",
    )


LEVELS = (
    _name("firstName", "first_name"),
    _name("lastName", "last_name"),
    _levels("secondName", "second_name", "names"),
    _levels("birthDate", "birth_date", "dates"),
    _levels("gender", "gender", "", exact="gender_l = gender_r", close="false"),
    _levels("taxId", "tax_id", "numbers"),
    _levels("nationalId", "national_id", "numbers"),
    _levels("email", "email", "emails"),
    _levels("deathDate", "death_date", "dates"),
    _levels("documents", "documents", "numbers"),
    _levels("phones", "phones", "numbers", exact="exact_phones(phones_l, phones_r)"),
    _levels("addresses", "addresses", "addresses"),
)
"""In the order of `rules.comparison.compare`."""
