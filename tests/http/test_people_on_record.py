"""Records lead to the persons whom they name, and an alert of a marriage to what it is about."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.events import declared, done, marriage, office
from tests.limited_grants import tree_of
from tests.organisations import limit
from tests.people import id_of, person
from tests.serving import Registry

NAMED = """
query ($id: ID!) {
  vitalEvent(id: $id) { details { ... on Marriage { spouses { personOnRecord { databaseId } } } } }
}
"""
LASTING = "query ($id: ID!) { vitalEvent(id: $id) { lastingMarriages { spouse vitalEventId } } }"
JOIN = "insert into memberships (person_id, organisation_id, title) values ($1, $2, 'nurse')"
BORN = date(1960, 4, 5)
WITNESSES = [{"firstName": "Wi", "lastName": name} for name in ("One", "Two")]
OLE = {"firstName": "Ole", "lastName": "Vik", "birthDate": "1961-05-05"}
PER = {"firstName": "Per", "lastName": "Aas", "birthDate": "1962-06-06"}
ANNA = {"firstName": "Anna", "lastName": "Sølberg", "birthDate": str(BORN)}
NUMBER = {"nationalId": "8600000017"}


async def wed(registry: Registry, portal: Any, *spouses: dict[str, Any], **more: Any) -> str:
    given = marriage(**({"spouses": list(spouses), "witnesses": WITNESSES} | more))
    event: str = (await declared(registry, portal, given, "Marriage"))["id"]
    return event


async def joins(registry: Registry, who: UUID, place: UUID) -> None:
    """Make somebody a member."""
    async with registry.acting("membership.started") as owner:
        await owner.execute(JOIN, who, place)


async def named(registry: Registry, who: Any, event: str) -> list[str | None]:
    """Return who on record the two who marry may be."""
    details = (await registry.ask(who, NAMED, {"id": event})).data["vitalEvent"]["details"]
    found = [it["personOnRecord"] for it in details["spouses"]]
    return [it and it["databaseId"] for it in found]


@pytest.mark.parametrize(
    ("spouse", "on_record"),
    [
        (ANNA, {}),
        (ANNA | {"firstName": "ANNA", "lastName": "Solberg"}, {}),
        (ANNA | NUMBER, {}),
        (ANNA, {"national_id": "8600000017"}),
        (ANNA | NUMBER, {"national_id": "0000000000"}),
        (ANNA | {"nationalId": "0000000000"}, {"national_id": "8600000017"}),
        (ANNA | NUMBER | {"lastName": "Berg"}, {"national_id": "8600000017"}),
    ],
    ids=[
        *("names and birth date", "as folded", "declared", "on record"),
        *("no number on record", "no number declared", "number and a name"),
    ],
)
async def test_a_record_leads_to_the_one_person_on_record(
    registry: Registry, spouse: dict[str, Any], on_record: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    anna = await person(registry, "Anna", "Sølberg", birth_date=BORN, **on_record)
    event = await wed(registry, portal, OLE, spouse)

    assert await named(registry, registrar, event) == [None, str(anna)]
    assert await named(registry, portal, event) == [None, None], "machines do not see it"
    narrow = await registry.ask(registrar, NAMED, {"id": event}, scope="vital_event:read")
    spouses = narrow.data["vitalEvent"]["details"]["spouses"]
    assert spouses == [{"personOnRecord": None}] * 2, "who may not read persons sees nobody"


@pytest.mark.parametrize(
    ("spouse", "on_record"),
    [
        (ANNA | {"birthDate": "1960-04-06"}, {}),
        (ANNA | NUMBER, {"national_id": "8600000025"}),
        (ANNA | NUMBER | {"firstName": "Berit", "lastName": "Moe"}, {"national_id": "8600000017"}),
        (ANNA, {"status": "ANONYMISED"}),
    ],
    ids=["born otherwise", "another number", "no name in common", "says nothing any more"],
)
async def test_a_record_leads_to_nobody_else(
    registry: Registry, spouse: dict[str, Any], on_record: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    await person(registry, "Anna", "Sølberg", birth_date=BORN, **on_record)

    assert await named(registry, registrar, await wed(registry, portal, OLE, spouse)) == [None] * 2


async def test_of_two_persons_on_record_neither_is_said_unless_they_are_one(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first, second = [await person(registry, "Anna", "Sølberg", birth_date=BORN) for _ in range(2)]
    event = await wed(registry, portal, OLE, ANNA)
    of_two = await named(registry, registrar, event)

    async with registry.acting("person.merged"):
        await registry.owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
            second,
            first,
        )

    assert of_two == [None, None]
    assert await named(registry, registrar, event) == [None, str(first)]


async def test_r3_a_person_elsewhere_is_nobody_to_who_is_limited(registry: Registry) -> None:
    tree = await tree_of(registry)
    registrar, portal = await office(registry)
    await registry.user("here")
    await limit(registry, "here", "REGISTRAR", tree.left)
    anna = await person(registry, "Anna", "Sølberg", birth_date=BORN)
    event = await wed(registry, portal, OLE, ANNA, organisationId=id_of("Organisation", tree.left))

    assert await named(registry, registrar, event) == [None, str(anna)]
    assert await named(registry, "here", event) == [None, None]

    here = await person(registry, "Anna", "Sølberg", birth_date=BORN)
    await joins(registry, here, tree.left)

    assert await named(registry, registrar, event) == [None, None]
    assert await named(registry, "here", event) == [None, str(here)], "of others is nothing shown"


async def test_r3_who_was_merged_into_somebody_elsewhere_is_nobody_to_who_is_limited(
    registry: Registry,
) -> None:
    tree = await tree_of(registry)
    registrar, portal = await office(registry)
    await registry.user("here")
    await limit(registry, "here", "REGISTRAR", tree.left)
    anna = await person(registry, "Anna", "Sølberg", birth_date=BORN)
    other = await person(registry, "Anne", "Berg", birth_date=date(1961, 1, 1))
    await joins(registry, anna, tree.left)
    event = await wed(registry, portal, OLE, ANNA, organisationId=id_of("Organisation", tree.left))
    async with registry.acting("person.merged"):
        await registry.owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
            anna,
            other,
        )

    assert await named(registry, registrar, event) == [None, str(other)]
    assert await named(registry, "here", event) == [None, None]


async def test_c8a_it_is_said_which_of_the_two_is_married_and_by_which_record(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first = await wed(registry, portal, ANNA, PER)
    waiting = await wed(registry, portal, OLE, ANNA)

    async def lasting(who: Any) -> Any:
        answer = await registry.ask(who, LASTING, {"id": waiting})
        return answer.data["vitalEvent"]["lastingMarriages"]

    before = await lasting(registrar)
    await done(registry, registrar, "register", first, acceptedAlerts=[])

    assert before == []
    assert await lasting(registrar) == [{"spouse": 1, "vitalEventId": first}]
    assert await lasting(portal) == [], "machines do not see it"


async def test_c8a_a_marriage_elsewhere_is_not_named_to_who_is_limited(registry: Registry) -> None:
    tree = await tree_of(registry)
    registrar, portal = await office(registry)
    await registry.user("here")
    await limit(registry, "here", "REGISTRAR", tree.left)
    left, right = [id_of("Organisation", it) for it in (tree.left, tree.right)]
    first = await wed(registry, portal, ANNA, PER, organisationId=right)
    await done(registry, registrar, "register", first, acceptedAlerts=[])
    waiting = await wed(registry, portal, OLE, ANNA, organisationId=left)

    answers = [await registry.ask(who, LASTING, {"id": waiting}) for who in (registrar, "here")]

    everywhere, here = [it.data["vitalEvent"]["lastingMarriages"] for it in answers]
    assert [it["vitalEventId"] for it in everywhere] == [first]
    assert here == []
