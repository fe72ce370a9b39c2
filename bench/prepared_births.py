"""Births as Selfsame's server prepares them: the values that its statement takes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rules.declarations import Birth, Individual, Informant
from rules.partial_dates import PartialDate
from rules.persons import Gender
from workflows.idempotency import digest
from workflows.prepared_declarations import prepare

COLUMNS = ("number", "key", "body_digest", "details_digest", "record", "people", "search")


def prepared(inputs: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Prepare what `DeclareBirthInput`s declare; the values are in the order of `COLUMNS`.

    Raises ValueError where one is not valid.
    """
    for number, given in enumerate(inputs):
        key = given["idempotencyKey"]
        ready = prepare(_birth(given), key)
        if ready.violations.noted:
            raise ValueError(f"The birth {key} is not valid: {ready.violations.noted}")
        rows = (ready.record, ready.people, ready.search)
        yield number, key, digest(given), ready.details_digest, *rows


def _birth(given: dict[str, Any]) -> Birth:
    return Birth(
        child=_individual(given["child"]),
        mother=_individual(given["mother"]),
        informant=Informant(given["informant"]["relationship"]),
        place_of_birth=given["placeOfBirth"],
    )


def _individual(given: dict[str, Any]) -> Individual:
    return Individual(
        given["firstName"],
        given["lastName"],
        birth_date=PartialDate.of(date.fromisoformat(given["birthDate"])),
        gender=Gender(given["gender"]) if "gender" in given else None,
    )
