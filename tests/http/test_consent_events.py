"""Rule R8: the events of consents and memberships, in order, with versions."""

from json import loads
from typing import Any
from uuid import uuid4

import pytest

from tests.consents import Hospital, accepted, answered, do, hospital, offered
from tests.organisations import bound_machine, organisation
from tests.people import id_of
from tests.serving import Registry

EVENTS = """
select id, aggregatetype, aggregateid, type, payload::text from outbox
 where aggregatetype in ('consent', 'membership') order by inserted_at, id
"""
STATE = "select id, status, version, permissions, offered from consents"
MAY_RECEIVE = "select client_may_receive($1, outbox) from outbox where id = $2"


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    return await hospital(registry)


async def events(registry: Registry) -> list[dict[str, Any]]:
    return [dict(row) | loads(row["payload"]) for row in await registry.owner.fetch(EVENTS)]


async def test_r8_each_change_is_told_with_the_state_after_it_and_its_version(
    registry: Registry, at: Hospital
) -> None:
    consent = await accepted(registry, at, ["VIEW", "CONTRIBUTE"])
    less = answered(await do(registry, "ada", "changeConsent", consent, permissions=["VIEW"]))
    same = answered(await do(registry, "ada", "changeConsent", less, permissions=["VIEW"]))
    more = answered(
        await do(registry, "ada", "changeConsent", same, permissions=["VIEW", "CONTRIBUTE"])
    )
    await do(registry, "ada", "withdrawConsent", more)
    await do(registry, "sam", "declineConsent", await offered(registry, at))

    found = await events(registry)

    assert [(it["type"], it["data"]["version"]) for it in found] == [
        ("consent.offered", 1),
        ("consent.accepted", 2),
        ("membership.started", 1),
        ("consent.changed", 3),
        ("consent.changed", 4),
        ("consent.withdrawn", 5),
        ("membership.ended", 2),
        ("consent.offered", 1),
        ("consent.declined", 2),
    ]
    widened = found[4]["data"]
    assert widened == {
        "id": consent["id"],
        "databaseId": consent["databaseId"],
        "personId": id_of("Person", at.person),
        "organisationId": id_of("Organisation", at.hospital),
        "permissions": ["VIEW"],
        "offered": ["VIEW", "CONTRIBUTE"],
        "status": "ACCEPTED",
        "version": 4,
    }
    assert "Ada" not in str(found)


async def test_r8_who_keeps_the_highest_version_has_what_is_on_record(
    registry: Registry, at: Hospital
) -> None:
    for _ in range(3):
        consent = await accepted(registry, at, ["VIEW", "CONTRIBUTE"])
        less = answered(await do(registry, "ada", "changeConsent", consent, permissions=["VIEW"]))
        await do(registry, "ada", "withdrawConsent", less)
    await offered(registry, at)
    kept: dict[str, Any] = {}

    found = [it["data"] for it in await events(registry) if it["aggregatetype"] == "consent"]
    for data in [*reversed(found), *found[3:], *found[:5]]:
        known = kept.get(data["databaseId"])
        if known is None or known["version"] < data["version"]:
            kept[data["databaseId"]] = data

    on_record = {str(row["id"]): dict(row) for row in await registry.owner.fetch(STATE)}
    assert kept.keys() == on_record.keys()
    for key, row in on_record.items():
        assert {name: kept[key][name] for name in row if name != "id"} == {
            name: value for name, value in row.items() if name != "id"
        }


async def test_r8_a_machine_that_reads_persons_is_told_and_a_bound_one_of_its_own(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    machines = {
        "reading": await registry.client("reading", scopes=["person:read", "webhook:write"]),
        "other": await registry.client("other", scopes=["webhook:write"]),
        "above": await bound_machine(registry, at.ministry),
        "elsewhere": await bound_machine(
            registry, await organisation(registry, "Elsewhere", at.ministry), "elsewhere"
        ),
    }

    told_of = {
        name: {
            it["type"]: await registry.owner.fetchval(MAY_RECEIVE, machine, it["id"])
            for it in await events(registry)
        }
        for name, machine in machines.items()
    }

    assert {name: set(answers.values()) for name, answers in told_of.items()} == {
        "reading": {True},
        "other": {False},
        "above": {True},
        "elsewhere": {False},
    }


async def test_r8_what_is_refused_tells_nobody(registry: Registry, at: Hospital) -> None:
    consent = await offered(registry, at)

    await do(registry, "ada", "withdrawConsent", consent | {"version": 9})
    await do(registry, "sam", "acceptConsent", {"id": id_of("Consent", uuid4()), "version": 1})

    assert [it["type"] for it in await events(registry)] == ["consent.offered"]
