"""Watches the guards of the trail, and its partitions: at start and every hour (rules Y5, Z6)."""

import asyncio
from dataclasses import dataclass, field

import structlog

from server.observability import logs
from server.observability.metrics import Metrics
from server.postgres.pool import Pool, Unavailable
from workflows import catalog_watch, partitions

FIRST_SECONDS = 1.0
"""When the first look is: the pool is open by then."""

LOOK_SECONDS = 3600.0
RETRY_SECONDS = 10.0
"""How soon is the next look where the database could not be asked."""


@dataclass(slots=True)
class CatalogWatch:
    """Knows what differed and was missing at the last look; each is one line of the log, once."""

    pool: Pool
    metrics: Metrics
    differences: list[str] = field(default_factory=list, init=False)
    unpartitioned: list[str] = field(default_factory=list, init=False)
    """The tables that have no partition for the period to come."""

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            try:
                await self.look()
                pause = LOOK_SECONDS
            except Unavailable:
                pause = RETRY_SECONDS
            except Exception as error:
                logs.unforeseen("catalog.not_compared", error)
                pause = LOOK_SECONDS
            await asyncio.sleep(pause)

    async def look(self) -> None:
        """Compare, and show what differs."""
        async with self.pool.connection() as connection:
            found = await catalog_watch.differences(connection)
            missing = [*await partitions.missing(connection)]
        if found and found != self.differences:
            structlog.get_logger().error("catalog.differs", differs=found)
        self.differences = found
        self.metrics.catalog.set(len(found))
        if missing and missing != self.unpartitioned:
            structlog.get_logger().error("partitions.missing", tables=missing)
        self.unpartitioned = missing
        self.metrics.unpartitioned.set(len(missing))
