"""Rule S4: what was made for a first sync goes where none succeeds."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.databases import Database
from tests.hitobito import error, written
from tests.leaders import SECRET, ended, group_asked, leading, stewards
from tests.organisation_plans import merge, withdraw
from tests.organisations import organisation, steward
from tests.runs import run_of, settle, until
from tests.sources import opening, syncing
from tests.synced import World
from workflows import first_syncs

MADE = """
select place.name, place.status from source_links link
  join organisations place on place.id = link.organisation_id where link.external_id = '5'
"""
AWAITING = "select external_id from source_links where awaits_first_sync"
LEFT = """
select place.name, place.status, erasure.reason,
       (select count(*) from erased_groups) as erased_groups,
       (select count(*) from audit_log
         where resource_id = place.id and action = 'organisation.erased') as entries
  from organisations place join erasures erasure on erasure.erased_id = place.id
 order by place.id
"""
TAKEN_BACK = (None, "ERASED", "None of its syncs has succeeded", 0, 1)


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    async with leading(database, tmp_path) as made:
        made.source.add_group(5, "Bears")
        made.source.add_person(50, "Una", "Lee")
        made.source.add_role(500, 50, 5)
        made.source.leads(SECRET, 5)
        yield made


async def failed(world: World, key: str = "key") -> UUID:
    """Let ann ask for the first sync of a group, which fails."""
    world.source.instead = lambda asked: (
        written(403, error(403)) if asked.path == "/api/roles" else None
    )
    run = await ended(world, await group_asked(world, "ann", "5", key=key), "FAILED")
    world.source.instead = lambda _: None
    return run


async def a_day_passes(world: World) -> None:
    async with world.registry.acting("run.went_on") as owner:
        await owner.execute("update runs set finished_at = finished_at - interval '25 hours'")


async def look(world: World) -> int:
    """Let a worker's maintenance look once."""
    async with opening(world.registry, world.directory) as (pool, _, _), pool.connection() as app:
        return await first_syncs.take_back(app, 100)


async def rows(world: World, statement: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await world.registry.owner.fetch(statement)]


async def test_s4_what_failed_is_there_for_a_day_and_goes_on_when_resumed(world: World) -> None:
    run = await failed(world)
    within_a_day = await look(world)
    await settle(world.registry, "ann", "resume", run, sourceToken=SECRET)
    while_it_runs = await look(world)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")
    # Nor does it go later, when whoever was there has left.
    awaiting = await rows(world, AWAITING)
    await a_day_passes(world)

    assert awaiting == []
    assert (within_a_day, while_it_runs, await look(world)) == (0, 0, 0)
    assert await rows(world, MADE) == [("Bears", "ACTIVE")]
    assert await stewards(world) == [("ann", "Bears"), ("kim", "Troop")]


async def test_s4_what_nobody_resumes_goes_and_may_be_synced_again(world: World) -> None:
    run = await failed(world)
    await a_day_passes(world)
    taken = await look(world)
    gone = await rows(world, MADE)
    over = await run_of(world.registry, "admin", run)

    await ended(world, await group_asked(world, "ann", "5", key="again"))

    assert (taken, gone) == (1, [])
    assert await rows(world, LEFT) == [TAKEN_BACK]
    assert (over["status"], over["organisation"]["name"]) == ("FAILED", None)
    assert await rows(world, MADE) == [("Bears", "ACTIVE")]


async def test_s4_what_was_cancelled_goes_at_once(world: World) -> None:
    begun = await group_asked(world, "ann", "5")
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])
    while_it_waits = await look(world)
    await settle(world.registry, "ann", "cancel", run)

    assert (while_it_waits, await look(world)) == (0, 1)
    assert await rows(world, MADE) == []
    assert await rows(world, LEFT) == [TAKEN_BACK]


async def test_s4_what_somebody_has_put_to_use_stays(world: World) -> None:
    await failed(world)
    (place,) = await world.registry.owner.fetch(
        "select organisation_id as id from source_links where external_id = '5'"
    )
    await steward(world.registry, "lou", place["id"])
    await a_day_passes(world)
    with_a_steward = await look(world)
    async with world.registry.acting("source.linked") as owner:
        await owner.execute("delete from role_grants where organisation_id = $1", place["id"])

    # Whoever had it once may have it again: it is no matter of its first sync any more.
    assert (with_a_steward, await look(world)) == (0, 0)
    assert await rows(world, MADE) == [("Bears", "ACTIVE")]


async def test_w8_a_plan_that_was_withdrawn_keeps_nothing_that_nobody_has_synced(
    world: World,
) -> None:
    registry = world.registry
    await failed(world)
    (place,) = await registry.owner.fetch(
        "select organisation_id as id from source_links where external_id = '5'"
    )
    plan = await merge(registry, place["id"], await organisation(registry, "New"), "admin")
    await a_day_passes(world)
    answer = await withdraw(registry, "admin", plan)

    assert answer.errors == []
    assert await look(world) == 1
    assert await rows(world, MADE) == []


async def test_s4_what_stands_above_another_stays_and_goes_after_it(world: World) -> None:
    await failed(world)
    (place,) = await world.registry.owner.fetch(
        "select organisation_id as id from source_links where external_id = '5'"
    )
    below = await organisation(world.registry, "Cubs of Bears", parent=place["id"])
    await a_day_passes(world)

    assert await look(world) == 0
    assert await rows(world, MADE) == [("Bears", "ACTIVE")]
    assert (
        await world.registry.owner.fetchval("select status from organisations where id = $1", below)
        == "ACTIVE"
    )


async def test_s4_what_no_group_can_be_called_is_refused_before_the_source_is_asked(
    world: World,
) -> None:
    answer = await group_asked(world, "ann", "5\0")

    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert answer.errors[0]["extensions"]["violations"][0]["path"] == ["externalId"]
    assert world.source.asked == []
