"""Maintenance, next to each worker: rescuer of messages, cleaner, digest scheduler."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import asyncpg

from rules.partitions import Period
from server.delivery.worker import Worker
from server.observability import logs
from server.postgres.connection import Unavailable
from server.postgres.counting import CountingConnection
from server.postgres.pool import Pool
from workflows import (
    due_syncs,
    explanations,
    first_syncs,
    letters,
    maintenance,
    messages,
    partitions,
)
from workflows.maintenance import DigestTerms, Retentions

HEARTBEAT_SECONDS = 5.0
CLEANER_BATCH = 500
CLEANER_BATCHES = 20
"""Rows deleted at once, since a small batch locks nobody out, and batches per heartbeat."""

CLEANER_PAUSE_SECONDS = 0.05

PARTITIONS_SECONDS = 3600.0
"""How often partitions are made, where some are missing."""


@dataclass(slots=True)
class Maintenance:
    """Keeps a worker's heartbeat and the queue in order; the retentions are in seconds."""

    worker: Worker
    pool: Pool
    message_retention: float
    outbox_retention: float
    snapshot_retention: float
    digest: DigestTerms
    partitions: Period = Period.MONTH
    _partitions_due: float = field(default=0.0, init=False)
    """When they are looked at again, by the loop's clock."""

    @property
    def _retentions(self) -> Retentions:
        return Retentions(self.message_retention, self.outbox_retention, self.snapshot_retention)

    async def run(self) -> None:
        """Run every job at each heartbeat, until cancelled."""
        while True:
            try:
                async with self.pool.connection() as connection:
                    # First: where the one of this moment is missing, nothing below can be written.
                    await self._make_partitions(connection)
                    await self.worker.send_heartbeat(connection)
                    has_rescued = await self._rescue(connection)
                    has_scheduled = await self._schedule_digest(connection)
                    await explanations.show_due(connection, CLEANER_BATCH)
                    await letters.remind(connection, CLEANER_BATCH)
                    await due_syncs.begin_due(connection, CLEANER_BATCH)
                    await first_syncs.take_back(connection, CLEANER_BATCH)
                    await letters.write_digests(connection, CLEANER_BATCH)
                if has_rescued or has_scheduled:
                    self.worker.wake()
                await self._clean()
            except Unavailable:
                pass
            except Exception as error:
                logs.unforeseen("maintenance.failed", error)
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def _rescue(self, connection: CountingConnection) -> bool:
        """Rescue the messages of dead workers, and discard those whose webhook is deleted."""
        rescued = await messages.rescue_lost(connection)
        await maintenance.discard_orphans(connection)
        return rescued > 0

    async def _schedule_digest(self, connection: CountingConnection) -> bool:
        """Enqueue the digest of the day once it is due."""
        return await maintenance.make_digest(connection, self.digest) > 0

    async def _make_partitions(self, connection: CountingConnection) -> None:
        """Make the partitions of the periods to come; where a lock is held, at the next heartbeat.

        The watch of the catalog says so where they stay missing.
        """
        now = asyncio.get_running_loop().time()
        if now < self._partitions_due:
            return
        with contextlib.suppress(asyncpg.LockNotAvailableError):
            await partitions.make(connection, self.partitions)
            self._partitions_due = now + PARTITIONS_SECONDS

    async def _clean(self) -> None:
        """Delete messages, events and snapshots of deletions that are past their retention."""
        for _ in range(CLEANER_BATCHES):
            async with self.pool.connection() as connection:
                deleted = await maintenance.purge(connection, self._retentions, CLEANER_BATCH)
            if deleted < CLEANER_BATCH:
                return
            await asyncio.sleep(CLEANER_PAUSE_SECONDS)
