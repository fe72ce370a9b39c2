"""A marriage and the registered deaths of those who married lead to each other."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.events import death, declared, done, marriage, office, today
from tests.limited_grants import tree_of
from tests.organisations import limit
from tests.people import id_of
from tests.serving import Registry

SEEN = """
query ($id: ID!) { vitalEvent(id: $id) { deathsOfSpouses { id } marriages { id } } }
"""
ENDED = """
query ($hasEnded: Boolean!) {
  vitalEvents(filter: { hasEnded: $hasEnded }) { totalCount nodes { id } }
}
"""
MARRIED = """
query ($spouse: SpouseFilter!) { vitalEvents(filter: { spouse: $spouse }) { nodes { id } } }
"""
BORN = str(date(1950, 1, 1))
ANNA = {"firstName": "Anna", "lastName": "Solberg", "birthDate": BORN}
SINGLE = {"birthDate": BORN}
OLE = {"firstName": "Ole", "lastName": "Solberg", "birthDate": "1949-05-05"}
PARTNERS = [{"firstName": "Per", "lastName": name} for name in ("Aas", "Bø", "Dahl")]
NUMBER = {"nationalId": "8600000017"}
NO_NUMBER = {"nationalId": "0000000000"}
ALERTS = ["PERSON_NOT_FOUND"]
WITNESSES = [{"firstName": "Wi", "lastName": name} for name in ("One", "Two")]
WEDDING, DEATH = today() - timedelta(days=90), today() - timedelta(days=9)


async def wed(
    registry: Registry, portal: UUID, registrar: str, spouse: dict[str, Any], **more: Any
) -> str:
    who = {"spouses": [spouse, OLE], "witnesses": WITNESSES, "dateOfMarriage": str(WEDDING)}
    given = marriage(**(who | more))
    event: str = (await declared(registry, portal, given, "Marriage"))["id"]
    await done(registry, registrar, "register", event, acceptedAlerts=[])
    return event


async def died(registry: Registry, portal: UUID, deceased: dict[str, Any], **more: Any) -> str:
    given = death(deceased=deceased, **({"dateOfDeath": str(DEATH)} | more))
    event: str = (await declared(registry, portal, given, "Death"))["id"]
    return event


async def seen(registry: Registry, who: str | UUID, event: str) -> tuple[list[str], list[str]]:
    """Return the deaths of spouses and the marriages that a record leads to."""
    record = (await registry.ask(who, SEEN, {"id": event})).data["vitalEvent"]
    deaths, marriages = record["deathsOfSpouses"], record["marriages"]
    return [it["id"] for it in deaths], [it["id"] for it in marriages]


@pytest.mark.parametrize(
    ("spouse", "deceased"),
    [
        (ANNA, ANNA | {"firstName": "ANNA", "lastName": "Sölberg"}),
        (ANNA | NUMBER, ANNA),
        (ANNA | NUMBER, {"firstName": "Anna", "lastName": "Berg"} | NUMBER),
        (ANNA | NUMBER, ANNA | NO_NUMBER),
        (ANNA | NO_NUMBER, ANNA | NUMBER),
    ],
    ids=[
        *("names and birth date", "one of them has no number", "number and a name"),
        *("the number of the dead is none", "the number of the spouse is none"),
    ],
)
async def test_a_marriage_shows_the_registered_death_of_a_spouse(
    registry: Registry, spouse: dict[str, Any], deceased: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    wedding = await wed(registry, portal, registrar, spouse)
    event = await died(registry, portal, deceased)

    assert await seen(registry, registrar, wedding) == ([], []), "it is not registered"
    assert await seen(registry, registrar, event) == ([], [wedding])

    await done(registry, registrar, "register", event, acceptedAlerts=ALERTS)

    assert await seen(registry, registrar, wedding) == ([event], [])
    assert await seen(registry, registrar, event) == ([], [wedding])
    assert await seen(registry, portal, wedding) == ([], []), "machines do not see it"


@pytest.mark.parametrize(
    ("spouse", "deceased", "more"),
    [
        (ANNA, ANNA | {"birthDate": "1950-01-02"}, {}),
        (ANNA, ANNA | {"firstName": "Hanne"}, {}),
        (ANNA | NUMBER, ANNA | {"nationalId": "8600000018"}, {}),
        (ANNA | NUMBER, {"firstName": "Berit", "lastName": "Moe"} | NUMBER, {}),
        (SINGLE | {"lastName": "Kim"} | NUMBER, SINGLE | {"lastName": "Moe"} | NUMBER, {}),
        (ANNA | {"birthDate": "1900-01-01"}, ANNA | {"birthDate": "1900-01-01"}, {}),
        (
            ANNA,
            ANNA,
            {
                "dateOfDeath": str(WEDDING - timedelta(days=1)),
                "lateRegistrationReason": "It was not known.",
            },
        ),
    ],
    ids=[
        "born otherwise",
        "another first name",
        "another number",
        "no name",
        "another single name",
        "a day that stands for none",
        "dead before",
    ],
)
async def test_a_marriage_shows_nobody_elses_death(
    registry: Registry, spouse: dict[str, Any], deceased: dict[str, Any], more: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    wedding = await wed(registry, portal, registrar, spouse)
    event = await died(registry, portal, deceased, **more)

    await done(registry, registrar, "register", event, acceptedAlerts=ALERTS)

    assert await seen(registry, registrar, wedding) == ([], [])
    assert await seen(registry, registrar, event) == ([], [])


async def test_marriages_are_found_by_whether_they_have_ended(registry: Registry) -> None:
    registrar, portal = await office(registry)
    single = SINGLE | {"lastName": "Kim"}
    by_names, by_number, stands = [
        await wed(registry, portal, registrar, spouse, spouses=[spouse, PARTNERS[place]])
        for place, spouse in enumerate((ANNA, single | NUMBER, ANNA | {"birthDate": "1950-01-02"}))
    ]
    of_ole = await wed(registry, portal, registrar, {"firstName": "Eva", "lastName": "Roe"})
    deaths = [await died(registry, portal, it) for it in (ANNA, {"lastName": "Kim"} | NUMBER)]

    assert await ended(registry, registrar, True) == [], "no death is registered"
    for event in deaths:
        await done(registry, registrar, "register", event, acceptedAlerts=ALERTS)

    assert await ended(registry, registrar, True) == [by_number, by_names]
    assert await ended(registry, registrar, False) == [*reversed(deaths), of_ole, stands]
    assert await ended(registry, portal, True) == [], "machines find none"
    assert await ended(registry, portal, False) == []

    last = await died(registry, portal, OLE)
    await done(registry, registrar, "register", last, acceptedAlerts=ALERTS)

    assert await ended(registry, registrar, True) == [of_ole, by_number, by_names]
    assert await ended(registry, registrar, False) == [last, *reversed(deaths), stands]


async def ended(registry: Registry, who: str | UUID, has_ended: bool) -> list[str]:
    """Return the records that somebody finds by whether they are marriages that have ended."""
    answer = await registry.ask(who, ENDED, {"hasEnded": has_ended})
    assert answer.errors == []
    found = answer.data["vitalEvents"]
    count = None if isinstance(who, UUID) else len(found["nodes"])
    assert found["totalCount"] == count
    return [it["id"] for it in found["nodes"]]


async def found(registry: Registry, who: str | UUID, spouse: dict[str, Any]) -> list[str]:
    """Return the marriages of somebody whose death is not declared yet."""
    answer = await registry.ask(who, MARRIED, {"spouse": spouse})
    assert answer.errors == []
    return [it["id"] for it in answer.data["vitalEvents"]["nodes"]]


@pytest.mark.parametrize(
    ("spouse", "asked"),
    [
        (ANNA, {"firstName": "Анна", "lastName": "Сольберг", "birthDate": BORN}),
        (
            {"firstName": "Анна", "lastName": "Сольберг", "birthDate": BORN},
            ANNA | {"firstName": "ANNA", "lastName": "Solberg"},
        ),
        (ANNA | NUMBER, {"firstName": "Anna", "lastName": "Berg"} | NUMBER),
    ],
    ids=["typed in another script", "married in another script", "number and a name"],
)
async def test_marriages_are_found_before_a_death_is_declared_as_its_record_finds_them(
    registry: Registry, spouse: dict[str, Any], asked: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    wedding = await wed(registry, portal, registrar, spouse)
    event = await died(registry, portal, asked)

    _, of_the_record = await seen(registry, registrar, event)

    assert await found(registry, registrar, asked) == of_the_record
    assert of_the_record == [wedding]
    assert await found(registry, portal, asked) == [], "machines find none"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"firstName": "Anna", "lastName": "Solberg"},
        {"birthDate": BORN},
        ANNA | {"birthDate": "1950-01-02"},
        ANNA | {"firstName": "Hanne"},
        ANNA | {"nationalId": "8600000018"},
        {"firstName": "Berit", "lastName": "Moe"} | NUMBER,
        {"firstName": "Anna", "lastName": "Solberg", "birthDate": "1949-05-05"},
    ],
    ids=["nothing", "names", "a day", "born otherwise", "named", "number", "no name", "the other"],
)
async def test_nobody_elses_marriage_is_found(registry: Registry, asked: dict[str, Any]) -> None:
    registrar, portal = await office(registry)
    await wed(registry, portal, registrar, ANNA | NUMBER)

    assert await found(registry, registrar, asked) == []


async def test_r3_a_marriage_elsewhere_is_no_answer_to_who_is_limited(registry: Registry) -> None:
    tree = await tree_of(registry)
    registrar, portal = await office(registry)
    for name, place in (("here", tree.left), ("there", tree.right)):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", place)
    there = {"organisationId": id_of("Organisation", tree.right)}
    wedding = await wed(registry, portal, registrar, ANNA, **there)
    event = await died(registry, portal, ANNA, organisationId=id_of("Organisation", tree.left))
    await done(registry, registrar, "register", event, acceptedAlerts=ALERTS)

    assert await seen(registry, registrar, event) == ([], [wedding])
    assert await seen(registry, "here", event) == ([], [])
    assert await seen(registry, "there", wedding) == ([], [])
    assert await ended(registry, "there", True) == []
    assert await ended(registry, "there", False) == [wedding]
    assert await ended(registry, "here", True) == []
    assert await ended(registry, registrar, True) == [wedding]
    assert await found(registry, "here", ANNA) == []
    assert await found(registry, "there", ANNA) == [wedding]
