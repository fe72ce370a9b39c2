"""Made-up declarations: what the rules take, of many different people."""

from datetime import UTC, datetime
from itertools import islice
from typing import Any

import jellyfish

from bench.names import births, distinct_births
from rules.declaration_checks import check
from rules.declarations import Birth, Individual, Informant
from rules.event_duplicates import match_profile, may_be_duplicate
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.violations import Violations


def declaration_of(birth: dict[str, Any]) -> Birth:
    child, mother = birth["child"], birth["mother"]
    return Birth(
        child=Individual(
            child["firstName"],
            child["lastName"],
            birth_date=PartialDate.read(child["birthDate"]),
            gender=Gender(child["gender"]),
        ),
        mother=Individual(
            mother["firstName"],
            mother["lastName"],
            birth_date=PartialDate.read(mother["birthDate"]),
        ),
        informant=Informant(**birth["informant"]),
        place_of_birth=birth["placeOfBirth"],
    )


def may_be_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    this, that = match_profile(declaration_of(one)), match_profile(declaration_of(other))
    assert this is not None
    assert that is not None
    return may_be_duplicate(this, that, jellyfish.damerau_levenshtein_distance)


def test_the_rules_take_every_birth() -> None:
    found = Violations()

    for birth in islice(births("some"), 500):
        check(found, declaration_of(birth), datetime.now(UTC))

    found.refuse()


def test_births_are_of_many_names_and_each_has_its_key() -> None:
    made = list(islice(births("some"), 5000))

    assert len({birth["idempotencyKey"] for birth in made}) == 5000
    assert len({birth["mother"]["firstName"] for birth in made}) > 1500
    assert len({birth["mother"]["lastName"] for birth in made}) > 2500


def test_the_same_seed_makes_the_same_and_another_seed_others() -> None:
    first, again, other = (list(islice(births(seed), 50)) for seed in ("a", "a", "b"))

    assert first == again
    assert not {birth["idempotencyKey"] for birth in first + other} ^ {
        *(f"a-{number}" for number in range(1, 51)),
        *(f"b-{number}" for number in range(1, 51)),
    }


def test_of_distinct_births_the_last_alone_is_similar_to_the_first() -> None:
    first, *others, last = distinct_births("some", 20)

    assert may_be_one(first, last)
    assert first["idempotencyKey"] != last["idempotencyKey"]
    assert not any(may_be_one(first, other) for other in others)
