"""Lists, makes and detaches the partitions of what only grows (rule Z6)."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

import asyncpg

from db.statements import Connection
from rules.frozen import frozen
from rules.partitions import Partitioned, Period

KNOWN = """
select parent, name, begins_at, ends_at, is_attached, is_leaving, bytes,
       ends_at <= now() as is_over,
       ends_at <= now() - make_interval(months => $1) as is_old
  from known_partitions()
"""
MAKE = "select make_partitions($1) as made"
MISSING = "select tables_without_next_partition() as missing"

LOCK = "lock table partitions.{name} in share mode"
"""Nobody is in the middle of writing to it: whoever is, is waited for."""

UNFINISHED = {
    Partitioned.AUDIT_LOG: "select exists (select from partitions.{name} entry where not exists"
    " (select from audit_leaves where entry_id = entry.id))",
    Partitioned.OUTBOX: "select exists (select from undispatched_events"
    " join partitions.{name} event on event.id = event_id)",
    Partitioned.VITAL_EVENT_READS: "select false",
}
GRANT = "grant select on partitions.{name} to selfsame_app"
DETACH = "alter table public.{parent} detach partition partitions.{name} concurrently"
FINALIZE = "alter table public.{parent} detach partition partitions.{name} finalize"
FORGET_POSITIONS = "select forget_positions()"


class PartitionStays(Exception):
    """A partition is not detached; the sentence says why."""


@frozen
class Partition:
    """A partition, or what was detached; the times are of its keys."""

    parent: Partitioned
    name: str
    begins_at: datetime | None
    ends_at: datetime | None
    is_attached: bool
    is_leaving: bool
    bytes: int
    is_over: bool
    is_old: bool


async def known(connection: Connection, months: int = 0) -> list[Partition]:
    """Return all of them in their order; one is old that ended so many months ago."""
    rows = await connection.fetch(KNOWN, months)
    return [
        Partition(
            Partitioned(row["parent"]),
            *(row[it.name] for it in fields(Partition) if it.name != "parent"),
        )
        for row in rows
    ]


async def make(connection: Connection, period: Period) -> int:
    """Make those of the periods to come, where they are missing; return how many."""
    (row,) = await connection.fetch(MAKE, period.value)
    made: int = row["made"]
    return made


async def missing(connection: Connection) -> Sequence[str]:
    """Return the tables that have no partition behind the one of this moment."""
    (row,) = await connection.fetch(MISSING)
    found: Sequence[str] = row["missing"]
    return found


async def detach(owner: asyncpg.Connection, partition: Partition) -> None:
    """Let a partition be a table of its own, of which nothing is deleted; nobody is kept waiting.

    What was interrupted is gone on with. Raises PartitionStays where something of it is not over.
    """
    # They have letters, digits and `_` alone: others are not known.
    names = {"name": partition.name, "parent": partition.parent.value}
    if partition.is_leaving:
        await owner.execute(FINALIZE.format(**names))
    elif partition.is_attached:
        await _refuse_unfinished(owner, partition, names)
        await owner.execute(DETACH.format(**names))
    if partition.parent is Partitioned.OUTBOX:
        while await owner.fetchval(FORGET_POSITIONS):
            pass


async def _refuse_unfinished(
    owner: asyncpg.Connection, partition: Partition, names: dict[str, str]
) -> None:
    if not partition.is_over:
        raise PartitionStays(f"{partition.name} is not over yet.")
    async with owner.transaction():
        await owner.execute(LOCK.format(**names))
        if await owner.fetchval(UNFINISHED[partition.parent].format(**names)):
            what = {
                Partitioned.AUDIT_LOG: "has entries that are not sealed yet",
                Partitioned.OUTBOX: "has events whose messages are not made yet",
            }[partition.parent]
            raise PartitionStays(f"{partition.name} {what}; a worker does that, so let one run.")
        # Whoever verifies the trail reads it as before.
        await owner.execute(GRANT.format(**names))
