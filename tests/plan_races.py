"""What tests of merges of organisations at once with others' acts do (rules W5 and G)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from db import advisory_locks
from tests.runs import TIMEOUT_SECONDS
from tests.serving import Answer, Registry

# Not pg_stat_activity: within a transaction that stays as it was first read.
WAITING = "select distinct pid from pg_locks where not granted and pid <> pg_backend_pid()"
TREE = f"select pg_advisory_xact_lock({advisory_locks.ORGANISATIONS})"
OTHERS = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
 where datname = current_database() and pid <> pg_backend_pid()
"""
DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"
ATTEMPTS = """
select message_attempts.error from message_attempts join messages on messages.id = message_id
 where run_id = $1 order by message_attempts.id
"""
Act = Callable[[], Awaitable[Answer]]


async def waiting(registry: Registry, count: int) -> list[int]:
    """Return who waits for a lock, once there are so many."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while len(found := await registry.owner.fetch(WAITING)) < count:
            await asyncio.sleep(0.01)
    return [it["pid"] for it in found]


@asynccontextmanager
async def holding(registry: Registry, statement: str, *arguments: Any) -> AsyncIterator[None]:
    """Hold what a statement locks, for others to wait for, until the end."""
    holder = await asyncpg.connect(registry.database.owner_url)
    try:
        async with holder.transaction():
            await holder.execute(statement, *arguments)
            yield
    finally:
        await holder.close()


@asynccontextmanager
async def without_deadlocks(registry: Registry) -> AsyncIterator[None]:
    """Assert that PostgreSQL counts no deadlock, whoever was its victim.

    A process says how many it saw by its end at the latest: so all others end, and nobody is served
    afterwards.
    """
    before = await registry.owner.fetchval(DEADLOCKS)
    yield
    await registry.owner.execute(OTHERS)
    assert await registry.owner.fetchval(DEADLOCKS) == before


async def attempts(registry: Registry, run: UUID) -> list[str | None]:
    """Return why each attempt of a run's steps did not succeed, null where it did."""
    return [it["error"] for it in await registry.owner.fetch(ATTEMPTS, run)]
