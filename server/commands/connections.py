"""A command's connections to the database of its installation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.commands import CommandFailed
from server.postgres.counting import CountingConnection
from server.postgres.database import Database
from workflows import detection_runs


@asynccontextmanager
async def connected(database: Database) -> AsyncIterator[CountingConnection]:
    """Open a connection that is closed at the end, whatever it still does."""
    connection = await database.connect()
    try:
        yield connection
    finally:
        await connection.close(timeout=1)


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[None]:
    """Lock out whatever else goes through the whole register. Raises CommandFailed.

    The lock is gone the moment this process is, however it ends.
    """
    async with connected(database) as guard:
        if not await detection_runs.lock(guard):
            raise CommandFailed("Another detection is running; it has to end first.")
        yield
