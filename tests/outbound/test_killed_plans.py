"""Rule W5: however often its worker is killed, a plan is executed once, or not at all."""

import random

import asyncpg

from tests import killing_plans
from tests.plan_races import waiting
from tests.serving import Registry

PERSONS, RATE, KILLS = 20, 10, 2


async def test_w5_a_transfer_whose_worker_is_killed_moves_everybody_once(quiet: Registry) -> None:
    chance = random.Random(22)
    undisturbed, disturbed = [await killing_plans.two(quiet, it, PERSONS) for it in ("ux", "kx")]
    done = []
    for pair, kills in ((undisturbed, 0), (disturbed, KILLS)):
        before = await killing_plans.counted(quiet)
        moving = await killing_plans.begun_transfer(quiet, pair, RATE)
        for _ in range(kills):
            await killing_plans.kill(quiet, moving, chance, most_lines=6)
        await killing_plans.execute(quiet, moving)
        done.append(await killing_plans.counted(quiet) - before)

    assert done[0] == done[1]
    assert done[0]["letter: letter.person_transferred"] == PERSONS // 2
    found = await killing_plans.memberships(quiet, disturbed)
    assert found == await killing_plans.memberships(quiet, undisturbed)
    assert found["New open"] == (2 * PERSONS, 2 * PERSONS)


async def test_w5_of_a_merge_whose_worker_is_killed_there_is_nothing_and_then_all(
    quiet: Registry,
) -> None:
    pair = await killing_plans.two(quiet, "mx", PERSONS)
    merging = await killing_plans.begun_merge(quiet, pair)
    before = await killing_plans.counted(quiet), await killing_plans.memberships(quiet, pair)

    # The last rows of a merge: all else is done by then.
    holder = await asyncpg.connect(quiet.database.owner_url)
    try:
        async with holder.transaction():
            await holder.execute("select from plan_items for update")
            async with killing_plans.worker(quiet):
                await waiting(quiet, 1)
    finally:
        await holder.close()
    await killing_plans.revive(quiet, merging)
    between = await killing_plans.counted(quiet), await killing_plans.memberships(quiet, pair)
    await killing_plans.execute(quiet, merging)

    assert between == before
    merged = await killing_plans.counted(quiet) - before[0]
    assert merged["trail: membership organisation.merged"] == PERSONS
    assert merged["letter: letter.organisations_merged"] == PERSONS // 2
    assert await killing_plans.memberships(quiet, pair) == {"New open": (2 * PERSONS,) * 2}
