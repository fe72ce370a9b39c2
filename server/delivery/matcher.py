"""The matcher: next to the worker, it matches persons who are new or changed (H1)."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from rules.matching_models import Model, packaged
from server.observability import correlation, logs
from server.observability.metrics import Metrics
from server.postgres.connection import Unavailable
from server.postgres.pool import CountingConnection, Pool
from server.settings import Settings
from workflows import detection_models, matching
from workflows.detection_models import ActiveModel
from workflows.matching import Bounds, Matched

POLL_SECONDS = 1.0
"""How long it sleeps when nobody is due. Nothing wakes it: a notification takes a lock that all
commits wait for, and no reviewer waits for a pair by the second."""

RETRY_SECONDS = 0.5
"""How long it waits after an error, such as an unreachable database."""


@dataclass(slots=True)
class Matcher:
    """Matches a batch at a time over one connection, until it is asked to stop.

    Many may do so at once, each its own persons. One may be killed at any moment: whom it had
    claimed others match after a while.
    """

    pool: Pool
    metrics: Metrics
    model: Model
    """The model where none is active yet."""
    is_chosen: bool
    """Whether it becomes active also where another one is, because a setting names it."""
    bounds: Bounds
    _active: ActiveModel | None = None
    _stopping: bool = False
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def of(cls, settings: Settings, pool: Pool, metrics: Metrics) -> "Matcher":
        """Make the matcher that the settings describe."""
        file = settings.detection_model
        model = packaged() if file is None else Model.read(file.read_text("utf-8"))
        bounds = Bounds(settings.look_candidates, settings.look_per_key)
        return cls(pool, metrics, model, file is not None, bounds)

    def stop(self) -> None:
        """Begin no other batch."""
        self._stopping = True
        self._stopped.set()

    async def run(self) -> None:
        """Match whoever is due, until asked to stop."""
        while not self._stopping:
            try:
                seconds = 0.0 if await self._step() else POLL_SECONDS
            except Unavailable:
                seconds = RETRY_SECONDS
            except Exception as error:
                logs.unforeseen("matcher.failed", error)
                seconds = RETRY_SECONDS
            await self._sleep(seconds)

    async def _step(self) -> bool:
        """Match a batch; return whether anybody was due."""
        correlation.begin(None)
        async with self.pool.connection() as connection:
            due, oldest = await matching.matches_due(connection)
            self.metrics.set_due_matches(due, oldest)
            if not due:
                return False
            await self._know_model(connection)
            assert self._active is not None
            matched = await matching.match_due(connection, self._active, self.bounds)
        self._report(matched)
        return matched.claimed > 0

    async def _know_model(self, connection: CountingConnection) -> None:
        if self.is_chosen:
            await detection_models.choose(connection, self.model)
            self.is_chosen = False
        self._active = await detection_models.active(connection, self._active)
        if self._active is None:
            self._active = await detection_models.active_or(connection, self.model)

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
