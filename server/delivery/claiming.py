"""Knows from when on messages wait in the lanes that a worker claims from (rule Z9)."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from db.statements import Connection
from server.observability import tracing
from workflows import messages
from workflows.messages import Claimed

MOST_LANES: Final = 200
"""How many lanes are known; the rest is looked for each time."""

KNOWN_SECONDS: Final = 0.25
"""How long the moments serve before they are looked up again."""

PAUSE_SECONDS: Final = 1.0
PAUSE: Final = 40
"""How long claims begin at those moments, at least, and how many times as long as one that looks
everywhere took: so that those take a fortieth of the time."""

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Claiming:
    """Claims for a worker, most times without what lies before the first message that waits.

    While somebody reads by an old snapshot PostgreSQL keeps each entry of an index that was true
    for it, and a claim from the beginning walks through all of them. What commits late, or waited
    behind another message, is found by the next claim that looks everywhere.
    """

    def __init__(self, worker: UUID, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the worker, and a clock in seconds."""
        self._worker = worker
        self._clock = clock
        self._since: dict[UUID, datetime] = {}
        self._known_until = self._pause_until = 0.0

    async def claim(
        self, connection: Connection, most: int, busy: Mapping[UUID, int]
    ) -> list[Claimed]:
        """Claim messages as `messages.claim` does."""
        began = self._clock()
        looks_everywhere = began >= self._pause_until
        since = {} if looks_everywhere else self._since
        claimed = await messages.claim(
            *(connection, self._worker, most, busy, since), traced=tracing.tracer() is not None
        )
        if looks_everywhere:
            ended = self._clock()
            self._pause_until = ended + max(PAUSE_SECONDS, PAUSE * (ended - began))
        for message in claimed:
            if len(self._since) < MOST_LANES:
                self._since.setdefault(message.lane, BEGINNING)
        if self._since and self._clock() >= self._known_until:
            self._since = await messages.first_waiting(connection, self._since)
            self._known_until = self._clock() + KNOWN_SECONDS
        return claimed
