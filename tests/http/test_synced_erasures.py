"""Rule T1: what sources said of an organisation's persons goes with it."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.hitobito import Rights
from tests.organisations import organisation, steward
from tests.runs import until
from tests.serving import Registry
from tests.sources import linked, sync, syncing
from tests.synced import World, syncable

POSITIONS = """
select (select count(*) from audit_log where resource = 'run'
         and (changeset #>> '{parameters,after}' is not null
              or previous #>> '{parameters,after}' is not null))
     + (select count(*) from runs where parameters ->> 'after' is not null)
     + (select count(*) from staged_records)
"""


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


async def test_t1_what_a_source_said_is_erased_with_the_organisation(world: World) -> None:
    await world.synced()
    owner = world.registry.owner

    async with world.registry.acting("organisation.erased"):
        await owner.fetchval("select erase_organisation($1)", world.place)

    assert await owner.fetchval("select count(*) from persons") == 0
    assert await owner.fetchval("select count(*) from source_records") == 0
    assert await owner.fetchval("select count(*) from source_identities") == 0
    assert await owner.fetchval("select count(*) from source_links") == 0


async def test_t1_who_is_shared_says_what_the_other_organisation_has(world: World) -> None:
    await world.synced()
    other = await organisation(world.registry, "Elsewhere")
    await steward(world.registry, "lou", other)
    world.source.add_group(5, "Bears")
    world.source.add_role(50, 3, 5)
    world.source.people[3]["email"] = "hidden@canary.example"
    await world.synced()
    world.source.rights["few"] = Rights(reads_details=False)
    del world.source.people[3]["email"]
    source_id = await world.registry.owner.fetchval("select id from sources")
    link = await linked(world.registry, source_id, other, "5")
    begun = await sync(world.registry, "lou", link, token="few")
    async with syncing(world.registry, world.directory):
        run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])
        await until(world.registry, run, "SUCCEEDED")
    owner = world.registry.owner
    records = "select source_records::text from source_records where organisation_id = $1"
    before = await owner.fetch(records, other)

    async with world.registry.acting("organisation.erased"):
        await owner.fetchval("select erase_organisation($1)", world.place)

    (row,) = await owner.fetch("select first_name, email, birth_date from persons")
    assert tuple(row) == ("Ann3", None, None)
    assert await owner.fetch(records, other) == before
    kept = await owner.fetchval("select string_agg(record::text, ' ') from person_versions")
    assert "canary" not in kept
    assert "2014" not in kept


async def test_t1_an_erased_group_does_not_come_back_by_the_one_above(world: World) -> None:
    await world.synced()
    owner = world.registry.owner
    cubs = await owner.fetchval("select id from organisations where name = 'Cubs'")
    async with world.registry.acting("organisation.erased"):
        await owner.fetchval("select erase_organisation($1)", cubs)

    await world.synced()

    assert {row[1] for row in await world.members()} == {"Troop"}
    assert await owner.fetchval("select count(*) from persons") == 7


async def test_t1_how_far_a_list_was_read_stays_in_no_trail(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A position is the id of a role or a person at the source."""
    monkeypatch.setattr("tests.hitobito.MOST_PER_PAGE", 3)
    monkeypatch.setattr("outbound.sources.json_api.MOST_SHORT_PAGES", 1)
    for row in (*world.source.people.values(), *world.source.roles.values()):
        row["updated_at"] = "2026-11-01T12:00:00+01:00"

    for mode in ("FULL", "CHANGES"):
        run = await world.synced(mode=mode)
        assert run["stepsDone"] > 6

    assert await world.registry.owner.fetchval(POSITIONS) == 0
