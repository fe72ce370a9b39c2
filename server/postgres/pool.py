"""The connections to PostgreSQL that requests share, lent out for one transaction each."""

import asyncio
from collections import deque
from collections.abc import Callable
from types import TracebackType

import asyncpg

from rules.refusals import Refusal
from server.postgres.connection import AWAY, STALE, Connection, Unavailable, connect
from server.postgres.watcher import Watch

__all__ = ["Connection", "Lease", "Pool", "Unavailable"]

SIZE = 16
FEW = 4
"""How many connections there may be, and how many are open before the first request asks."""

QUEUE_PATIENCE = 5.0
"""Seconds for which a request waits for its turn while the server answers."""


class Pool:
    """A few connections, lent out last in, first out.

    Not asyncpg.Pool: it sends a reset query at each return and puts a proxy around each
    connection, together a good part of what a small request costs. Here nothing is reset, so
    nothing may outlive a transaction: settings are local, and locks are the transaction's. A
    connection that comes back in the middle of something is rolled back or thrown away.

    A watcher asks the server for a sign of life on a connection of its own. Silence fails
    everybody who waits, at once, and the next answer brings the service back.
    """

    def __init__(self, url: Callable[[], str], size: int = SIZE) -> None:
        """Begin away, until it is opened; `url` is asked each time, for a server that moves."""
        self.url = url
        self.limit = size
        self.is_away = True
        self._idle: list[Connection] = []
        self._lent: set[Connection] = set()
        self._waiting: deque[asyncio.Future[Connection]] = deque()
        self._opening: set[asyncio.Task[None]] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._returns = 0
        self._forgotten_statements = 0

    @property
    def size(self) -> int:
        """How many connections are open or opening."""
        return len(self._idle) + len(self._lent) + len(self._opening)

    @property
    def idle(self) -> int:
        """How many connections nobody uses."""
        return len(self._idle)

    @property
    def waiting(self) -> int:
        """How many requests wait for a connection."""
        return len(self._waiting)

    @property
    def statements(self) -> int:
        """How many statements were sent, since the beginning."""
        return self._forgotten_statements + sum(
            connection.statements for connection in (*self._idle, *self._lent)
        )

    async def open(self) -> None:
        """Begin to watch the server, and open a few connections where it answers."""
        watch = Watch(self.url, lambda: self._returns, self.leave, self.come_back)
        self._watcher = asyncio.create_task(watch.run())
        await watch.looked.wait()
        if not watch.is_away:
            self.come_back()
            await asyncio.gather(*self._opening)

    async def close(self) -> None:
        """End all connections; those in use are cut off."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        self.is_away = True
        await asyncio.gather(*(connection.close(timeout=1) for connection in self._idle))
        self.leave()

    def connection(self) -> "Lease":
        """Lend a connection for the length of an `async with`. Raises Unavailable."""
        return Lease(self)

    async def take(self) -> Connection:
        """Take the connection that was used last, or wait for one."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                self._lent.add(connection)
                return connection
            self._forget(connection)
        if self.is_away:
            raise Unavailable
        return await self._wait()

    def give(self, connection: Connection) -> None:
        """Hand a clean connection to whoever waits longest, or keep it."""
        self._returns += 1
        self._lent.discard(connection)
        if self.is_away or connection.is_closed():
            self.throw_away(connection)
            return
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                self._lent.add(connection)
                waiter.set_result(connection)
                return
        self._idle.append(connection)

    def throw_away(self, connection: Connection) -> None:
        """Cut a connection off whatever it does, and open another for those who wait."""
        self._lent.discard(connection)
        self._forget(connection)
        connection.terminate()
        self._open_more()

    def leave(self) -> None:
        """Fail everybody who waits for the server, and cut all connections off."""
        self.is_away = True
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(Unavailable())
        self._waiting.clear()
        for task in self._opening:
            task.cancel()
        for connection in self._lent:
            connection.terminate()  # its user learns it at once, and brings it back
        self.renew()

    def come_back(self) -> None:
        """Serve again, with a few connections open at once."""
        self.is_away = False
        while self.size < min(FEW, self.limit):
            self._open_one_more()

    def renew(self) -> None:
        """Give up the connections that nobody uses: what they prepared is stale."""
        idle, self._idle = self._idle, []
        for connection in idle:
            self._forget(connection)
            connection.terminate()

    def _forget(self, connection: Connection) -> None:
        self._forgotten_statements += connection.statements
        connection.statements = 0

    async def _wait(self) -> Connection:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Connection] = loop.create_future()
        self._waiting.append(waiter)
        self._open_more()
        bound = loop.call_later(QUEUE_PATIENCE, self._turn_away, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            # It may have been handed a connection in the very moment in which it was cancelled.
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self.give(waiter.result())
            raise
        finally:
            bound.cancel()

    def _turn_away(self, waiter: "asyncio.Future[Connection]") -> None:
        if not waiter.done():
            waiter.set_exception(Unavailable())
        if waiter in self._waiting:
            self._waiting.remove(waiter)

    def _open_more(self) -> None:
        if self.is_away or len(self._opening) >= len(self._waiting) or self.size >= self.limit:
            return
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
            # At a full house, those who wait are served as soon as others of us are done.
            while self._waiting and not (is_full and self._lent):
                self._turn_away(self._waiting[0])
            return
        self.give(connection)


class Lease:
    """One connection for the length of an `async with`, returned clean or not at all."""

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        self._connection = await self._pool.take()
        return self._connection

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        connection = self._connection
        if connection.is_closed():
            self._pool.throw_away(connection)
            if isinstance(error, Exception) and not isinstance(error, Refusal):
                raise Unavailable from error
            return
        if error is None and not connection.is_in_transaction():
            self._pool.give(connection)
            return
        await self._mend(error)

    async def _mend(self, error: BaseException | None) -> None:
        """Return a connection after an error, and say the errors that mean a server away."""
        pool, connection = self._pool, self._connection
        if isinstance(error, STALE):
            pool.renew()
        if isinstance(error, (*AWAY, *STALE)):
            pool.throw_away(connection)
            raise Unavailable from error
        if error is not None and not isinstance(error, Exception):
            pool.throw_away(connection)  # cancelled: a statement may be running still
            return
        try:
            if connection.is_in_transaction():
                await connection.execute("rollback")
        except BaseException:
            pool.throw_away(connection)
            raise
        pool.give(connection)
