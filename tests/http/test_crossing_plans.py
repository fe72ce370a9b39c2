"""Rules S2 and W5: of plans that cross each other and are executed at once, one is."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from rules.organisation_plans import PlanBlock
from tests.organisation_plans import BLOCKED, OUT_OF_DATE, execute, join, merge, transfer
from tests.organisations import organisation, paths_are_right, steward
from tests.people import person
from tests.plan_races import attempts, holding, waiting, without_deadlocks
from tests.runs import until, working
from tests.serving import Registry

pytestmark = pytest.mark.usefixtures("untried", "no_deadlock")
ROWS = "select from organisations for update"
LETTERS = "select count(*) from messages where kind = 'letter.organisations_merged'"
MEMBERS = """
select organisations.name, count(*) from memberships
  join organisations on organisations.id = organisation_id where ended_on is null group by 1
"""


@pytest.fixture
async def no_deadlock(admin: Registry) -> AsyncIterator[None]:
    async with without_deadlocks(admin):
        yield


async def ring(registry: Registry, length: int) -> list[UUID]:
    """Make organisations of one steward, with one member each."""
    places = [await organisation(registry, f"Place {number}") for number in range(length)]
    await steward(registry, "sam", *places)
    for number, place in enumerate(places):
        name = f"Ann{chr(97 + number)}"
        await join(registry, await person(registry, name, name, email=f"{name}@e.org"), place)
    return places


@pytest.mark.parametrize("length", [2, 3])
async def test_s2_of_merges_in_a_ring_that_are_executed_at_once_one_begins(
    admin: Registry, length: int
) -> None:
    """Each goes into the next organisation: any two of them have one in common."""
    places = await ring(admin, length)
    plans = [await merge(admin, it, places[number - 1]) for number, it in enumerate(places)]

    async with holding(admin, ROWS):
        asked = [
            asyncio.create_task(execute(admin, "sam", plan, f"key {number}"))
            for number, plan in enumerate(plans)
        ]
        await waiting(admin, length)
    answers = await asyncio.gather(*asked)
    (begun,) = [it.data["executePlan"]["run"]["databaseId"] for it in answers if not it.errors]
    async with working(admin):
        await until(admin, UUID(begun), "SUCCEEDED")
    later = [await execute(admin, "sam", it, f"later {n}") for n, it in enumerate(plans)]

    refused = [it for it in answers if it.errors]
    assert [it.refusal for it in refused] == [BLOCKED] * (length - 1)
    for each in refused:
        assert each.errors[0]["extensions"]["blockedBy"] == [PlanBlock.RUN]
        assert each.errors[0]["extensions"]["runId"] == begun
    assert await attempts(admin, UUID(begun)) == [None]
    assert {it.refusal for it in later} == {OUT_OF_DATE}
    members = {row[0]: row[1] for row in await admin.owner.fetch(MEMBERS)}
    assert sorted(members.values()) == [1] * (length - 2) + [2]
    assert await admin.owner.fetchval(LETTERS) == 1
    assert await paths_are_right(admin)


async def test_s2_a_merge_and_a_transfer_back_at_any_moment_of_it_do_not_wait_in_a_circle(
    admin: Registry,
) -> None:
    """While the merge has its rows, the other is refused at once; it waits for none of them."""
    old, new = await ring(admin, 2)
    there, back = await merge(admin, old, new), await transfer(admin, new, old)

    async with working(admin):
        async with holding(admin, "select from persons for update"):
            begun = UUID(
                (await execute(admin, "sam", there)).data["executePlan"]["run"]["databaseId"]
            )
            await waiting(admin, 1)
            refused = await execute(admin, "sam", back, "back")
            same = await execute(admin, "sam", there)
            again = await execute(admin, "sam", there, "again")
        await until(admin, begun, "SUCCEEDED")
    afterwards = await execute(admin, "sam", there)

    assert refused.refusal == again.refusal == BLOCKED
    for each in (same, afterwards):
        assert each.data["executePlan"]["run"]["databaseId"] == str(begun)
    assert await attempts(admin, begun) == [None]
    assert await admin.owner.fetchval("select count(*) from runs") == 1
    assert await admin.owner.fetchval(LETTERS) == 1
