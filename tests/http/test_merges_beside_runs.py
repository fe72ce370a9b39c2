"""Rules S2, W5 and T1: merges of organisations at once with erasures and syncs of theirs."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.organisation_plans import PlanBlock
from tests.http.test_erased_organisations import erase
from tests.organisation_plans import BLOCKED, OUT_OF_DATE, begun, execute, join, merge
from tests.organisations import limit, organisation, paths_are_right
from tests.people import person
from tests.plan_races import attempts, holding, waiting, without_deadlocks
from tests.runs import TIMEOUT_SECONDS, working
from tests.serving import Answer, Registry
from tests.sources import sync, syncing
from tests.synced import World, syncable

pytestmark = pytest.mark.usefixtures("untried", "no_deadlock")
UNDER_WAY = ("CONFLICT", "Organisation has a run under way")
PERSON = "select from persons where id = $1 for update"
STATUS = "select status from organisations where id = any ($1) order by id"
LETTERS = "select count(*) from messages where kind = 'letter.organisations_merged'"
OPEN = """
select first_name, organisations.name from persons
  join memberships on person_id = persons.id and ended_on is null
  join organisations on organisations.id = organisation_id order by 1, 2
"""


@pytest.fixture
async def no_deadlock(admin: Registry) -> AsyncIterator[None]:
    async with without_deadlocks(admin):
        yield


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        await made.synced()
        yield made


def run_in(answer: Answer) -> UUID:
    """Return the run that an answer has."""
    assert answer.errors == []
    (payload,) = answer.data.values()
    return UUID(payload["run"]["databaseId"])


async def over(registry: Registry, run: UUID) -> tuple[Any, ...]:
    """Return how a run ended, once it has."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            found = await registry.owner.fetchrow(
                "select status, last_error from runs where id = $1", run
            )
            assert found is not None
            if found["status"] not in ("ENQUEUED", "RUNNING"):
                return tuple(found)
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("is_merge_first", [True, False])
async def test_t1_a_merge_and_an_erasure_above_its_target_come_one_after_the_other(
    admin: Registry, *, is_merge_first: bool
) -> None:
    ministry, old = await organisation(admin, "Ministry"), await organisation(admin, "Old")
    new = await organisation(admin, "New", ministry)
    ada, zoe = await person(admin, email="ada@example.org"), await person(admin, "Zoe", "Moor")
    await join(admin, ada, old)
    await join(admin, zoe, new)
    plan = await merge(admin, old, new, "admin")

    async def merging() -> UUID:
        return await begun(admin, plan, "admin", "merge")

    async def erasing() -> UUID:
        return run_in(await erase(admin, "admin", ministry, "Ministry", "erase"))

    both = [merging, erasing] if is_merge_first else [erasing, merging]
    async with working(admin):
        async with holding(admin, PERSON, ada if is_merge_first else zoe):
            first = await both[0]()
            await waiting(admin, 1)
            second = await both[1]()
            await waiting(admin, 2)
        ended = [await over(admin, it) for it in (first, second)]

    states = [row["status"] for row in await admin.owner.fetch(STATUS, [ministry, old, new])]
    if is_merge_first:
        assert ended == [("SUCCEEDED", None)] * 2
        assert states == ["ERASED"] * 3
        assert await admin.owner.fetchval("select count(*) from persons") == 0
    else:
        assert ended == [("SUCCEEDED", None), ("FAILED", "Plan not found")]
        assert states == ["ERASED", "ACTIVE", "ERASED"]
        assert [tuple(row) for row in await admin.owner.fetch(OPEN)] == [("Ada", "Old")]
    assert await admin.owner.fetchval(LETTERS) == (1 if is_merge_first else 0)
    assert len(await attempts(admin, first)) == len(await attempts(admin, second)) == 1
    assert await paths_are_right(admin)


async def test_s2_of_a_sync_and_a_merge_that_begin_at_once_one_does(world: World) -> None:
    registry = world.registry
    other = await organisation(registry, "Other")
    await limit(registry, "kim", "STEWARD", other)
    plan = await merge(registry, world.place, other, "kim")
    world.source.people[1]["first_name"] = "Anna"

    async with syncing(registry, world.directory):
        async with holding(registry, "select from organisations for update"):
            asked = [
                asyncio.create_task(sync(registry, "kim", world.link, key="sync")),
                asyncio.create_task(execute(registry, "kim", plan, "merge")),
            ]
            await waiting(registry, 2)
        synced, merged = await asyncio.gather(*asked)
        first = run_in(merged if synced.errors else synced)
        assert await over(registry, first) == ("SUCCEEDED", None)
        later = [
            await execute(registry, "kim", plan, "merge again"),
            await sync(registry, "kim", world.link, key="sync again"),
        ]
        assert await over(registry, run_in(later[1])) == ("SUCCEEDED", None)

    if synced.errors:
        assert synced.refusal == UNDER_WAY
        assert {row[1] for row in await registry.owner.fetch(OPEN)} == {"Other", "Cubs"}
    else:
        assert merged.refusal == BLOCKED
        assert merged.errors[0]["extensions"]["blockedBy"] == [PlanBlock.RUN]
        assert {row[1] for row in await registry.owner.fetch(OPEN)} == {"Troop", "Cubs"}
    assert later[0].refusal == OUT_OF_DATE
    names = [row[0] for row in await registry.owner.fetch(OPEN)]
    assert sorted(names) == [*(f"Ann{number}" for number in range(2, 9)), "Anna"]


@pytest.mark.parametrize("is_merge_first", [True, False])
async def test_w5_a_merge_and_the_last_step_of_a_sync_above_come_one_after_the_other(
    world: World, *, is_merge_first: bool
) -> None:
    """The sync of the troop writes the cubs' records too, and the cubs go on in another one."""
    registry = world.registry
    other = await organisation(registry, "Other")
    cubs = await registry.owner.fetchval("select id from organisations where name = 'Cubs'")
    plan = await merge(registry, cubs, other, "admin")
    ann = await registry.owner.fetchval("select id from persons where first_name = 'Ann8'")
    world.source.people[8]["first_name"] = "Anna"

    async def merging() -> UUID:
        return await begun(registry, plan, "admin", "merge")

    async def synced() -> UUID:
        return run_in(await sync(registry, "kim", world.link, key="later"))

    both = [merging, synced] if is_merge_first else [synced, merging]
    async with syncing(registry, world.directory):
        async with holding(registry, PERSON, ann):
            first = await both[0]()
            await waiting(registry, 1)
            second = await both[1]()
            await waiting(registry, 2)
        ended = [await over(registry, it) for it in (first, second)]

    assert ended[0] == ("SUCCEEDED", None)
    assert ended[1] == (
        ("SUCCEEDED", None) if is_merge_first else ("FAILED", "Plan is out of date")
    )
    found = [tuple(row) for row in await registry.owner.fetch(OPEN)]
    # Where the cubs' organisation stands elsewhere by then, the sync above leaves them alone.
    assert found[-1] == (("Ann8", "Other") if is_merge_first else ("Anna", "Cubs"))
    assert len(found) == 8
    assert all(it is None for it in await attempts(registry, first))
