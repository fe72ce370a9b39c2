"""A command's connections to the database of its installation."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg

from server.commands import CommandFailed
from server.postgres import primary
from server.postgres.connection import Unavailable
from server.postgres.counting import CountingConnection
from server.postgres.database import Database, DatabaseUnusable, reason_of
from server.settings import Settings
from workflows import detection_runs

Result = TypeVar("Result")


@asynccontextmanager
async def connected(database: Database) -> AsyncIterator[CountingConnection]:
    """Open a connection that is closed at the end, whatever it still does.

    Raises DatabaseUnusable.
    """
    try:
        connection = await database.connect()
    except Unavailable as error:
        raise DatabaseUnusable(reason_of(error.__cause__, database.app_url)) from None
    try:
        yield connection
    finally:
        await connection.close(timeout=1)


async def on_connection(
    settings: Settings, work: Callable[[CountingConnection], Awaitable[Result]]
) -> Result:
    """Do something on a connection to the database, once that is prepared."""
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            return await work(connection)


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[None]:
    """Lock out whatever else goes through the whole register. Raises CommandFailed.

    The lock is gone the moment this process is, however it ends.
    """
    async with connected(database) as guard:
        if not await detection_runs.lock(guard):
            raise CommandFailed("Another detection is running; it has to end first.")
        yield


@asynccontextmanager
async def owner_of(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Connect to the primary as the owner. Raises CommandFailed, also for what it refuses."""
    setting = "SELFSAME_MIGRATE_URL" if database.settings.migrate_url else ""
    try:
        owner = await asyncpg.connect(await primary.find(database.owner_url))
    except (asyncpg.PostgresError, OSError) as error:
        raise CommandFailed(reason_of(error, database.owner_url, setting)) from None
    try:
        yield owner
    except asyncpg.PostgresError as error:
        raise CommandFailed(reason_of(error, database.owner_url, setting)) from None
    finally:
        owner.terminate()
