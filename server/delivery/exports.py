"""Lets sources delete exports that are read, or whose runs are over, next to each worker (S15)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from rules.runs import RunFailed, RunWaits
from rules.sources import SourceToRead, SourceUnavailable
from server.observability import correlation, logs
from server.postgres.connection import Unavailable
from server.postgres.pool import Pool
from workflows import source_exports
from workflows.sync_reading import SourceReader

POLL_SECONDS = 15.0
MOST_AT_ONCE = 20


@dataclass(slots=True)
class Exports:
    """Deletes what is left over; a source that does not answer is asked again the next time."""

    pool: Pool
    open_source: Callable[[SourceToRead], Awaitable[SourceReader]]
    unseal: Callable[[bytes], str]
    _after: UUID | None = field(default=None, init=False)
    """The last of those that were asked for: what no source deletes keeps nobody from the next."""

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.delete_left()
            except Unavailable:
                pass
            except Exception as error:
                logs.unforeseen("export.not_deleted", error)
            await asyncio.sleep(POLL_SECONDS)

    async def delete_left(self) -> None:
        """Let sources delete what nobody reads any more."""
        correlation.begin(None)
        async with self.pool.connection() as connection:
            await source_exports.forget_old(connection)
            left = await source_exports.left(connection, self.unseal, MOST_AT_ONCE, self._after)
        self._after = left[-1].id if len(left) == MOST_AT_ONCE else None
        for export in left:
            try:
                reader = await self.open_source(export.source)
                if reader.exports is not None:
                    await reader.exports.end(export.url)
            except (RunFailed, RunWaits, SourceUnavailable):
                continue
            async with self.pool.connection() as connection:
                await source_exports.forget(connection, export.id)
