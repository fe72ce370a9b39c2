"""A connection for the length of a block of code: given back clean, or cut off."""

import asyncio
from types import TracebackType
from typing import Protocol

from rules.refusals import Refusal
from server.postgres.connection import (
    CONTENTION_ERRORS,
    INTERRUPTION_ERRORS,
    STALE_STATEMENT_ERRORS,
    UNREACHABLE_ERRORS,
    Contended,
    Unavailable,
)
from server.postgres.counting import CountingConnection
from server.postgres.faults import Faults


class Lender(Protocol):
    """What lends connections: the pool."""

    faults: Faults

    async def acquire(
        self, purpose: str | None = None, at_once: int | None = None
    ) -> CountingConnection:
        """Return a connection. Raises Unavailable."""

    def release(self, connection: CountingConnection) -> bool:
        """Take a clean connection back; return whether somebody who waited was handed it."""

    def discard(self, connection: CountingConnection) -> None:
        """Cut a connection off."""

    def close_idle(self) -> None:
        """Close the connections that nobody uses."""


class AcquireContext:
    """One connection for the length of an `async with`, released clean or discarded."""

    __slots__ = ("_at_once", "_connection", "_pool", "_purpose")

    def __init__(self, pool: Lender, purpose: str | None, at_once: int | None = None) -> None:
        self._pool = pool
        self._purpose = purpose
        self._at_once = at_once

    async def __aenter__(self) -> CountingConnection:
        self._connection = await self._pool.acquire(self._purpose, self._at_once)
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
            if self._pool.release(connection):
                await asyncio.sleep(0)  # they ask the database before this answer is written
            return
        await self._clean_up(error)

    def _discard_what_is_lost(self, error: BaseException | None) -> None:
        """Cut a connection off that cannot be used any more, and raise why. Raises Unavailable."""
        if isinstance(error, STALE_STATEMENT_ERRORS):
            # Others know the same statements. It did nothing, and is tried again (rule Z5).
            self._pool.close_idle()
            self._pool.discard(self._connection)
            raise Contended from error
        is_interrupted = isinstance(error, (*CONTENTION_ERRORS, *INTERRUPTION_ERRORS))
        if isinstance(error, UNREACHABLE_ERRORS) and not is_interrupted:
            self._pool.discard(self._connection)
            raise Unavailable from error

    async def _clean_up(self, error: BaseException | None) -> None:
        """Release a connection after an error; raise Unavailable where no request is wrong."""
        pool, connection = self._pool, self._connection
        pool.faults.note(error)
        is_interrupted = isinstance(error, (*CONTENTION_ERRORS, *INTERRUPTION_ERRORS))
        self._discard_what_is_lost(error)
        if error is not None and not isinstance(error, Exception):
            pool.discard(connection)  # cancelled: a statement may still be running
            return
        try:
            if connection.is_in_transaction():
                await connection.execute("rollback")
        except Exception as lost:
            # The server is gone, and has undone it: a refusal holds, anything else is not known.
            pool.discard(connection)
            if isinstance(error, Refusal):
                return
            raise Unavailable from lost
        except BaseException:
            pool.discard(connection)
            raise
        pool.release(connection)
        if isinstance(error, CONTENTION_ERRORS):
            raise Contended from error
        if is_interrupted:
            raise Unavailable from error
