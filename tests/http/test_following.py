"""Rules R8 and R9: whoever follows the feed ends equal to the source, killed or not."""

import asyncio
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.event_feed import keys, page, read
from tests.following import change, consents, differences, follow_and_kill
from tests.serving import Registry

WRITERS = 64
KILLS = 20


@pytest.fixture
async def machine(registry: Registry) -> UUID:
    """A machine that reads events and persons."""
    return await registry.client("follower")


async def test_r9_a_follower_that_is_killed_ends_equal_to_the_source(
    registry: Registry, machine: UUID, tmp_path: Path
) -> None:
    which = await consents(registry, 12)
    state = tmp_path / "state.db"

    events = await follow_and_kill(registry, machine, which, state, KILLS, writers=3)

    assert events > 24
    assert await differences(registry, state) == []


async def test_r9_of_many_writers_at_once_nothing_is_missed_and_each_consent_is_in_order(
    registry: Registry, machine: UUID
) -> None:
    which = await consents(registry, 12)
    connections = await asyncio.gather(
        *(asyncpg.connect(registry.database.owner_url) for _ in range(WRITERS))
    )
    ended = asyncio.Event()

    async def write() -> None:
        for turn in range(3):
            await asyncio.gather(
                *(
                    change(connection, which, Random(turn * WRITERS + number))
                    for number, connection in enumerate(connections)
                )
            )
        ended.set()

    writing = asyncio.create_task(write())
    events: list[dict[str, Any]] = []
    cursor: str | None = None
    while not ended.is_set():
        found = await page(registry, machine, cursor, first=7)
        events, cursor = events + found["events"], found["endCursor"]
    await writing
    rest, _ = await read(registry, machine, cursor, first=100)
    await asyncio.gather(*(connection.close() for connection in connections))

    sent = keys(events + rest)
    rows = await registry.owner.fetch("select id from outbox where aggregatetype <> 'role_grant'")
    assert len(sent) == len(set(sent))
    assert set(sent) == {row["id"] for row in rows}
    versions = defaultdict(list)
    for event in events + rest:
        versions[event["aggregateId"]].append(event["version"])
    assert all(found == [*range(1, len(found) + 1)] for found in versions.values())
    assert len(versions) == 24
