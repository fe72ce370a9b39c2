"""Merges that meet at the same persons: none waits for another in a circle (rules B11 and G)."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from tests.databases import Database
from tests.http.test_races import ROUNDS, active, settled
from tests.people import assigned, pair, person, reviewers, say
from tests.serving import Registry, served

RING = 12
WAITING = "select count(distinct pid) from pg_locks where not granted"


async def until_waiting(registry: Registry, count: int) -> None:
    while await registry.owner.fetchval(WAITING) < count:
        await asyncio.sleep(0)


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("step", [1, 2, 5])
async def test_g_merges_in_a_ring_of_pairs_at_once_do_not_deadlock(
    database: Database, tmp_path: Path, step: int
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        everyone = await reviewers(registry, RING)
        for _ in range(ROUNDS):
            ring = [await person(registry, f"person{number}") for number in range(RING)]
            for place in range(RING):
                await pair(registry, ring[place], ring[(place + step) % RING])
            requests = [await assigned(registry, who) for who in everyone]

            answers = await asyncio.gather(
                *(say(registry, *each, "MERGE") for each in zip(everyone, requests, strict=True))
            )

            refusals = {answer.refusal for answer in answers if answer.errors}
            assert refusals <= {("CONFLICT", "Incorrect transition status")}
            await settled(registry)
            assert await active(registry, ring) >= 1


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("is_follower_older", [True, False])
async def test_g_a_merge_of_a_person_and_one_of_who_followed_them_do_not_deadlock(
    database: Database, tmp_path: Path, *, is_follower_older: bool
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        ada, eve = await reviewers(registry, 2)
        follower, master = await person(registry, "One"), await person(registry, "Other")
        if not is_follower_older:
            follower, master = master, follower
        await pair(registry, master, requests_count=9)
        of_master = await assigned(registry, ada)
        await pair(registry, follower)
        of_follower = await assigned(registry, eve)
        async with registry.acting("person.merged"):
            await registry.owner.execute(
                "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
                follower,
                master,
            )

        holder = await asyncpg.connect(database.owner_url)
        await holder.execute("begin")
        await holder.execute("select from persons where id = $1 for update", master)
        first = asyncio.create_task(say(registry, ada, of_master, "MERGE"))
        await until_waiting(registry, 1)
        seen = {"person": 2, "masterPerson": 1}
        second = asyncio.create_task(say(registry, eve, of_follower, "MERGE", seen=seen))
        await until_waiting(registry, 2)
        await holder.execute("commit")
        await holder.close()
        answers = await asyncio.gather(first, second)

        # Whoever waited finds the follower changed by the other merge (rule B14).
        assert answers[0].errors == []
        assert answers[1].refusal == ("CONFLICT", "Records have changed since they were shown")
        assert await active(registry, [follower, master]) == 0
