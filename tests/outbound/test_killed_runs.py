"""A worker that is killed anywhere leaves each step of a run done or not begun (rule S1)."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.killed_workers import killed
from tests.organisations import organisation
from tests.run_worker import URL
from tests.runs import children, inserted, until
from tests.serving import Registry

KILLS = int(os.environ.get("SELFSAME_TEST_RUN_KILLS", "4"))
STEPS = 10 + 3 * KILLS
RESUME = """
update messages set status = 'ENQUEUED', attempts = 0, next_attempt_at = now()
 where status = 'FAILED'
"""


@asynccontextmanager
async def resumed(registry: Registry) -> AsyncIterator[asyncio.StreamReader]:
    """Let a process do steps, kill it, and have what it was at tried again."""
    async with killed(registry, "tests.run_worker", {URL: registry.database.app_url}) as lines:
        yield lines
    async with registry.acting("message.retried") as owner:
        await owner.execute(RESUME)


async def test_s1_a_run_whose_worker_is_killed_again_and_again_ends_whole(quiet: Registry) -> None:
    place = await organisation(quiet, "Clinic")
    run = await inserted(quiet, place, steps=STEPS)
    chance = random.Random(7)

    for _ in range(KILLS):
        async with resumed(quiet) as begun:
            for _ in range(chance.randint(1, 3)):
                await begun.readline()
    async with resumed(quiet):
        await until(quiet, run, "SUCCEEDED")

    assert await children(quiet, place) == sorted(f"Step {number}" for number in range(STEPS))
    counted = "select (counts ->> 'created')::integer from runs where id = $1"
    assert await quiet.owner.fetchval(counted, run) == STEPS
