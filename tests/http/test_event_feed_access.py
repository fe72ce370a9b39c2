"""Rule R9: who may read the feed of events, what of it, and what cannot be asked."""

from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.event_feed import ask, read, write
from tests.events import declared
from tests.organisations import bound_machine, organisation
from tests.serving import Registry


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


async def test_r9_who_may_read_the_feed(registry: Registry) -> None:
    place = await organisation(registry, "Hospital")
    bound = await bound_machine(registry, place)
    await registry.user("registrar", Role.REGISTRAR)
    machine = await registry.client("other", scopes=["person:read"])

    assert (await ask(registry, bound)).refusal == (
        "FORBIDDEN",
        "User doesn't have required role",
    )
    assert (await ask(registry, "registrar")).refusal[0] == "FORBIDDEN"
    unscoped = await registry.ask(machine, "{ eventFeed { hasMore } }", scope="person:read")
    assert unscoped.refusal == ("FORBIDDEN", "Invalid scopes")
