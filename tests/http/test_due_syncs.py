"""Rules S11 and S12: links are synced by themselves, where the registry has credentials."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from outbound.signatures import SOURCE_KEY_FILE, Seal
from tests.hitobito import OWN_TOKEN, Rights
from tests.runs import until
from tests.serving import Registry
from tests.sources import sync, syncing
from tests.synced import World, syncable
from workflows.due_syncs import begin_due

RUNS = "select id, requested_by, parameters ->> 'mode' as mode from runs order by id"


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


async def make_due(world: World) -> None:
    async with world.registry.acting("source_link.due") as owner:
        await owner.execute(
            "update source_links set every_minutes = 60, due_at = now() - interval '5 hours'"
        )


async def let_in(world: World) -> None:
    """Give the registry credentials of its own at the source."""
    world.source.credentials = base64.b64encode(b"selfsame:hidden").decode()
    world.source.rights = {OWN_TOKEN: Rights()}
    async with world.registry.acting("source.created") as owner:
        await owner.execute(
            "update sources set access = '{CLIENT_CREDENTIALS}', token_url = $1,"
            " oauth_client_id = 'selfsame', sealed_oauth_secret = $2",
            f"http://127.0.0.1:{world.source.port}/token",
            Seal(world.directory, SOURCE_KEY_FILE).seal("hidden"),
        )


async def due_in(world: World) -> float:
    """Return in how many minutes the link is due."""
    found: Any = await world.registry.owner.fetchval(
        "select extract(epoch from due_at - now()) / 60 from source_links"
    )
    return float(found)


async def test_s11_what_is_due_begins_once_however_many_look_and_times_were_missed(
    world: World,
) -> None:
    await let_in(world)
    await make_due(world)
    database = world.registry.database

    async def look() -> int:
        connection = await asyncpg.connect(database.app_url)
        try:
            return await begin_due(connection, 10)
        finally:
            await connection.close()

    begun = sorted(await asyncio.gather(*(look() for _ in range(3))))
    async with syncing(world.registry, world.directory):
        (run,) = await world.registry.owner.fetch(RUNS)
        await until(world.registry, run["id"], "SUCCEEDED")

    assert (begun, await look()) == ([0, 0, 1], 0)
    assert (run["requested_by"], run["mode"]) == (None, "CHANGES")
    assert 59 < await due_in(world) <= 60
    assert len(await world.members()) == 8


async def test_s12_nothing_is_read_by_itself_without_credentials_meant_for_that(
    world: World,
) -> None:
    await make_due(world)
    connection = await asyncpg.connect(world.registry.database.app_url)

    begun = await begin_due(connection, 10)
    await make_due(world)
    await sync(world.registry, "kim", world.link)
    beside = await begin_due(connection, 10)
    await connection.close()

    assert (begun, beside) == (0, 0)
    assert len(await world.registry.owner.fetch(RUNS)) == 1
    # It waits for the run that is under way.
    assert await due_in(world) < 0
    assert world.source.asked == []
