"""What was published and is not acknowledged yet, and how far everything is."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from outbound.jetstream import MOST_IN_FLIGHT, Event, acknowledged

if TYPE_CHECKING:
    from nats.js.api import PubAck

NOTHING_YET: Final = 0
"""A position before all others."""


class Publishing(Protocol):
    """What events are sent to, as `Stream` is."""

    async def publish(self, event: Event) -> "asyncio.Future[PubAck]":
        """Send an event behind the last one; the future ends when it has arrived."""


class Window:
    """Events in flight, oldest first, and between them the ends of their transactions."""

    def __init__(self, stream: Publishing) -> None:
        """Publish to a stream."""
        self._stream = stream
        self._waiting: deque[asyncio.Future[PubAck] | int] = deque()
        self._in_flight = 0
        self._changed = asyncio.Event()
        self.position = NOTHING_YET
        self.published = 0

    async def publish(self, event: Event) -> None:
        """Send an event, as soon as fewer than the most are in flight."""
        while self._in_flight >= MOST_IN_FLIGHT:
            await self._change()
        future = await self._stream.publish(event)
        # Where the session ends first nobody asks what came of it.
        future.add_done_callback(lambda it: it.cancelled() or it.exception())
        self._waiting.append(future)
        self._in_flight += 1
        self._changed.set()

    def reach(self, position: int) -> None:
        """Note that a position is reached when all that was published before it has arrived."""
        if self._waiting:
            self._waiting.append(position)
            self._changed.set()
        else:
            self.position = max(self.position, position)

    @property
    def is_empty(self) -> bool:
        """Whether everything has arrived."""
        return not self._waiting

    async def drained(self) -> None:
        """Return when everything has arrived."""
        while self._waiting:
            await self._change()

    async def settle(self) -> None:
        """Go on to take acknowledgements, in order. Raises StreamUnusable and TimeoutError."""
        while True:
            while self._waiting:
                oldest = self._waiting[0]
                if isinstance(oldest, int):
                    self.position = max(self.position, oldest)
                else:
                    await acknowledged(oldest)
                    self._in_flight -= 1
                    self.published += 1
                self._waiting.popleft()
                self._changed.set()
            await self._change()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
