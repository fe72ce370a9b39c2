"""Rule R9: who may read the feed of events, what of it, and what cannot be asked."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import Role
from tests.consents import answered, do, hospital, offered
from tests.event_feed import ask, read, write
from tests.events import declared
from tests.organisations import bound_machine, limit, organisation
from tests.people import id_of, person
from tests.serving import Registry

ACCEPTED = """
insert into consents (person_id, organisation_id, permissions, status)
values ($1, $2, '{VIEW}', 'ACCEPTED')
"""
MERGED = "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1"


async def consents(registry: Registry, place: UUID, who: UUID) -> None:
    """Let somebody without a user be a member of an organisation, by a consent."""
    async with registry.acting("consent.accepted") as owner:
        await owner.execute(ACCEPTED, who, place)


@pytest.fixture
async def machine(registry: Registry) -> UUID:
    """A machine that reads events, persons and records."""
    return await registry.client("follower")


NONSENSE = ["", "x", "bm9uc2Vuc2U=", "A" * 400, "\0", "é"]


@pytest.mark.parametrize("cursor", NONSENSE)
async def test_r9_nonsense_is_no_cursor(registry: Registry, machine: UUID, cursor: str) -> None:
    answer = await ask(registry, machine, cursor)

    assert (answer.status, answer.refusal[0]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "given",
    [
        {"first": -1},
        {"first": 101},
        {"types": ["birth.registered", "x", "birth.registred"]},
        {"types": ["BIRTH_REGISTERED"]},
        {"types": ["x" * 201]},
        {"types": ["birth.issued"] * 101},
    ],
)
async def test_r9_what_cannot_be_asked_is_refused(
    registry: Registry, machine: UUID, given: dict[str, Any]
) -> None:
    answer = await ask(registry, machine, **given)

    assert (answer.status, answer.refusal[0]) == (400, "BAD_REQUEST")
    if given.get("types", [""])[-1] == "birth.registred":
        assert answer.errors[0]["extensions"]["types"] == ["birth.registred", "x"]
        assert answer.refusal[1] == "There are no events of the types birth.registred, x"


async def test_r9_a_cursor_of_another_list_is_refused(registry: Registry, machine: UUID) -> None:
    lists = "{ vitalEvents(first: 1) { edges { cursor } } }"
    await declared(registry, machine)
    (edge,) = (await registry.ask(machine, lists)).data["vitalEvents"]["edges"]

    assert (await ask(registry, machine, edge["cursor"])).refusal[0] == "BAD_REQUEST"


async def test_r9_a_machine_reads_what_its_webhooks_would_be_sent(registry: Registry) -> None:
    nouns = {
        "person.deactivated": "person",
        "birth.registered": "vital_event",
        "merge_candidate.processed": "merge_candidate",
        "role_grant.given": "role_grant",
        "consent.accepted": "consent",
    }
    for type_, noun in nouns.items():
        await write(registry.owner, type_=type_, noun=noun)
    persons = await registry.client("persons", scopes=["event:read", "person:read"])
    records = await registry.client("records", scopes=["event:read", "vital_event:read"])
    neither = await registry.client("neither", scopes=["event:read"])
    await registry.user("admin", Role.ADMIN)

    found = {
        who: [it["type"] for it in (await read(registry, who))[0] if it["type"] in nouns]
        for who in (persons, records, neither, "admin")
    }

    assert set(found[persons]) == {"person.deactivated", "consent.accepted"}
    assert found[records] == ["birth.registered"]
    assert found[neither] == []
    assert set(found["admin"]) >= nouns.keys()


async def test_r9_a_bound_machine_reads_what_is_in_its_reach(registry: Registry) -> None:
    at = await hospital(registry)
    ward, elsewhere = [
        await organisation(registry, name, parent)
        for name, parent in (("Ward", at.hospital), ("Elsewhere", at.ministry))
    ]
    bound = await bound_machine(registry, at.hospital)
    below, other = [await person(registry, name) for name in ("Eve", "Ida")]
    await consents(registry, ward, below)
    await consents(registry, elsewhere, other)
    for who in (at.person, below, other):
        await write(registry.owner, who, "person.deactivated", "person")
    own = UUID((await declared(registry, bound))["databaseId"])
    for record in (own, uuid4()):
        await write(registry.owner, record)
    await write(registry.owner, type_="role_grant.given", noun="role_grant")

    events, _ = await read(registry, bound)
    unread, _ = await read(registry, await bound_machine(registry, ward, "other"))

    assert [(it["type"], it["payload"]["data"].get("organisationId")) for it in events] == [
        ("consent.accepted", id_of("Organisation", ward)),
        ("membership.started", id_of("Organisation", ward)),
        ("person.deactivated", None),
        ("birth.declared", None),
        ("birth.registered", None),
    ]
    assert events[2]["aggregateId"] == str(below)
    assert {it["aggregateId"] for it in events[3:]} == {str(own)}
    assert [it["type"] for it in unread] == [it["type"] for it in events[:3]]


async def test_r9_a_bound_machine_learns_of_nobody_out_of_reach(registry: Registry) -> None:
    at = await hospital(registry)
    bound = await bound_machine(registry, at.hospital)
    offer = await offered(registry, at)
    before, cursor = await read(registry, bound)
    accepted = answered(await do(registry, "sam", "acceptConsent", offer))
    during, cursor = await read(registry, bound, cursor)
    await do(registry, "ada", "withdrawConsent", accepted)
    after, _ = await read(registry, bound, cursor)
    in_reach, out = await person(registry, "Eve"), await person(registry, "Ida")
    await consents(registry, at.hospital, in_reach)
    async with registry.acting("person.merged") as owner:
        await owner.execute(MERGED, in_reach, out)
    merged, _ = await read(registry, bound, types=["person.deactivated"])

    ada = id_of("Person", at.person)
    named = [
        [(it["type"], it["payload"]["data"]["personId"]) for it in events]
        for events in (before, during, after)
    ]
    assert named == [
        [("consent.offered", None)],
        [("consent.accepted", ada), ("membership.started", ada)],
        [("consent.withdrawn", None), ("membership.ended", None)],
    ]
    assert [it["payload"]["data"]["masterPersonId"] for it in merged] == [None]
    assert merged[0]["payload"]["data"]["id"] == id_of("Person", in_reach)


async def test_r9_who_may_read_the_feed(registry: Registry) -> None:
    place = await organisation(registry, "Hospital")
    await registry.user("registrar", Role.REGISTRAR)
    await registry.user("sam")
    await limit(registry, "sam", "STEWARD", place)
    machine = await registry.client("other", scopes=["person:read"])

    for who in ("registrar", "sam"):
        assert (await ask(registry, who)).refusal == (
            "FORBIDDEN",
            "User doesn't have required role",
        )
    unscoped = await registry.ask(machine, "{ eventFeed { hasMore } }", scope="person:read")
    assert unscoped.refusal == ("FORBIDDEN", "Invalid scopes")
