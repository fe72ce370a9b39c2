"""What a lock that somebody holds by hand does to requests, and what it does not (rule G)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from rules.access import Role
from server.postgres import connection, contention
from tests.events import DECLARE, birth, office
from tests.people import ASSIGN, pair
from tests.serving import Answer, Registry, until_it_waits

UNAVAILABLE = ("UNAVAILABLE", "Service is unavailable")
PERSONS = '{ persons(filter: {name: "Ada"}) { nodes { id } } }'
EVENTS = "{ vitalEvents { nodes { id } } }"
REQUESTS = "{ mergeRequests { nodes { id } } }"
WEBHOOKS = "{ webhooks { nodes { id } } }"
NEEDS = {
    "persons": (PERSONS, REQUESTS),
    "vital_events": (EVENTS, WEBHOOKS),
    "merge_requests": (REQUESTS, EVENTS),
    "webhooks": (WEBHOOKS, PERSONS),
    "manual_merge_candidates": (ASSIGN, EVENTS),
    "audit_log": (ASSIGN, REQUESTS),
}
"""For each table a request that needs it, and one that does not."""
WAITING = "select count(*) from pg_locks where not granted"
CANCEL = """
select pg_cancel_backend(pid) from pg_stat_activity
 where datname = current_database() and wait_event_type = 'Lock'
"""

WAIT_SECONDS, LOCK_TIMEOUT = contention.WAIT_SECONDS, connection.LOCK_TIMEOUT
"""As they are outside of tests, which are more patient (`tests/conftest.py`)."""


@asynccontextmanager
async def locked(registry: Registry, table: str) -> AsyncIterator[asyncpg.Connection]:
    """Hold a table as somebody does who forgot to commit."""
    holder = await asyncpg.connect(registry.database.owner_url)
    try:
        await holder.execute(f"begin; lock table {table} in access exclusive mode")
        yield holder
    finally:
        await holder.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests wait for locks a tenth as long as they do."""
    monkeypatch.setattr(connection, "LOCK_TIMEOUT", 0.14)
    monkeypatch.setattr(contention, "WAIT_SECONDS", 0.3)


@pytest.fixture
def short_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the transactions of requests, which wait for locks without an end of their own."""
    monkeypatch.setattr(connection, "LOCK_TIMEOUT", 0.0)
    monkeypatch.setattr(connection, "TRANSACTION_TIMEOUT", 0.5)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests wait for locks as long as a test may take."""
    monkeypatch.setattr(connection, "LOCK_TIMEOUT", 100.0)


async def all_roles(registry: Registry) -> str:
    return await registry.user("everybody", *Role)


def refusal(answer: Answer) -> tuple[int, tuple[str, str]]:
    return answer.status, answer.refusal


def test_g_a_request_waits_three_seconds_for_locks_and_tries_again_within_them() -> None:
    assert WAIT_SECONDS == 3
    assert 2 * LOCK_TIMEOUT + contention.PAUSES[1] <= WAIT_SECONDS


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("table", NEEDS)
async def test_g_a_locked_table_is_unavailable_to_whom_it_concerns(
    registry: Registry, table: str
) -> None:
    who = await all_roles(registry)
    await pair(registry)
    needing, other = NEEDS[table]

    async with locked(registry, table):
        refused = await registry.ask(who, needing)
        served = await registry.ask(who, other)
    after = await registry.ask(who, needing)

    assert refusal(refused) == (503, UNAVAILABLE)
    assert refused.headers["retry-after"] == "1"
    assert served.errors == []
    assert after.errors == []


@pytest.mark.usefixtures("patient")
async def test_g_those_who_wait_for_a_locked_table_leave_connections_to_others(
    registry: Registry,
) -> None:
    who = await all_roles(registry)
    needing = [
        PERSONS,
        REQUESTS,
        '{ person(id: "x") { id } }',
        "{ overview { waitingCandidates } }",
    ]

    async with locked(registry, "persons, manual_merge_candidates"):
        stuck = [
            asyncio.create_task(registry.ask(who, document))
            for document in needing
            for _ in range(10)
        ]
        while await registry.owner.fetchval(WAITING) < 12:
            await asyncio.sleep(0)
        served = [await registry.ask(who, document) for document in (EVENTS, WEBHOOKS, EVENTS)]
        ready = await registry.http.get(f"{registry.url}/readyz")
        waiting = await registry.owner.fetchval(WAITING)
    await asyncio.gather(*stuck)

    assert [answer.errors for answer in served] == [[], [], []]
    assert ready.status_code == 200
    assert waiting >= 12


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("document", [PERSONS, ASSIGN], ids=["query", "mutation"])
async def test_g_a_wait_for_a_lock_is_tried_again(
    registry: Registry, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contention, "WAIT_SECONDS", 100.0)
    who = await all_roles(registry)
    await pair(registry)

    async with locked(registry, "persons") as holder:
        asking = asyncio.create_task(registry.ask(who, document))
        starts: set[Any] = set()
        while len(starts - {None}) < 3:
            assert not asking.done()
            starts.add(
                await registry.owner.fetchval("select waitstart from pg_locks where not granted")
            )
        await holder.execute("commit")
        answer = await asking

    assert answer.errors == []


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("document", [PERSONS, ASSIGN], ids=["query", "mutation"])
async def test_g_a_cancelled_statement_is_unavailable(registry: Registry, document: str) -> None:
    who = await all_roles(registry)
    await pair(registry)

    async with locked(registry, "persons"):
        asking = asyncio.create_task(registry.ask(who, document))
        await until_it_waits(registry.owner, asking)
        await registry.owner.execute(CANCEL)
        answer = await asking
    after = await registry.ask(who, document)

    assert refusal(answer) == (503, UNAVAILABLE)
    assert after.errors == []


@pytest.mark.usefixtures("patient")
async def test_g_a_cancelled_declaration_is_unavailable_and_leaves_its_key_free(
    registry: Registry,
) -> None:
    _, portal = await office(registry)
    given = birth()

    async with locked(registry, "individuals"):
        asking = asyncio.create_task(registry.ask(portal, DECLARE["Birth"], {"input": given}))
        await until_it_waits(registry.owner, asking)
        await registry.owner.execute(CANCEL)
        answer = await asking
    again = await registry.ask(portal, DECLARE["Birth"], {"input": given})

    assert refusal(answer) == (503, UNAVAILABLE)
    assert again.data["declareBirth"]["vitalEvent"]["status"] == "DECLARED"


@pytest.mark.usefixtures("short_transactions")
async def test_g_a_transaction_that_lasts_too_long_is_ended_and_lets_go_of_what_it_holds(
    registry: Registry,
) -> None:
    _, portal = await office(registry)
    given = birth()

    async with locked(registry, "individuals"):
        async with asyncio.timeout(60):
            answer = await registry.ask(portal, DECLARE["Birth"], {"input": given})
        # Waits for every declaration that still holds the table it had written to before.
        await registry.owner.execute("begin; lock table vital_events; rollback")
    again = await registry.ask(portal, DECLARE["Birth"], {"input": given})

    assert refusal(answer) == (503, UNAVAILABLE)
    assert again.data["declareBirth"]["vitalEvent"]["status"] == "DECLARED"
