"""The connections to PostgreSQL that requests share, each used for one transaction at a time."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import asyncpg

from server.observability import tracing
from server.postgres.acquiring import AcquireContext
from server.postgres.connection import (
    HUNG_SECONDS,
    Unavailable,
    connect_for_requests,
)
from server.postgres.counting import CountingConnection
from server.postgres.faults import Fault, Faults
from server.postgres.pipelines import Pipelines
from server.postgres.shares import SLOW_SECONDS, Shares
from server.postgres.watcher import Watcher

__all__ = ["CountingConnection", "Pool", "Unavailable"]

SIZE = 16
MIN_SIZE = 4
"""How many connections there may be, and how many are open before the first request comes."""

ACQUIRE_TIMEOUT = 3.0
"""Seconds for which a request waits for a connection while the server answers."""

CHECK_SECONDS = 1.0
"""Seconds between looks for connections that hang."""


@dataclass(slots=True, eq=False)
class Waiter:
    """Who waits for a connection, for which purpose, with how many others at once."""

    connection: asyncio.Future[CountingConnection]
    purpose: str | None
    at_once: int | None
    gives_up_at: float


class Pool:
    """A few connections; the one released last is acquired first.

    Not asyncpg.Pool: it sends a reset query at each release and puts a proxy around each
    connection, together a good part of what a small request costs. Here nothing is reset, so
    nothing may outlive a transaction: settings are local, and locks are the transaction's. A
    connection that is released in the middle of something is rolled back or discarded.

    A watcher pings the server: where it does not answer, everybody who waits fails at once.
    """

    def __init__(self, url: Callable[[], str], size: int = SIZE, role: str = "primary") -> None:
        """Start as unreachable; `url` is called for every connection, for a server that moves.

        `role` is what the log calls the server that is away.
        """
        self.url = url
        self.role = role
        self.limit = size
        self.is_unreachable = True
        self.faults = Faults()
        self.pipelines = _pipelines(url)
        self._idle: list[CountingConnection] = []
        self.shares = Shares(size)
        self._waiters: deque[Waiter] = deque()
        self._opening: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Future[Any] | None = None
        self._next_look: asyncio.TimerHandle | None = None
        """When those who wait are looked at, while there are any."""
        self._releases = 0
        self._statements_of_closed = 0

    @property
    def size(self) -> int:
        """How many connections are open or opening."""
        return len(self._idle) + len(self.shares.acquired) + len(self._opening)

    @property
    def idle(self) -> int:
        """How many connections nobody uses."""
        return len(self._idle)

    @property
    def waiting(self) -> int:
        """How many requests wait for one."""
        return len(self._waiters)

    @property
    def statements(self) -> int:
        """How many statements were sent since the start."""
        of_open = sum(it.statements for it in (*self._idle, *self.shares.acquired))
        return self.pipelines.statements + self._statements_of_closed + of_open

    async def open(self) -> None:
        """Start to watch the server, and open a few connections if it answers."""
        callbacks = (lambda: self._releases, self.mark_unreachable, self.mark_reachable)
        watcher = Watcher(self.url, *callbacks, self.role)
        self._watching = asyncio.gather(watcher.run(), self._cut_off_what_hangs())
        await watcher.has_pinged.wait()
        if not watcher.is_unreachable:
            self.mark_reachable()
            await asyncio.gather(*self._opening)

    async def close(self) -> None:
        """Close all connections; those in use are cut off."""
        if self._next_look is not None:
            self._next_look.cancel()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self.is_unreachable = True
        await asyncio.gather(*(connection.close(timeout=1) for connection in self._idle))
        self.mark_unreachable()

    def connection(self, purpose: str | None = None, at_once: int | None = None) -> AcquireContext:
        """Acquire a connection for the length of an `async with`. Raises Unavailable.

        Of those with one purpose, such as the same operation, not all may wait at once; and
        `at_once` is how many of them may have one while they are quick.
        """
        return AcquireContext(self, purpose, at_once)

    async def acquire(
        self, purpose: str | None = None, at_once: int | None = None
    ) -> CountingConnection:
        """Return the connection that was released last, or wait for one. Raises Unavailable."""
        while self._idle and self.shares.may_take(purpose, at_once):
            connection = self._idle.pop()
            if not connection.is_closed():
                self.shares.take(connection, purpose)
                return connection
            self._count_closed(connection)
        if self.is_unreachable:
            raise Unavailable
        return await self._wait(purpose, at_once)

    def release(self, connection: CountingConnection) -> bool:
        """Return whether a clean connection was handed to one who waits; else it is kept."""
        self._releases += 1
        self.shares.give_back(connection)
        if self.is_unreachable or connection.is_closed():
            self.discard(connection)
            return False
        is_spare = self.size >= self.limit
        if self._hand_over(connection, is_spare=is_spare):
            return True
        if is_spare:
            self.discard(connection)
        else:
            self._idle.append(connection)
        return False

    def _hand_over(self, connection: CountingConnection, *, is_spare: bool) -> bool:
        """Hand a connection to the first who may have it. Returns whether there is such a one."""
        refused: set[str | None] = set()
        for waiter in self._waiters:
            if waiter.connection.done() or waiter.purpose in refused:
                continue
            if self.shares.may_take(waiter.purpose, waiter.at_once, spare=is_spare):
                self._waiters.remove(waiter)
                self.shares.take(connection, waiter.purpose)
                waiter.connection.set_result(connection)
                return True
            refused.add(waiter.purpose)
        return False

    def discard(self, connection: CountingConnection) -> None:
        """Cut a connection off whatever it does, and open another for those who wait."""
        self.shares.give_back(connection)
        self._count_closed(connection)
        connection.terminate()
        self._open_more()

    def mark_unreachable(self) -> None:
        """Fail everybody who waits for the server, and cut all connections off."""
        self.is_unreachable = True
        self.pipelines.close()
        while self._waiters:
            self._fail(self._waiters[0])
        for task in self._opening:
            task.cancel()
        for connection in self.shares.acquired:
            connection.terminate()  # its user notices at once, and discards it
        self.close_idle()

    def mark_reachable(self) -> None:
        """Serve again, with a few connections open at once."""
        self.is_unreachable = False
        while self.size < min(MIN_SIZE, self.limit):
            self._open_one_more()

    async def _cut_off_what_hangs(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            for connection in self.shares.hung(HUNG_SECONDS):
                connection.terminate()  # its user notices at once, and discards it

    def close_idle(self) -> None:
        """Close the connections that nobody uses, with the statements prepared on them."""
        while self._idle:
            connection = self._idle.pop()
            self._count_closed(connection)
            connection.terminate()

    def _count_closed(self, connection: CountingConnection) -> None:
        self._statements_of_closed += connection.statements
        connection.statements = 0

    async def _wait(self, purpose: str | None, at_once: int | None) -> CountingConnection:
        loop = asyncio.get_running_loop()
        waiter = Waiter(loop.create_future(), purpose, at_once, loop.time() + ACQUIRE_TIMEOUT)
        self._waiters.append(waiter)
        self._open_more()
        if self._next_look is None:
            self._next_look = loop.call_later(SLOW_SECONDS, self._look)
        try:
            return await waiter.connection
        except asyncio.CancelledError:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            # It may have been handed a connection in the very moment in which it was cancelled.
            given = waiter.connection
            if given.done() and not given.cancelled() and given.exception() is None:
                self.release(given.result())
            raise

    def _look(self) -> None:
        """Help those who wait while others make no progress; give up for who waited too long."""
        loop = asyncio.get_running_loop()
        for waiter in [it for it in self._waiters if it.gives_up_at <= loop.time()]:
            self.faults.note_fault(Fault.POOL_IS_EXHAUSTED)
            self._fail(waiter)
        self._next_look = None
        if not self._waiters:
            return
        self._next_look = loop.call_later(SLOW_SECONDS, self._look)
        while self._idle:  # those whose turn it was may be slow by now
            connection = self._idle.pop()
            if not self._hand_over(connection, is_spare=False):
                self._idle.append(connection)
                break
        if not self._idle:
            self._open_spare_ones()

    def _open_spare_ones(self) -> None:
        """Open a connection for each that waits and may have a spare one, as far as there are."""
        if self.is_unreachable or not self.shares.needs_spare():
            return
        for waiter in self._waiters:
            if self.size >= self.limit + self.shares.spare:
                return
            if self.shares.may_take(waiter.purpose, spare=True):
                self._open_one_more()

    def _fail(self, waiter: Waiter) -> None:
        if not waiter.connection.done():
            waiter.connection.set_exception(Unavailable())
        if waiter in self._waiters:
            self._waiters.remove(waiter)

    def _open_more(self) -> None:
        is_enough = len(self._opening) >= len(self._waiters) or self.size >= self.limit
        if not (self.is_unreachable or is_enough or self._idle):
            self._open_one_more()

    def _open_one_more(self) -> None:
        task = asyncio.create_task(self._open_one())
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _open_one(self) -> None:
        try:
            connection = await connect_for_requests(self.url())
        except Unavailable as refused:
            self.faults.note(refused.__cause__)
            # A full or busy server serves those who wait after our other requests.
            is_busy = isinstance(refused.__cause__, asyncpg.TooManyConnectionsError | TimeoutError)
            while self._waiters and not (is_busy and self.shares.acquired):
                self._fail(self._waiters[0])
            return
        finally:
            task = asyncio.current_task()
            if task is not None:
                self._opening.discard(task)
        self.release(connection)


def _pipelines(url: Callable[[], str]) -> Pipelines:
    if tracing.tracer() is None:
        return Pipelines(url)
    from server.postgres.traced_pipelines import TracedPipelines

    return TracedPipelines(url)
