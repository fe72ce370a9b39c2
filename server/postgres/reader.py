"""What a query reads from: pipelines where they serve, else a connection of its own."""

import asyncio
from types import TracebackType
from typing import Any, Self

from server.postgres.acquiring import AcquireContext
from server.postgres.counting import CountingConnection
from server.postgres.pool import Pool


class Reader:
    """The statements of one query; for the length of an `async with`.

    Each statement sees the database as it is when it runs; together they are no transaction.
    """

    __slots__ = ("_acquired", "_connection", "_pool", "_purpose")

    def __init__(self, pool: Pool, purpose: str) -> None:
        """Acquire nothing yet; `purpose` is what the pool shares its connections by."""
        self._pool = pool
        self._purpose = purpose
        self._acquired: AcquireContext | None = None
        self._connection: CountingConnection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._acquired is not None and self._connection is not None:
            await self._acquired.__aexit__(kind, error, trace)

    async def connection(self) -> CountingConnection:
        """Return the query's own connection, acquired at the first call. Raises Unavailable."""
        if self._connection is None:
            self._acquired = self._pool.connection(self._purpose)
            self._connection = await self._acquired.__aenter__()
        return self._connection

    async def fetch(self, query: str, *arguments: Any) -> list[Any]:
        """Return the rows of a statement. Raises Unavailable, and what asyncpg raises."""
        pipelines = self._pool.pipelines
        rows = await pipelines.fetch(query, arguments)
        if rows is not None:
            return rows
        connection = await self.connection()
        clock = asyncio.get_running_loop().time
        started = clock()
        fetched: list[Any] = await connection.fetch(query, *arguments)
        pipelines.note(query, clock() - started)
        return fetched

    async def fetch_written(self, query: str, *arguments: Any) -> list[Any]:
        """Return the rows of a statement that writes, which shares its transaction with nobody."""
        connection = await self.connection()
        return await connection.fetch_written(query, *arguments)

    async def fetch_with_custom_plan(self, query: str, *arguments: Any) -> list[Any]:
        """Return the rows of a statement that is planned for these arguments, each time."""
        connection = await self.connection()
        return await connection.fetch_with_custom_plan(query, *arguments)

    async def writing_connection(self) -> CountingConnection:
        """Return the connection on which is written what was read. Raises Unavailable."""
        return await self.connection()


class StandbyReader(Reader):
    """The statements of a query that is read from a standby; what writes goes to the primary."""

    __slots__ = ("_writer",)

    def __init__(self, standby: Pool, primary: Pool, purpose: str) -> None:
        """Acquire nothing yet."""
        super().__init__(standby, purpose)
        self._writer = Reader(primary, purpose)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await super().__aexit__(kind, error, trace)
        finally:
            await self._writer.__aexit__(kind, error, trace)

    async def fetch_written(self, query: str, *arguments: Any) -> list[Any]:
        """Return the rows of a statement that writes, on the primary."""
        return await self._writer.fetch_written(query, *arguments)

    async def writing_connection(self) -> CountingConnection:
        """Return a connection to the primary. Raises Unavailable."""
        return await self._writer.connection()
