"""Pings PostgreSQL without a pause, and reports when it stops or starts to answer."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field

import asyncpg
import structlog

from server.postgres.connection import CountingConnection, Unavailable, connect

PING_INTERVAL = 0.15
PING_TIMEOUT = 0.6
CHECK_INTERVAL = 0.05
"""Seconds between two pings, until a ping counts as unanswered, and between two looks at it."""

MAX_LOAD_FACTOR = 4.0

log = structlog.get_logger()


@dataclass(slots=True)
class Watcher:
    """Pings the server on a connection of its own, and calls back whenever its state changes.

    A server that is stopped or cut off breaks no connection and refuses none: only a missing
    answer shows it. `count_answers` counts what the server answered to others; as long as that
    grows, an unanswered ping means nothing.
    """

    url: Callable[[], str]
    count_answers: Callable[[], int]
    on_unreachable: Callable[[], None]
    on_reachable: Callable[[], None]
    is_unreachable: bool = False
    has_pinged: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the first ping has shown whether the server answers."""
    _connection: CountingConnection | None = None

    async def run(self) -> None:
        """Watch until cancelled."""
        try:
            while True:
                self._report(await self._failure())
                await asyncio.sleep(PING_INTERVAL)
        finally:
            if self._connection is not None:
                self._connection.terminate()

    def _report(self, failure: str | None) -> None:
        if failure is not None and not self.is_unreachable:
            self.is_unreachable = True
            log.warning("database.away", reason=failure)
            self.on_unreachable()
        if failure is None and self.is_unreachable:
            self.is_unreachable = False
            log.warning("database.back")
            self.on_reachable()
        self.has_pinged.set()

    async def _failure(self) -> str | None:
        """Ping once; return why the server counts as unreachable, None where it answers."""
        ping = asyncio.create_task(self._ping())
        loop = asyncio.get_running_loop()
        seconds_left, answers = PING_TIMEOUT * load_factor(), self.count_answers()
        try:
            while seconds_left > 0:
                began = loop.time()
                await asyncio.wait({ping}, timeout=CHECK_INTERVAL)
                if ping.done():
                    return _reason(ping.exception())
                # A loop that was itself late must not blame the server for it.
                seconds_left -= min(loop.time() - began, CHECK_INTERVAL)
                if self.count_answers() != answers:
                    seconds_left, answers = PING_TIMEOUT * load_factor(), self.count_answers()
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


def load_factor() -> float:
    """Return how many times longer an answer may take because the machine is overloaded.

    A server that waits for a processor is reachable: under load, requests would otherwise be
    refused that could be answered a little later.
    """
    load_per_processor = os.getloadavg()[0] / (os.cpu_count() or 1)
    return min(max(load_per_processor, 1.0), MAX_LOAD_FACTOR)


def _reason(error: BaseException | None) -> str | None:
    cause = error.__cause__ if isinstance(error, Unavailable) else error
    if cause is None or isinstance(cause, asyncpg.TooManyConnectionsError):
        return None  # refusing one connection too many is an answer
    return type(cause).__name__
