"""What the bridge asks PostgreSQL: its publication, its slot, and the events that stand already."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import asyncpg

from rules.frozen import frozen
from server.bridge.pgoutput import Row

PUBLICATION: Final = "selfsame_outbox"

HAS_PUBLICATION: Final = "select exists (select from pg_publication where pubname = $1)"

MAKE_PUBLICATION: Final = f"""
create publication {PUBLICATION} for table outbox
  with (publish = 'insert', publish_via_partition_root = true)
"""
"""Rows that are deleted because they are old are none of it."""

SLOT: Final = """
select coalesce(wal_status, '') = 'lost' or invalidation_reason is not null as is_lost, failover,
       active_pid is not null as is_active
  from pg_replication_slots where slot_name = $1
"""

DROP: Final = (
    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1"
)
KEEP: Final = "select pg_copy_logical_replication_slot($1::text::name, $2::text::name, false)"

EVENTS: Final = """
select id::text, aggregatetype, aggregateid, type, payload::text, correlation_id::text
  from outbox where id >= $1 order by id
"""


@frozen
class Slot:
    """How a slot stands: whether what it kept is lost, and whether standbys have it."""

    is_lost: bool
    is_on_standbys: bool


async def publish(owner: asyncpg.Connection) -> None:
    """Make the publication where it is missing."""
    if not await owner.fetchval(HAS_PUBLICATION, PUBLICATION):
        await owner.execute(MAKE_PUBLICATION)


async def look(owner: asyncpg.Connection, name: str) -> Slot | None:
    """Return how a slot stands; None where there is none."""
    row = await owner.fetchrow(SLOT, name)
    return None if row is None else Slot(row["is_lost"], row["failover"])


async def drop(owner: asyncpg.Connection, name: str) -> None:
    """Take a slot away, where it is there."""
    await owner.fetch(DROP, name)


async def keep(owner: asyncpg.Connection, temporary: str, name: str) -> None:
    """Make a lasting slot that stands where a temporary one does."""
    await owner.fetchval(KEEP, temporary, name)


async def events_of(owner: asyncpg.Connection, snapshot: str, after: UUID) -> AsyncIterator[Row]:
    """Return the events from an id on, as a slot's snapshot has them, in the order of their ids."""
    async with owner.transaction(isolation="repeatable_read", readonly=True):
        await owner.execute(f"set transaction snapshot '{snapshot}'")
        async for record in owner.cursor(EVENTS, after, prefetch=500):
            yield {name: value.encode() for name, value in record.items()}
