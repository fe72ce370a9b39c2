"""Kills what syncs, again and again, and compares what is on record with what the source has."""

import asyncio
import random
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from tests.hitobito import TOKEN
from tests.killed_workers import killed
from tests.runs import until
from tests.serving import Registry
from tests.sources import sync
from tests.sync_worker import DIRECTORY, URL
from tests.synced import World

FOUND = """
select identity.external_id, person.first_name, place.name, membership.title,
       membership.ended_on is null as is_open, record.ended_at is null as is_kept
  from memberships membership
  join persons person on person.id = membership.person_id
  join organisations place on place.id = membership.organisation_id
  join source_identities identity on identity.person_id = person.id
  join source_records record on record.identity_id = identity.id
   and record.organisation_id = place.id
 order by 1, 3, 4, 5
"""
LEFT = """
select (select count(*) from staged_records) + (select count(*) from run_credentials)
     + (select count(*) from persons where status <> 'ACTIVE') as rows
"""
LONG_SECONDS = 1800.0
"""How long ten thousand persons may take: only what hangs takes longer."""

Found = list[tuple[object, ...]]


async def begun(world: World, token: str | None = TOKEN) -> UUID:
    """Let the steward ask for a sync; return the run."""
    world.keys += 1
    answer = await sync(world.registry, "kim", world.link, token, f"key {world.keys}")
    return UUID(answer.data["syncOrganisation"]["run"]["databaseId"])


async def found(registry: Registry) -> Found:
    """Return who belongs where by which source, and what is left of runs."""
    rows: Found = [tuple(row) for row in await registry.owner.fetch(FOUND)]
    return [*rows, (await registry.owner.fetchval(LEFT),)]


async def sync_and_kill(
    world: World, kills: int, most_lines: int, seed: int, token: str | None = TOKEN
) -> UUID:
    """Sync by workers that are killed after so many statements at most; return what is to end."""
    chance = random.Random(seed)
    run = await begun(world, token)
    for _ in range(kills):
        async with worker(world) as lines:
            for _ in range(chance.randint(1, most_lines)):
                if await _is_over(world.registry, run):
                    run = await begun(world, token)
                await _line(world, lines, run)
    # One whose step was killed five times has FAILED, and with it its token is gone.
    return await begun(world, token) if await _is_over(world.registry, run) else run


async def _line(world: World, lines: asyncio.StreamReader, run: UUID) -> None:
    """Await a statement of the worker, or the end of the run, after which there is none."""
    reading = asyncio.create_task(lines.readline())
    while not reading.done() and not await _is_over(world.registry, run):
        await asyncio.wait([reading], timeout=1)
    reading.cancel()


async def ended(world: World, run: UUID) -> None:
    """Let a worker do what is left of a run, undisturbed."""
    async with worker(world) as lines:
        reading = asyncio.create_task(_read(lines))
        await until(world.registry, run, "SUCCEEDED", LONG_SECONDS)
        reading.cancel()


def worker(world: World) -> AbstractAsyncContextManager[asyncio.StreamReader]:
    """Let a process sync, and kill it in the middle of whatever it does."""
    given = {URL: world.registry.database.app_url, DIRECTORY: str(world.directory)}
    return killed(world.registry, "tests.sync_worker", given)


async def _is_over(registry: Registry, run: UUID) -> bool:
    status = await registry.owner.fetchval("select status from runs where id = $1", run)
    return status not in ("ENQUEUED", "RUNNING")


async def _read(lines: asyncio.StreamReader) -> None:
    while await lines.readline():
        pass
