"""Pings PostgreSQL without a pause, and reports when it stops or starts to answer."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field

import asyncpg
import structlog

from server.database_hosts import place_of
from server.postgres import primary
from server.postgres.connection import Unavailable, connect
from server.postgres.counting import CountingConnection

PING_INTERVAL = 0.15
PING_TIMEOUT = 0.6
CHECK_INTERVAL = 0.05
"""Seconds between two pings, until a ping counts as unanswered, and between two looks at it."""

LOOK_INTERVAL = 1.0
"""Seconds between two looks for another primary, where the address lists several hosts."""

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
    role: str = "primary"
    is_unreachable: bool = False
    has_pinged: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the first ping has shown whether the server answers."""
    _connection: CountingConnection | None = None
    _primary: str | None = None
    _has_moved: bool = False

    async def run(self) -> None:
        """Watch until cancelled."""
        looking = asyncio.create_task(self._keep_looking())
        try:
            while True:
                self._report(await self._failure())
                await asyncio.sleep(PING_INTERVAL)
        finally:
            looking.cancel()
            if self._connection is not None:
                self._connection.terminate()

    def _report(self, failure: str | None) -> None:
        if failure is not None and not self.is_unreachable:
            self.is_unreachable = True
            log.warning("database.away", **self._which(), reason=failure)
            self.on_unreachable()
        if failure is None and self.is_unreachable:
            self.is_unreachable = False
            log.warning("database.back", **self._which())
            self.on_reachable()
        self.has_pinged.set()

    def _which(self) -> dict[str, str]:
        return {"database": self.role, "at": place_of(self.url())}

    async def _failure(self) -> str | None:
        """Ping once; return why the server counts as unreachable, None where it answers."""
        if self._has_moved:
            self._has_moved = False
            return "another primary"
        loop = asyncio.get_running_loop()
        try:
            await self._connect()
        except Unavailable as error:
            return _reason(error)
        ping = asyncio.create_task(self._ping())
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

    async def _connect(self) -> None:
        """Connect where there is no connection. Raises Unavailable."""
        if self._connection is None or self._connection.is_closed():
            url = self.url()
            self._connection = await connect(url, "selfsame watch", is_watching=True)
            self._primary = primary.known(url)

    async def _keep_looking(self) -> None:
        """Look for another primary once a second, where the address lists several hosts (Z1).

        One whose postmaster alone is stopped goes on answering on the connections it has: that
        another was promoted is found only by asking the others.
        """
        while True:
            await asyncio.sleep(LOOK_INTERVAL)
            url = self.url()
            if self._primary in (None, url) or self.is_unreachable:
                continue
            try:
                found = await connect(url, "selfsame watch", is_watching=True)
            except Unavailable:
                continue  # nobody else is the primary: as long as pings are answered, this one is
            if primary.known(url) == self._primary or self._connection is None:
                found.terminate()
                continue
            # It is pinged from now on: to connect again would take as long as the look.
            self._connection.terminate()
            self._connection, self._primary = found, primary.known(url)
            self._has_moved = True

    async def _ping(self) -> None:
        assert self._connection is not None
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
