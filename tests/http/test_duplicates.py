"""Which declarations are similar to records that are there, and how that is settled (rule C5)."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.events import attempt, birth, death, declared, done, office
from tests.serving import Registry

MOTHER = {
    "firstName": "Mary",
    "lastName": "Smith",
    "birthDate": "1990-06-15",
    "nationalId": "1234567890",
}
BORN = date(2024, 5, 10)
ORIGINAL = "query ($id: ID!) { vitalEvent(id: $id) { duplicateOf { id } } }"
SEEN = "query ($id: ID!) { vitalEvent(id: $id) { potentialDuplicates { id trackingId } } }"


def _birth(
    first: str = "John", last: str = "Smith", born: date = BORN, **mother: Any
) -> dict[str, Any]:
    child = {"firstName": first, "lastName": last, "birthDate": str(born), "gender": "MALE"}
    return birth(child=child, mother=MOTHER | mother, lateRegistrationReason="Far away")


DAYS = timedelta(days=1)
EXPECTATIONS = {
    "the child's name has two letters swapped, two days apart": (
        _birth(),
        _birth("Jonh", born=BORN + 2 * DAYS),
        True,
    ),
    "all the same but the mother's id one digit off": (
        _birth(),
        _birth(nationalId="1234567891"),
        False,
    ),
    "the mother's last name has two letters swapped": (
        _birth(),
        _birth(lastName="Smiht"),
        True,
    ),
    "John and Janet twenty days apart, same mother": (
        _birth(),
        _birth("Janet", born=BORN + 20 * DAYS),
        True,
    ),
    "other names more than nine months apart": (
        _birth(),
        _birth("Janet", born=BORN - 271 * DAYS),
        False,
    ),
    "other names nine months apart": (_birth(), _birth("Janet", born=BORN - 270 * DAYS), True),
    "the same name three years less some days apart": (
        _birth(),
        _birth(born=date(2021, 5, 15)),
        True,
    ),
    "the same name more than three years apart": (_birth(), _birth(born=date(2021, 5, 9)), False),
    "the mother is a year older": (_birth(), _birth(birthDate="1989-06-15"), True),
    "the mother is a year and a day older": (
        _birth(),
        _birth(birthDate="1989-06-14", nationalId=None),
        False,
    ),
    "one does not know the mother's id": (_birth(), _birth(nationalId=None), True),
    "the mother has another first name": (
        _birth(),
        _birth(firstName="Anna", nationalId=None),
        False,
    ),
    "a name of three letters may not differ": (
        _birth(firstName="Eva"),
        _birth(firstName="Ena", nationalId=None),
        False,
    ),
    "a name of seven letters may differ in two": (
        _birth(lastName="Johnson"),
        _birth(lastName="Jonhsen"),
        True,
    ),
    "a name of six letters may not differ in two": (
        _birth(lastName="Walker"),
        _birth(lastName="Wolkar", nationalId=None),
        False,
    ),
    "accents and case count for nothing": (
        _birth(lastName="Müller"),
        _birth(lastName="MULLER"),
        True,
    ),
    "any script": (
        _birth(firstName="Олександра", lastName="Мельник"),
        _birth(firstName="Олексанра", lastName="Мелник"),
        True,
    ),
}


async def test_c5_births_are_similar_as_expected(registry: Registry) -> None:
    registrar, portal = await office(registry)

    for expectation, (one, other, expected) in EXPECTATIONS.items():
        first = await declared(registry, portal, one)
        second = await declared(registry, portal, other)

        assert first["isPotentialDuplicate"] is False, expectation
        assert second["isPotentialDuplicate"] is expected, expectation
        named = (await registry.ask(registrar, SEEN, {"id": second["id"]})).data["vitalEvent"]
        assert [it["id"] for it in named["potentialDuplicates"]] == [first["id"]] * expected
        for event in (first, second):  # so that the next expectation is asked of nobody else
            await done(registry, registrar, "archive", event["id"])


DECEASED = {"firstName": "Taras", "lastName": "Moroz", "birthDate": "1950-01-10"}


DEATHS: list[tuple[dict[str, str], int, bool]] = [
    ({}, 5, True),
    ({}, 6, False),
    ({"birthDate": "1950-01-15"}, 0, True),
    ({"birthDate": "1950-01-16"}, 0, False),
    ({"lastName": "Morooz"}, 0, True),
    ({"lastName": "Bondar"}, 0, False),
]
"""Who else died how many days earlier, and whether that is similar to the first."""


async def test_c5_deaths_are_similar_as_expected(registry: Registry) -> None:
    registrar, portal = await office(registry)
    day = date.fromisoformat(death()["dateOfDeath"])
    await declared(registry, portal, death(deceased=DECEASED, dateOfDeath=str(day)), "Death")

    for who, died, expected in DEATHS:
        given = death(deceased=DECEASED | who, dateOfDeath=str(day - timedelta(days=died)))
        second = await declared(registry, portal, given, "Death")

        assert second["isPotentialDuplicate"] is expected, (who, died)
        await done(registry, registrar, "archive", second["id"])


async def _flagged(registry: Registry, portal: Any) -> tuple[str, str]:
    first = await declared(registry, portal, _birth())
    second = await declared(registry, portal, _birth("Jonh"))
    assert second["isPotentialDuplicate"]
    return first["id"], second["id"]


async def test_c5_a_flagged_declaration_is_not_registered(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, flagged = await _flagged(registry, portal)

    answer = await attempt(registry, registrar, "register", flagged)

    assert answer.refusal == ("CONFLICT", "A registrar must first say whether it is a duplicate")
    extensions = answer.errors[0]["extensions"]
    assert extensions["status"] == "DECLARED"
    assert extensions["availableActions"] == [
        "REJECT",
        "ARCHIVE",
        "MARK_AS_DUPLICATE",
        "MARK_AS_NOT_DUPLICATE",
        "ASSIGN",
    ]


async def test_c5_what_is_no_duplicate_is_registered(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, flagged = await _flagged(registry, portal)

    marked = await done(registry, registrar, "markAsNotDuplicate", flagged)
    registered = await done(registry, registrar, "register", flagged)

    assert marked["potentialDuplicates"] == []
    assert marked["availableActions"] == ["REGISTER", "REJECT", "ARCHIVE", "ASSIGN"]
    assert registered["status"] == "REGISTERED"


async def test_c5_a_duplicate_is_archived_and_may_come_back(registry: Registry) -> None:
    registrar, portal = await office(registry)
    first, flagged = await _flagged(registry, portal)

    marked = await done(registry, registrar, "markAsDuplicate", flagged, duplicateOf=first)
    original = await registry.ask(registrar, ORIGINAL, {"id": flagged})
    by_machine = await registry.ask(portal, ORIGINAL, {"id": flagged})
    third = await declared(registry, portal, _birth("Jonh", born=BORN + DAYS))
    back = await done(registry, registrar, "reinstate", flagged)

    assert (marked["status"], marked["reason"]) == ("ARCHIVED", "For a reason")
    assert original.data["vitalEvent"]["duplicateOf"] == {"id": first}
    assert by_machine.data["vitalEvent"]["duplicateOf"] is None
    no_more = await registry.ask(registrar, ORIGINAL, {"id": flagged})
    assert no_more.data["vitalEvent"]["duplicateOf"] is None
    seen = await registry.ask(registrar, SEEN, {"id": third["id"]})
    assert [it["id"] for it in seen.data["vitalEvent"]["potentialDuplicates"]] == [first]
    assert back["status"] == "DECLARED"
    assert {it["id"] for it in back["potentialDuplicates"]} == {first, third["id"]}


async def test_c5_a_duplicate_is_one_of_another_record_of_its_kind(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, flagged = await _flagged(registry, portal)
    dead = (await declared(registry, portal, kind="Death"))["id"]

    for other, rule in ((flagged, "different"), (dead, "same_kind"), ("nonsense", "exists")):
        answer = await attempt(registry, registrar, "markAsDuplicate", flagged, duplicateOf=other)
        (violation,) = answer.errors[0]["extensions"]["violations"]
        assert (violation["path"], violation["rule"]) == (["duplicateOf"], rule)


async def test_c5_it_is_not_asked_again_unless_the_details_change(registry: Registry) -> None:
    registrar, portal = await office(registry)
    await declared(registry, portal, _birth())
    given = _birth("Jonh")
    flagged = (await declared(registry, portal, given))["id"]
    await done(registry, registrar, "markAsNotDuplicate", flagged)
    await done(registry, registrar, "reject", flagged)

    same = await declared(registry, portal, given | {"amends": flagged, "idempotencyKey": "same"})
    await done(registry, registrar, "reject", flagged)
    other = await declared(registry, portal, _birth("Jon") | {"amends": flagged})

    assert same["isPotentialDuplicate"] is False
    assert other["isPotentialDuplicate"] is True


@pytest.mark.parametrize("status", ["REJECTED", "ARCHIVED"])
async def test_c5_what_is_not_live_is_no_duplicate_candidate(
    registry: Registry, status: str
) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal, _birth()))["id"]
    await done(registry, registrar, "reject" if status == "REJECTED" else "archive", event)

    assert (await declared(registry, portal, _birth()))["isPotentialDuplicate"] is False


async def test_c5_what_is_issued_is_still_a_duplicate_candidate(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal, _birth()))["id"]
    for act in ("register", "certify", "issue"):
        await done(registry, registrar, act, event)

    assert (await declared(registry, portal, _birth()))["isPotentialDuplicate"] is True


async def test_c5_a_machine_learns_only_that_it_may_be_a_duplicate(registry: Registry) -> None:
    _, portal = await office(registry)
    _, flagged = await _flagged(registry, portal)

    seen = await registry.ask(portal, SEEN, {"id": flagged})

    assert seen.data["vitalEvent"]["potentialDuplicates"] == []


async def test_c5_the_database_registers_no_potential_duplicate(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, flagged = await _flagged(registry, portal)

    with pytest.raises(Exception, match="A potential duplicate is not registered"):
        async with registry.acting("birth.registered") as connection:
            await connection.execute(
                "update vital_events set status = 'REGISTERED', registration_number = 'X'"
                " where tracking_id = (select max(tracking_id) from vital_events event"
                " where exists (select from potential_duplicates where vital_event_id = event.id))"
            )
    assert (await attempt(registry, registrar, "register", flagged)).errors
