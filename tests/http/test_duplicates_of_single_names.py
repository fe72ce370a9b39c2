"""Duplicates of people with a single name, and of dates that are not known to the day (C5, N1)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.events import birth, death, declared, done, lettered, marriage, office, today
from tests.serving import Registry

DIED = today() - timedelta(days=3)
FULL = ("Kartini", "Wardhani")


def named(first: str | None, last: str | None) -> dict[str, Any]:
    return {"firstName": first, "lastName": last, "birthDate": "1940-02-03"}


@pytest.mark.parametrize(
    ("names", "is_similar"),
    [
        ((None, "Wardhani"), True),
        (("Wardhani", None), True),
        (("Kartini", None), True),
        ((None, "Kartani"), True),
        ((None, "Suharto"), False),
        (("Suharto", "Wardhani"), False),
    ],
)
@pytest.mark.parametrize("is_turned", [False, True])
async def test_c5_a_single_name_is_alike_to_either_name_whichever_comes_first(
    registry: Registry, names: tuple[str | None, str | None], is_similar: bool, is_turned: bool
) -> None:
    _, portal = await office(registry)
    one, other = (names, FULL) if is_turned else (FULL, names)
    await declared(registry, portal, death(deceased=named(*one)), "Death")

    event = await declared(registry, portal, death(deceased=named(*other)), "Death")

    assert event["isPotentialDuplicate"] is is_similar


async def test_c5_mothers_with_a_single_name_are_compared(registry: Registry) -> None:
    _, portal = await office(registry)
    mother = {"firstName": lettered(12345), "birthDateKnown": "1994"}
    await declared(registry, portal, birth(mother=mother))

    turned = {"lastName": mother["firstName"], "birthDate": "1995-11-30"}
    event = await declared(registry, portal, birth(mother=turned))
    older = await declared(registry, portal, birth(mother=turned | {"birthDate": "1990-01-01"}))

    assert event["isPotentialDuplicate"] is True
    assert older["isPotentialDuplicate"] is False


@pytest.mark.parametrize(
    ("names", "is_similar"),
    [
        ((None, "Wardhani"), True),
        (("Wardhani", None), True),
        (("Kartini", None), True),
        ((None, "Kartani"), True),
        ((None, "Suharto"), False),
    ],
)
@pytest.mark.parametrize("is_turned", [False, True])
async def test_c5a_children_without_a_mother_and_second_spouses_may_have_a_single_name(
    registry: Registry, names: tuple[str | None, str | None], is_similar: bool, is_turned: bool
) -> None:
    _, portal = await office(registry)
    partner = {"firstName": "Raden", "lastName": "Djojo", "birthDate": "1939-05-06"}
    one, other = (names, FULL) if is_turned else (FULL, names)

    children = [
        birth(child=named(*each) | {"birthDate": str(DIED), "gender": "FEMALE"}, mother=None)
        for each in (one, other)
    ]
    couples = [
        marriage(spouses=[named(*one), partner]),
        marriage(spouses=[partner, named(*other)]),
    ]

    for kind, (first, second) in (("Birth", children), ("Marriage", couples)):
        await declared(registry, portal, first, kind)
        event = await declared(registry, portal, second, kind)

        assert event["isPotentialDuplicate"] is is_similar, kind


async def test_c5a_both_spouses_may_have_a_single_name(registry: Registry) -> None:
    _, portal = await office(registry)
    full = [named(*FULL), named("Raden", "Djojo")]
    singles = [named("Raden", None), named(None, "Wardhani")]

    await declared(registry, portal, marriage(spouses=full), "Marriage")
    event = await declared(registry, portal, marriage(spouses=singles), "Marriage")

    assert event["isPotentialDuplicate"] is True


@pytest.mark.parametrize(
    ("known", "is_similar"),
    [
        (str(DIED)[:4], True),
        (str(DIED)[:7], True),
        (str(DIED), True),
        (str(DIED.year - 1), DIED.timetuple().tm_yday <= 5),
        (str(DIED.year - 2), False),
    ],
)
@pytest.mark.parametrize("is_turned", [False, True])
async def test_c5_dates_of_death_are_compared_as_far_as_they_are_known(
    registry: Registry, known: str, is_similar: bool, is_turned: bool
) -> None:
    _, portal = await office(registry)
    day = {"dateOfDeath": str(DIED)}
    partly = {"dateOfDeath": None, "dateOfDeathKnown": known, "lateRegistrationReason": "Late"}
    one, other = (partly, day) if is_turned else (day, partly)
    await declared(registry, portal, death(deceased=named(*FULL)) | one, "Death")

    event = await declared(registry, portal, death(deceased=named(*FULL)) | other, "Death")

    assert event["isPotentialDuplicate"] is is_similar


async def test_c5_a_reinstated_record_with_a_single_name_is_looked_for_again(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first = await declared(registry, portal, death(deceased=named(None, "Wardhani")), "Death")
    await done(registry, registrar, "archive", first["id"])
    await declared(registry, portal, death(deceased=named(*FULL)), "Death")

    again = await done(registry, registrar, "reinstate", first["id"])

    assert len(again["potentialDuplicates"]) == 1
