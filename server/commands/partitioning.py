"""The commands that list, make and detach partitions (rule Z6)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg

from server.commands import CommandFailed
from server.commands.connections import connected
from server.postgres import primary
from server.postgres.database import Database
from server.settings import Settings
from workflows import partitions
from workflows.partitions import Partition, PartitionStays


async def listed(settings: Settings) -> str:
    """Return a line for each partition, and for what was detached."""
    with Database(settings) as database:
        async with connected(database) as connection:
            found = await partitions.known(connection)
    width = max((len(it.name) for it in found), default=0)
    return "\n".join(_line(it, width) for it in found)


def _line(partition: Partition, width: int) -> str:
    begin = "the beginning" if partition.begins_at is None else _day(partition.begins_at)
    end = "?" if partition.ends_at is None else _day(partition.ends_at)
    state = "attached" if partition.is_attached else "detached"
    if partition.is_leaving:
        state = "leaving: detach it again"
    return f"{partition.name:{width}}  {begin:13}  {end:10}  {partition.bytes:>14,}  {state}"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


async def make(settings: Settings) -> str:
    """Make what is missing; return the sentence to print."""
    with Database(settings) as database:
        async with connected(database) as connection:
            made = await partitions.make(connection, settings.partitions)
    return f"{made} partition{'' if made == 1 else 's'} made."


async def detach(settings: Settings, name: str | None, older_than: int | None) -> None:
    """Detach one, or all that ended so many months ago. Raises CommandFailed."""
    if (name is None) == (older_than is None):
        raise CommandFailed("Name a partition, or give --older-than.", 2)
    with Database(settings) as database:
        async with _owner(database) as owner:
            found = await partitions.known(owner, older_than or 0)
            if name is None:
                wanted = [it for it in found if it.is_old and (it.is_attached or it.is_leaving)]
            else:
                wanted = [it for it in found if it.name == name]
            if name is not None and not wanted:
                raise CommandFailed(f"There is no partition {name}: see `partitions list`.", 2)
            if not wanted:
                print(f"No partition ended {older_than} months ago or before: none is detached.")
            for partition in wanted:
                await _detach(owner, partition)


async def _detach(owner: asyncpg.Connection, partition: Partition) -> None:
    try:
        await partitions.detach(owner, partition)
    except PartitionStays as stays:
        raise CommandFailed(str(stays)) from None
    except asyncpg.ObjectNotInPrerequisiteStateError as error:
        raise CommandFailed(f"{partition.name} stays: {error.message}.") from None
    print(f"{partition.name} is detached; nothing of it is deleted.", flush=True)


@asynccontextmanager
async def _owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    owner = await asyncpg.connect(await primary.find(database.owner_url))
    try:
        yield owner
    finally:
        await owner.close(timeout=1)
