"""Workers that are killed while they match miss no pair and make none twice (rule H1)."""

import asyncio
from pathlib import Path

from tests.databases import Database
from tests.matching import LET_LEASES_END, ada, pairs_of
from tests.outbound.processes import worker
from tests.serving import Registry

PERSONS = 40
KILLS = 3
CLAIMED = "select exists (select from due_matches where claimed_at > now() - interval '1 min')"
DUE = "select exists (select from due_matches)"


async def test_h1_kill_minus_nine_misses_no_pair_and_makes_none_twice(
    quiet: Registry, database: Database, tmp_path: Path
) -> None:
    everybody = [await ada(quiet, second_name=f"N{number}") for number in range(PERSONS)]

    for _ in range(KILLS):
        async with worker(database, tmp_path, detection="on") as killed:
            while not await quiet.owner.fetchval(CLAIMED):
                await asyncio.sleep(0)
            killed.kill()
            await killed.wait()
        await quiet.owner.execute(
            "insert into due_matches select id, version from persons on conflict do nothing"
        )
        await quiet.owner.execute(LET_LEASES_END)
    async with worker(database, tmp_path, detection="on"):
        while await quiet.owner.fetchval(DUE):
            await asyncio.sleep(0.02)

    assert len(await pairs_of(quiet.owner)) == PERSONS * (PERSONS - 1) // 2
    assert await quiet.owner.fetchval("select count(*) from manual_merge_candidates") == len(
        await pairs_of(quiet.owner)
    )
    assert len(everybody) == PERSONS
