"""Whether PostgreSQL answers: the watcher that asks it all the time."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field

import asyncpg
import structlog

from server.postgres.connection import Connection, Unavailable, connect

BEAT = 0.15
SILENCE = 0.6
TICK = 0.05
"""Seconds between two pings, until a ping counts as unanswered, and between two looks at it."""

log = structlog.get_logger()


@dataclass(slots=True)
class Watch:
    """Asks the server for a sign of life, on a connection of its own, and tells each change.

    A server that is stopped or cut off breaks no connection and refuses none: only its silence
    tells. `signs` counts the answers that others had; as long as it grows, nothing is silent.
    """

    url: Callable[[], str]
    signs: Callable[[], int]
    on_leave: Callable[[], None]
    on_return: Callable[[], None]
    is_away: bool = False
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    _connection: Connection | None = None

    async def run(self) -> None:
        """Watch until cancelled."""
        try:
            while True:
                self._tell(await self._reason_of_absence())
                await asyncio.sleep(BEAT)
        finally:
            if self._connection is not None:
                self._connection.terminate()

    def _tell(self, reason: str | None) -> None:
        if reason is not None and not self.is_away:
            self.is_away = True
            log.warning("database.away", reason=reason)
            self.on_leave()
        if reason is None and self.is_away:
            self.is_away = False
            log.warning("database.back")
            self.on_return()
        self.looked.set()

    async def _reason_of_absence(self) -> str | None:
        ping = asyncio.create_task(self._ping())
        loop = asyncio.get_running_loop()
        patience, signs = SILENCE * strain(), self.signs()
        try:
            while patience > 0:
                began = loop.time()
                await asyncio.wait({ping}, timeout=TICK)
                if ping.done():
                    return _reason(ping.exception())
                # A loop that was itself late must not blame the server for it.
                patience -= min(loop.time() - began, TICK)
                if self.signs() != signs:
                    patience, signs = SILENCE * strain(), self.signs()
            return "silence"
        finally:
            await self._end(ping)

    async def _ping(self) -> None:
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self.url(), "selfsame watch")
        await self._connection.execute("select 1")

    async def _end(self, ping: asyncio.Task[None]) -> None:
        if ping.done():
            return
        if self._connection is not None:
            self._connection.terminate()
        ping.cancel()
        await asyncio.gather(ping, return_exceptions=True)


def strain() -> float:
    """How many times longer an answer may take because the machine itself is overloaded.

    A server that waits for a processor is not away: one under load would otherwise refuse what it
    could answer a little later. At most four times.
    """
    waiting_for_one = os.getloadavg()[0] / (os.cpu_count() or 1)
    return min(max(waiting_for_one, 1.0), 4.0)


def _reason(error: BaseException | None) -> str | None:
    cause = error.__cause__ if isinstance(error, Unavailable) else error
    if cause is None or isinstance(cause, asyncpg.TooManyConnectionsError):
        return None  # being turned away at a full house is a sign of life
    return type(cause).__name__
