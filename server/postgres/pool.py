"""The connections to PostgreSQL that requests share, each used for one transaction at a time."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

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

Waiter: TypeAlias = tuple[asyncio.Future[CountingConnection], str | None]
"""Who waits for a connection, and for which purpose."""

SIZE = 16
MIN_SIZE = 4
"""How many connections there may be, and how many are open before the first request comes."""

ACQUIRE_TIMEOUT = 3.0
"""Seconds for which a request waits for a connection while the server answers."""

CHECK_SECONDS = 1.0
"""Seconds between looks for connections that hang."""


class Pool:
    """A few connections; the one released last is acquired first.

    Not asyncpg.Pool: it sends a reset query at each release and puts a proxy around each
    connection, together a good part of what a small request costs. Here nothing is reset, so
    nothing may outlive a transaction: settings are local, and locks are the transaction's. A
    connection that is released in the middle of something is rolled back or discarded.

    A watcher pings the server: where it does not answer, everybody who waits fails at once.
    """

    def __init__(self, url: Callable[[], str], size: int = SIZE) -> None:
        """Start as unreachable; `url` is called for every connection, for a server that moves."""
        self.url = url
        self.limit = size
        self.is_unreachable = True
        self.faults = Faults()
        self.pipelines = _pipelines(url)
        self._idle: list[CountingConnection] = []
        self.shares = Shares(size)
        self._waiters: deque[Waiter] = deque()
        self._opening: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Future[Any] | None = None
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
        watcher = Watcher(self.url, *callbacks)
        self._watching = asyncio.gather(watcher.run(), self._cut_off_what_hangs())
        await watcher.has_pinged.wait()
        if not watcher.is_unreachable:
            self.mark_reachable()
            await asyncio.gather(*self._opening)

    async def close(self) -> None:
        """Close all connections; those in use are cut off."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self.is_unreachable = True
        await asyncio.gather(*(connection.close(timeout=1) for connection in self._idle))
        self.mark_unreachable()

    def connection(self, purpose: str | None = None) -> AcquireContext:
        """Acquire a connection for the length of an `async with`. Raises Unavailable.

        Of those with one purpose, such as the same operation, not all may wait at once.
        """
        return AcquireContext(self, purpose)

    async def acquire(self, purpose: str | None = None) -> CountingConnection:
        """Return the connection that was released last, or wait for one. Raises Unavailable."""
        while self._idle and self.shares.may_take(purpose):
            connection = self._idle.pop()
            if not connection.is_closed():
                self.shares.take(connection, purpose)
                return connection
            self._count_closed(connection)
        if self.is_unreachable:
            raise Unavailable
        return await self._wait(purpose)

    def release(self, connection: CountingConnection) -> None:
        """Hand a clean connection to who waits longest of those who may have it, or keep it."""
        self._releases += 1
        self.shares.give_back(connection)
        if self.is_unreachable or connection.is_closed():
            self.discard(connection)
            return
        is_spare = self.size >= self.limit
        for entry in self._waiters:
            waiter, purpose = entry
            if not waiter.done() and self.shares.may_take(purpose, spare=is_spare):
                self._waiters.remove(entry)
                self.shares.take(connection, purpose)
                waiter.set_result(connection)
                return
        if is_spare:
            self.discard(connection)
        else:
            self._idle.append(connection)

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

    async def _wait(self, purpose: str | None) -> CountingConnection:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[CountingConnection] = loop.create_future()
        entry = (waiter, purpose)
        self._waiters.append(entry)
        self._open_more()
        timeout = loop.call_later(ACQUIRE_TIMEOUT, self._give_up, entry)
        look = loop.call_later(SLOW_SECONDS, self._look_again, entry)
        try:
            return await waiter
        except asyncio.CancelledError:
            if entry in self._waiters:
                self._waiters.remove(entry)
            # It may have been handed a connection in the very moment in which it was cancelled.
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self.release(waiter.result())
            raise
        finally:
            timeout.cancel()
            look.cancel()

    def _give_up(self, entry: Waiter) -> None:
        self.faults.note_fault(Fault.POOL_IS_EXHAUSTED)
        self._fail(entry)

    def _fail(self, entry: Waiter) -> None:
        if not entry[0].done():
            entry[0].set_exception(Unavailable())
        if entry in self._waiters:
            self._waiters.remove(entry)

    def _look_again(self, entry: Waiter) -> None:
        """Open a spare connection for who still waits, while others make no progress."""
        is_for_it = self.shares.may_take(entry[1], spare=True)
        is_room = self.size < self.limit + self.shares.spare
        if not self.is_unreachable and is_for_it and is_room and self.shares.needs_spare():
            self._open_one_more()

    def _open_more(self) -> None:
        is_enough = len(self._opening) >= len(self._waiters) or self.size >= self.limit
        if not self.is_unreachable and not is_enough:
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
