"""The connections to PostgreSQL that requests share, each used for one transaction at a time."""

import asyncio
from collections import deque
from collections.abc import Callable
from types import TracebackType

import asyncpg

from rules.refusals import Refusal
from server.postgres.connection import (
    STALE_STATEMENT_ERRORS,
    UNREACHABLE_ERRORS,
    CountingConnection,
    Unavailable,
    connect,
)
from server.postgres.watcher import Watcher

__all__ = ["CountingConnection", "Pool", "Unavailable"]

SIZE = 16
MIN_SIZE = 4
"""How many connections there may be, and how many are open before the first request comes."""

ACQUIRE_TIMEOUT = 5.0
"""Seconds for which a request waits for a connection while the server answers."""


class Pool:
    """A few connections; the one released last is acquired first.

    Not asyncpg.Pool: it sends a reset query at each release and puts a proxy around each
    connection, together a good part of what a small request costs. Here nothing is reset, so
    nothing may outlive a transaction: settings are local, and locks are the transaction's. A
    connection that is released in the middle of something is rolled back or discarded.

    A watcher pings the server. Where it does not answer, everybody who waits fails at once; the
    next answer brings the service back.
    """

    def __init__(self, url: Callable[[], str], size: int = SIZE) -> None:
        """Start as unreachable; `url` is called for every connection, for a server that moves."""
        self.url = url
        self.limit = size
        self.is_unreachable = True
        self._idle: list[CountingConnection] = []
        self._acquired: set[CountingConnection] = set()
        self._waiters: deque[asyncio.Future[CountingConnection]] = deque()
        self._opening: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None
        self._releases = 0
        self._statements_of_closed = 0

    @property
    def size(self) -> int:
        """How many connections are open or opening."""
        return len(self._idle) + len(self._acquired) + len(self._opening)

    @property
    def idle(self) -> int:
        """How many connections nobody uses."""
        return len(self._idle)

    @property
    def waiting(self) -> int:
        """How many requests wait for a connection."""
        return len(self._waiters)

    @property
    def statements(self) -> int:
        """How many statements were sent since the start."""
        return self._statements_of_closed + sum(
            connection.statements for connection in (*self._idle, *self._acquired)
        )

    async def open(self) -> None:
        """Start to watch the server, and open a few connections if it answers."""
        callbacks = (lambda: self._releases, self.mark_unreachable, self.mark_reachable)
        watcher = Watcher(self.url, *callbacks)
        self._watching = asyncio.create_task(watcher.run())
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

    def connection(self) -> "AcquireContext":
        """Acquire a connection for the length of an `async with`. Raises Unavailable."""
        return AcquireContext(self)

    async def acquire(self) -> CountingConnection:
        """Return the connection that was released last, or wait for one. Raises Unavailable."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                self._acquired.add(connection)
                return connection
            self._count_closed(connection)
        if self.is_unreachable:
            raise Unavailable
        return await self._wait()

    def release(self, connection: CountingConnection) -> None:
        """Hand a clean connection to whoever waits longest, or keep it."""
        self._releases += 1
        self._acquired.discard(connection)
        if self.is_unreachable or connection.is_closed():
            self.discard(connection)
            return
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                self._acquired.add(connection)
                waiter.set_result(connection)
                return
        self._idle.append(connection)

    def discard(self, connection: CountingConnection) -> None:
        """Cut a connection off whatever it does, and open another for those who wait."""
        self._acquired.discard(connection)
        self._count_closed(connection)
        connection.terminate()
        self._open_more()

    def mark_unreachable(self) -> None:
        """Fail everybody who waits for the server, and cut all connections off."""
        self.is_unreachable = True
        while self._waiters:
            self._fail(self._waiters[0])
        for task in self._opening:
            task.cancel()
        for connection in self._acquired:
            connection.terminate()  # its user notices at once, and discards it
        self.close_idle()

    def mark_reachable(self) -> None:
        """Serve again, with a few connections open at once."""
        self.is_unreachable = False
        while self.size < min(MIN_SIZE, self.limit):
            self._open_one_more()

    def close_idle(self) -> None:
        """Close the connections that nobody uses, with the statements prepared on them."""
        while self._idle:
            connection = self._idle.pop()
            self._count_closed(connection)
            connection.terminate()

    def _count_closed(self, connection: CountingConnection) -> None:
        self._statements_of_closed += connection.statements
        connection.statements = 0

    async def _wait(self) -> CountingConnection:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[CountingConnection] = loop.create_future()
        self._waiters.append(waiter)
        self._open_more()
        timeout = loop.call_later(ACQUIRE_TIMEOUT, self._fail, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            # It may have been handed a connection in the very moment in which it was cancelled.
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self.release(waiter.result())
            raise
        finally:
            timeout.cancel()

    def _fail(self, waiter: "asyncio.Future[CountingConnection]") -> None:
        if not waiter.done():
            waiter.set_exception(Unavailable())
        if waiter in self._waiters:
            self._waiters.remove(waiter)

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
            connection = await connect(self.url())
        except Unavailable as refused:
            is_full = isinstance(refused.__cause__, asyncpg.TooManyConnectionsError)
            # At a full server, those who wait are served as soon as our other requests are done.
            while self._waiters and not (is_full and self._acquired):
                self._fail(self._waiters[0])
            return
        self.release(connection)


class AcquireContext:
    """One connection for the length of an `async with`, released clean or discarded."""

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> CountingConnection:
        self._connection = await self._pool.acquire()
        return self._connection

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        connection = self._connection
        if connection.is_closed():
            self._pool.discard(connection)
            if isinstance(error, Exception) and not isinstance(error, Refusal):
                raise Unavailable from error
            return
        if error is None and not connection.is_in_transaction():
            self._pool.release(connection)
            return
        await self._clean_up(error)

    async def _clean_up(self, error: BaseException | None) -> None:
        """Release a connection after an error; raise Unavailable for an unreachable server's."""
        pool, connection = self._pool, self._connection
        if isinstance(error, STALE_STATEMENT_ERRORS):
            pool.close_idle()
        if isinstance(error, (*UNREACHABLE_ERRORS, *STALE_STATEMENT_ERRORS)):
            pool.discard(connection)
            raise Unavailable from error
        if error is not None and not isinstance(error, Exception):
            pool.discard(connection)  # cancelled: a statement may still be running
            return
        try:
            if connection.is_in_transaction():
                await connection.execute("rollback")
        except BaseException:
            pool.discard(connection)
            raise
        pool.release(connection)
