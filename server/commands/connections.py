"""A command's connection to the database of its installation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.postgres.connection import CountingConnection
from server.postgres.database import Database


@asynccontextmanager
async def connected(database: Database) -> AsyncIterator[CountingConnection]:
    """Open a connection that is closed at the end, whatever it still does."""
    connection = await database.connect()
    try:
        yield connection
    finally:
        await connection.close(timeout=1)
