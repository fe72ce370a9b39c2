"""What a worker does beside delivering: signs of life, lost messages, purges, the digest."""

import asyncio

from server.delivery.worker import Worker
from server.observability import logs
from server.postgres.connection import Unavailable
from server.postgres.pool import Pool
from workflows import maintenance, messages
from workflows.maintenance import DigestTerms

BEAT_SECONDS = 5.0
MOST_PURGED = 500
BATCHES = 20
"""Rows deleted at once, since a small batch holds nobody up, and batches between two beats."""

PAUSE_SECONDS = 0.05


async def maintain(
    worker: Worker, pool: Pool, retention: float, outbox_retention: float, digest: DigestTerms
) -> None:
    """Keep house until cancelled; `retention`s are in seconds."""
    while True:
        try:
            async with pool.connection() as connection:
                await worker.live(connection)
                lost = await messages.rescue_lost(connection)
                await maintenance.discard_orphans(connection)
                if await maintenance.make_digest(connection, digest) or lost:
                    worker.wake()
            await _purge(pool, retention, outbox_retention)
        except Unavailable:
            pass
        except Exception as error:
            logs.unforeseen("maintenance.failed", error)
        await asyncio.sleep(BEAT_SECONDS)


async def _purge(pool: Pool, retention: float, outbox_retention: float) -> None:
    for _ in range(BATCHES):
        async with pool.connection() as connection:
            purged = await maintenance.purge(connection, retention, outbox_retention, MOST_PURGED)
        if purged < MOST_PURGED:
            return
        await asyncio.sleep(PAUSE_SECONDS)
