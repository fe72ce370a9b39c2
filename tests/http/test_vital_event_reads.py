"""What machines may see of records, and the account that is kept of it (rule C9)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.databases import Database
from tests.events import birth, brought_to, declared, done, office
from tests.people import key_of
from tests.serving import Registry, served

ONE = "query ($id: ID!) { vitalEvent(id: $id) { id status } }"
BY_TRACKING = "query ($code: String!) { vitalEventByTrackingId(trackingId: $code) { id } }"
NODE = "query ($id: ID!) { node(id: $id) { id } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
LIST = (
    "query ($first: Int, $last: Int) { vitalEvents(first: $first, last: $last) { nodes { id } } }"
)
QUOTA = 10


@pytest.fixture
async def limited(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server whose machines read ten records of others a day."""
    async with served(database, tmp_path, search_quota=QUOTA) as running:
        yield running


async def _ways(registry: Registry, who: Any, event: dict[str, Any]) -> list[Any]:
    """Return what a caller is shown of a record by each field that could show it."""
    key = event["id"]
    return [
        (await registry.ask(who, ONE, {"id": key})).data["vitalEvent"],
        (await registry.ask(who, BY_TRACKING, {"code": event["trackingId"]})).data[
            "vitalEventByTrackingId"
        ],
        (await registry.ask(who, NODE, {"id": key})).data["node"],
        (await registry.ask(who, NODES, {"ids": [key]})).data["nodes"][0],
        next(iter((await registry.ask(who, LIST)).data["vitalEvents"]["nodes"]), None),
    ]


async def _read(registry: Registry, client: UUID) -> int:
    found: int | None = await registry.owner.fetchval(
        "select sum(records) from read_quotas where client_id = $1", client
    )
    return found or 0


async def test_c9_a_machine_reads_its_own_in_any_status(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal)
    await done(registry, registrar, "reject", event["id"])

    answers = await _ways(registry, portal, event)

    assert all(it["id"] == event["id"] for it in answers)
    assert await _read(registry, portal) == 0


@pytest.mark.parametrize("status", ["DECLARED", "REJECTED", "ARCHIVED"])
async def test_c9_others_records_do_not_exist_before_they_are_registered(
    registry: Registry, status: str
) -> None:
    registrar, portal = await office(registry)
    other = await registry.client("another portal")
    event = await declared(registry, other)
    if status != "DECLARED":
        act = {"REJECTED": "reject", "ARCHIVED": "archive"}[status]
        await done(registry, registrar, act, event["id"])

    assert await _ways(registry, portal, event) == [None] * 5


async def test_c9_others_records_are_read_once_registered(registry: Registry) -> None:
    registrar, portal = await office(registry)
    other = await registry.client("another portal")
    event = await declared(registry, other)
    await done(registry, registrar, "register", event["id"])

    answers = await _ways(registry, portal, event)
    by_a_person = await _ways(registry, registrar, event)

    assert all(it["id"] == event["id"] for it in answers + by_a_person)
    assert await _read(registry, portal) == 5


async def test_c9_each_read_is_written_down(registry: Registry) -> None:
    registrar, portal = await office(registry)
    other = await registry.client("another portal")
    own = (await declared(registry, portal))["id"]
    others = await brought_to(registry, registrar, other, "REGISTERED")
    correlation = "0198a1de-0000-7000-8000-000000000001"
    before = await registry.owner.fetchval("select count(*) from vital_event_reads")

    ids = [own, others, others, "nonsense"]
    asked = await registry.ask(portal, NODES, {"ids": ids}, **{"x-correlation-id": correlation})

    rows = await registry.owner.fetch(
        "select * from vital_event_reads where correlation_id::text = $1", correlation
    )
    assert before == 2  # each was shown what it declared
    assert len(asked.data["nodes"]) == 4
    assert {str(row["vital_event_id"]): row["is_others"] for row in rows} == {
        key_of(own): False,
        key_of(others): True,
    }
    assert {row["client_id"] for row in rows} == {portal}
    assert await _read(registry, portal) == 1


async def test_c9_a_record_counts_once_in_an_answer_whatever_gave_it(registry: Registry) -> None:
    registrar, portal = await office(registry)
    other = await registry.client("another portal")
    event = await brought_to(registry, registrar, other, "REGISTERED")

    query = "query ($id: ID!) { a: vitalEvent(id: $id) { id } b: node(id: $id) { id } }"
    await registry.ask(portal, query, {"id": event})

    assert await _read(registry, portal) == 1


async def test_c9_an_answer_that_would_pass_the_limit_is_refused_whole(limited: Registry) -> None:
    registrar, portal = await office(limited)
    other = await limited.client("another portal")
    events = [await brought_to(limited, registrar, other, "REGISTERED") for _ in range(QUOTA + 1)]

    too_many = await limited.ask(portal, NODES, {"ids": events})
    all_but_one = await limited.ask(portal, NODES, {"ids": events[:QUOTA]})
    one_more = await limited.ask(portal, NODE, {"id": events[0]})

    assert too_many.status == one_more.status == 429
    assert too_many.refusal == ("RATE_LIMITED", "Daily limit of records is reached")
    assert "data" not in too_many.body
    wait = too_many.errors[0]["extensions"]["retryAfter"]
    assert 0 < wait <= 86_400
    assert too_many.headers["retry-after"] == str(wait)
    assert len(all_but_one.data["nodes"]) == QUOTA
    assert await _read(limited, portal) == QUOTA
    written = await limited.owner.fetchval(
        "select count(*) from vital_event_reads where client_id = $1", portal
    )
    assert written == QUOTA


async def test_c9_the_row_beyond_a_page_is_not_counted(limited: Registry) -> None:
    registrar, portal = await office(limited)
    other = await limited.client("another portal")
    for _ in range(4):
        await brought_to(limited, registrar, other, "REGISTERED")

    await limited.ask(portal, LIST, {"first": 2})
    await limited.ask(portal, LIST, {"last": 3})
    await limited.ask(portal, LIST, {"first": 0})

    assert await _read(limited, portal) == 5


async def test_c9_own_records_are_read_beyond_the_limit(limited: Registry) -> None:
    _, portal = await office(limited)
    for _ in range(QUOTA + 2):
        await declared(limited, portal)

    answers = await limited.ask(portal, LIST, {"first": 50})

    assert len(answers.data["vitalEvents"]["nodes"]) == QUOTA + 2


async def test_c9_calls_at_once_cannot_pass_the_limit(limited: Registry) -> None:
    registrar, portal = await office(limited)
    other = await limited.client("another portal")
    events = [await brought_to(limited, registrar, other, "REGISTERED") for _ in range(3)]

    answers = await asyncio.gather(
        *(limited.ask(portal, NODES, {"ids": events}) for _ in range(30))
    )

    assert sorted(it.status for it in answers) == [200] * 3 + [429] * 27
    assert await _read(limited, portal) == 9


async def test_c9_what_an_act_returns_is_counted_too(limited: Registry) -> None:
    registrar, portal = await office(limited)
    other = await limited.client("another portal")
    event = await brought_to(limited, registrar, other, "REGISTERED")
    filler = [await brought_to(limited, registrar, other, "REGISTERED") for _ in range(QUOTA)]
    await limited.ask(portal, NODES, {"ids": filler})

    answer = await limited.ask(
        portal,
        "mutation ($input: CertifyVitalEventInput!) {"
        " certifyVitalEvent(input: $input) { vitalEvent { id } } }",
        {
            "input": {
                "idempotencyKey": "k",
                "id": event,
                "template": "standard",
                "collector": {"relationship": "INFORMANT", "hasShownDocument": True},
            }
        },
    )

    assert answer.refusal[0] == "RATE_LIMITED"
    assert await limited.owner.fetchval("select count(*) from certificates") == 0


async def test_c9_a_blocked_or_unscoped_machine_reads_nothing(registry: Registry) -> None:
    _, portal = await office(registry)
    event = await declared(registry, portal, birth())

    unscoped = await registry.ask(portal, NODE, {"id": event["id"]}, scope="birth:declare")

    assert unscoped.refusal == ("FORBIDDEN", "Invalid scopes")
    assert await registry.owner.fetchval("select count(*) from vital_event_reads") == 1
