"""The matcher: next to the worker, it matches persons who are new or changed (H1)."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from time import monotonic

from server.observability import correlation, logs
from server.observability.metrics import Metrics
from server.postgres.connection import Unavailable
from server.postgres.counting import CountingConnection
from server.postgres.pool import Pool
from server.settings import Settings
from workflows import detection_models, matching
from workflows.detection_models import ModelIsReplaced
from workflows.match_batches import Matched
from workflows.matching import Bounds

POLL_SECONDS = 1.0
"""How long it sleeps when nobody is due. Nothing wakes it: a notification takes a lock that all
commits wait for, and no reviewer waits for a pair by the second."""

RETRY_SECONDS = 0.5
"""How long it waits after an error, such as an unreachable database."""

COUNT_SECONDS = 15.0
"""How often it counts who is due, which takes the longer the more they are."""

MOST_COUNTED = 100_000
"""So many it counts at most."""

LOG_SECONDS = 60.0
"""How often it says in the log that the database cannot be reached."""


@dataclass(slots=True)
class Matcher:
    """Matches a batch at a time over one connection, until it is asked to stop.

    Many may do so at once, each its own persons. One may be killed at any moment: whom it had
    claimed others match after a while.
    """

    pool: Pool
    metrics: Metrics
    bounds: Bounds
    _counts_at: float = 0.0
    _complains_at: float = 0.0
    _stopping: bool = False
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def of(cls, settings: Settings, pool: Pool, metrics: Metrics) -> "Matcher":
        """Make the matcher that the settings describe."""
        return cls(pool, metrics, Bounds(settings.look_candidates, settings.look_per_key))

    def stop(self) -> None:
        """Begin no other batch."""
        self._stopping = True
        self._stopped.set()

    async def run(self) -> None:
        """Match whoever is due, until asked to stop."""
        while not self._stopping:
            try:
                seconds = 0.0 if await self._step() else POLL_SECONDS
            except ModelIsReplaced:
                seconds = 0.0
            except Unavailable as error:
                self._complain(error)
                seconds = RETRY_SECONDS
            except Exception as error:
                logs.unforeseen("matcher.failed", error)
                seconds = RETRY_SECONDS
            await self._sleep(seconds)

    async def _step(self) -> bool:
        """Match a batch; return whether anybody was due."""
        correlation.begin(None)
        async with self.pool.connection() as connection:
            await self._count(connection)
            if not await matching.is_anybody_due(connection):
                return False
            # One that the settings name was activated at the start.
            active = await detection_models.ensure_active(connection)
            matched = await matching.match_due(connection, active, self.bounds)
        self._report(matched)
        return matched.claimed > 0

    async def _count(self, connection: CountingConnection) -> None:
        """Count who is due, if it is time to."""
        if monotonic() >= self._counts_at:
            due, oldest = await matching.matches_due(connection, MOST_COUNTED)
            self.metrics.set_due_matches(due, oldest)
            self._counts_at = monotonic() + COUNT_SECONDS

    def _complain(self, error: Unavailable) -> None:
        """Say that the database cannot be reached, or ended what was done, now and then."""
        if monotonic() >= self._complains_at:
            logs.unforeseen("matcher.unavailable", error)
            self._complains_at = monotonic() + LOG_SECONDS

    def _report(self, matched: Matched) -> None:
        self.metrics.observe_matches(matched)
        for fault in matched.faults:
            logs.unforeseen("match.failed", fault.error, person_id=fault.person_id)
        if matched.claimed:
            logs.write(
                "persons.matched",
                persons=matched.claimed,
                added=matched.added.total(),
                reopened=matched.reopened,
                cut_off=matched.cut_off.total(),
                milliseconds=round(sum(matched.seconds) * 1000, 3),
            )

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
