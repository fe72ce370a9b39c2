"""Rule S15: members are read from an export, where the source makes one of them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from outbound.sources import answers, exports
from server.delivery import exports as left_exports
from server.delivery.exports import Exports
from tests.exporting import EXPORTS, asked_for, deleted_at_source, exporting, let_in, source_of
from tests.fhir_exports import MADE_AT
from tests.hitobito import TOKEN
from tests.killing_syncs import begun, found, sync_and_kill
from tests.runs import run_of, settle, until
from tests.serving import Registry
from tests.sources import opening, syncing
from tests.sync_worker import PART_BYTES
from tests.synced import World
from workflows import sync_exports


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with exporting(admin, tmp_path) as made:
        yield made


async def test_s15_members_come_by_an_export_which_is_waited_for_and_deleted(world: World) -> None:
    run = await world.synced(token=None)
    await deleted_at_source(world)

    assert (run["counts"]["fetched"], run["counts"]["created"]) == (8, 8)
    assert [row[0] for row in await world.members()] == [f"Ann{it}" for it in range(1, 9)]
    assert await world.watermark() == MADE_AT
    (begin,) = asked_for(world, "Patient/$export")
    assert "_since" not in begin.parameters
    assert not asked_for(world, "Patient?")
    assert source_of(world).exports == {}
    assert await world.registry.owner.fetchval(EXPORTS) == 0
    # It was waited for without costing an attempt.
    attempts = await world.registry.owner.fetch(
        "select attempts from messages where kind = 'run.sync'"
    )
    assert {row["attempts"] for row in attempts} <= {0, 1}


async def test_s11_changes_come_since_the_moment_of_the_export_and_the_deleted_are_asked_for(
    world: World,
) -> None:
    await world.synced(token=None)
    source, people = source_of(world), world.source.people
    people[1] |= {"first_name": "Bea", "updated_at": MADE_AT}
    people[2]["first_name"] = "Unnoticed"
    del people[3], world.source.roles[13]
    del people[4], world.source.roles[14]
    source.deleted = [
        "Patient/3",
        f"{source.base_url}/Patient/5/_history/2",
        "Patient/77",
        "Group/4",
    ]
    source.made_at = "2026-11-21T08:00:00Z"

    run = await world.synced(token=None, mode="CHANGES")

    counts = run["counts"]
    assert (counts["changed"], counts["anonymised"], counts["ended"]) == (1, 1, 0)
    assert asked_for(world, "Patient/$export")[-1].parameters["_since"] == MADE_AT
    assert await world.watermark() == "2026-11-21T08:00:00Z"
    # Who is deleted is believed to be when asked for by id alone, and who is not on record is not.
    assert len(asked_for(world, "Patient/3")) == 1
    assert len(asked_for(world, "Patient/5")) == 1
    assert not asked_for(world, "Patient/77")
    names = {row[0] for row in await world.members()}
    assert names == {"Bea", *(f"Ann{it}" for it in (2, 4, 5, 6, 7, 8))}


async def test_s7_of_whom_no_group_is_that_is_read_nothing_is_written(world: World) -> None:
    await let_in(world, group="g1")
    world.source.add_group(9, "Elsewhere")
    world.source.add_person(9, "Zoe", "Lee")
    world.source.add_role(19, 9, 9)
    world.source.add_person(10, "Yve", "Lee")
    await stopped_before_its_last_step(world)

    staged = await world.registry.owner.fetch(
        "select kind, external_id from staged_records where kind in ('PERSON', 'MEMBERSHIP')"
    )
    assert {row["external_id"] for row in staged} == {str(it) for it in range(1, 9)}
    assert asked_for(world, "Group/g1/$export")


async def stopped_before_its_last_step(world: World) -> UUID:
    """Sync until a run is held, since it would end too many."""
    await world.synced(token=None)
    for each in range(1, 8):
        world.source.people[each]["more"] = {"active": False}
    source_of(world).waits = 1
    run = await world.synced(token=None, status="HELD")
    return UUID(run["databaseId"])


async def test_s15_an_export_is_deleted_once_it_is_read_and_once_its_run_is_over(
    world: World,
) -> None:
    await stopped_before_its_last_step(world)
    assert len(source_of(world).exports) == 2
    await deleted_at_source(world)
    assert source_of(world).exports == {}

    run = await _waiting(world)
    await deleted_at_source(world)
    assert len(source_of(world).exports) == 1
    await settle(world.registry, "kim", "cancel", run)
    await deleted_at_source(world)
    assert source_of(world).exports == {}
    assert await world.registry.owner.fetchval(EXPORTS) == 0


async def test_s15_exports_that_no_source_deletes_keep_nobody_from_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(left_exports, "MOST_AT_ONCE", 2)
    source, owner = source_of(world), world.registry.owner
    elsewhere = [f"https://elsewhere.example/{each}" for each in range(3)]
    source.exports = {"7": [], "8": []}
    urls = [*elsewhere, *(f"{source.base_url}/exports/{it}" for it in source.exports)]
    await owner.execute(
        "insert into source_exports (run_id, source_id, url)"
        " select uuidv7(), sources.id, url from sources, unnest($1::text[]) url",
        urls,
    )

    async with opening(world.registry, world.directory) as (pool, opener, seal):
        job = Exports(pool, opener.open, seal.open)
        for _ in range(3):
            await job.delete_left()

    kept = await owner.fetch("select url from source_exports order by id")
    assert [row["url"] for row in kept] == elsewhere
    assert source.exports == {}


async def _waiting(world: World) -> UUID:
    """Begin a sync whose export is not made, and stop the worker while it waits for it."""
    held = await world.registry.owner.fetchval("select id from runs where status = 'HELD'")
    await settle(world.registry, "kim", "cancel", held)
    source_of(world).waits = 1_000
    world.source.asked.clear()
    run = await begun(world, token=None)
    async with syncing(world.registry, world.directory):
        await world.until_asked("/api/exports/")
    return run


async def test_s15_a_source_that_is_away_is_asked_again_to_delete(world: World) -> None:
    await world.synced(token=None)
    world.source.instead = lambda _: b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"
    await deleted_at_source(world)
    assert await world.registry.owner.fetchval(EXPORTS) == 1

    world.source.instead = source_of(world).exported
    await deleted_at_source(world)

    assert await world.registry.owner.fetchval(EXPORTS) == 0


async def test_s5_with_a_token_of_whoever_asks_members_are_listed(world: World) -> None:
    async with world.registry.acting("source.created") as owner:
        await owner.execute("update sources set access = '{CALLER_TOKEN}'")

    await world.synced()

    assert not asked_for(world, "Patient/$export")
    assert {it.token for it in asked_for(world, "Patient")} == {TOKEN}


async def test_s15_a_file_is_read_in_parts_that_survive_a_kill(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in range(9, 60):
        world.source.add_person(each, f"Ann{each}", "Lee", birthday="2014-03-02")
        world.source.add_role(10 + each, each, 2)
    source_of(world).lines_per_file = 30
    monkeypatch.setenv(PART_BYTES, "2000")
    run = await sync_and_kill(world, kills=2, most_lines=12, seed=5, token=None)
    monkeypatch.setattr(exports, "PART_BYTES", 2_000)
    monkeypatch.setattr(answers, "CHUNK_BYTES", 2_000)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")
    killed = await found(world.registry)
    source_of(world).has_ranges = False
    run = await begun(world, token=None)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    assert await found(world.registry) == killed
    assert len(killed) == 60
    ranges = {it.headers.get("range") for it in world.source.asked}
    assert len(ranges) > 4


async def test_s15_an_export_that_is_never_made_ends_its_run_and_another_is_begun_as_it_resumes(
    world: World,
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sync_exports, "LONGEST", timedelta(0))
        run = await begun(world, token=None)
        async with syncing(world.registry, world.directory):
            await world.until_over(run)
    failed = await run_of(world.registry, "kim", run)
    assert failed["lastError"] == "The source did not make the export within 0 hours"
    await deleted_at_source(world)
    assert source_of(world).exports == {}

    await settle(world.registry, "kim", "resume", run)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    assert list(source_of(world).exports) == ["2"]
    assert len(await world.members()) == 8
