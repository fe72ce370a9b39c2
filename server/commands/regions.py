"""The commands by which regions feed one copy (rule Z10)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from db import regions
from db.regions import Followed, RegionRefused
from rules.regions import REGION
from server.commands import CommandFailed
from server.postgres import primary
from server.postgres.database import Database, DatabaseUnusable, reason_of
from server.settings import Settings


async def publish(settings: Settings, reader: str | None) -> str:
    """Publish the register of a region; return the sentence to print."""
    async with _owner(settings) as owner:
        region = await regions.publish(owner, reader)
    return f"{region} publishes its register."


async def join(settings: Settings, region: str, address: str) -> str:
    """Let the database follow a region; return the sentence to print."""
    if not REGION.fullmatch(region):
        raise CommandFailed("A region is 2 to 8 of A-Z and 0-9 with a letter first.", 2)
    if not address.startswith(("postgresql://", "postgres://")):
        raise CommandFailed(
            "Give the region's address on standard input: postgresql://role:password@host/name.", 2
        )
    async with _owner(settings) as owner:
        is_new = await regions.join(owner, region, address)
    return f"{region} is {'' if is_new else 'still '}followed."


async def status(settings: Settings) -> tuple[str, bool]:
    """Return how the copy stands to its regions, a sentence each, and whether all are followed."""
    async with _owner(settings) as owner:
        followed = await regions.followed(owner)
    if not followed:
        return "This database follows no region.", False
    return "\n".join(map(_sentence, followed)), all(map(_is_well, followed))


def _is_well(region: Followed) -> bool:
    return region.is_enabled and region.seconds_behind is not None and not region.tables_to_copy


def _sentence(region: Followed) -> str:
    errors = f"; {region.errors} errors so far, see the log of PostgreSQL" if region.errors else ""
    if not region.is_enabled:
        return f"{region.region}: not followed, its subscription is disabled{errors}."
    if region.tables_to_copy:
        return f"{region.region}: {region.tables_to_copy} tables are still to be copied{errors}."
    if region.seconds_behind is None:
        return f"{region.region}: not followed now, nothing comes{errors}."
    return f"{region.region}: followed, heard of {region.seconds_behind} s ago{errors}."


@asynccontextmanager
async def _owner(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """Connect to a database of this version as its owner."""
    with Database(settings) as database:
        await database.prepare()
        try:
            connection = await asyncpg.connect(await primary.find(database.owner_url))
        except (asyncpg.PostgresError, OSError) as error:
            setting = "SELFSAME_MIGRATE_URL" if settings.migrate_url else ""
            raise DatabaseUnusable(reason_of(error, database.owner_url, setting)) from None
        try:
            yield connection
        except asyncpg.PostgresError as error:
            # A message of PostgreSQL may repeat the address; its condition does not.
            raise RegionRefused(f"PostgreSQL refuses ({type(error).__name__}).") from None
        finally:
            await connection.close(timeout=1)
