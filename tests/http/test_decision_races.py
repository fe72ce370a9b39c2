"""Decisions that meet changes of the same records, and of who may decide (rules B14 to B16)."""

import asyncio
import os
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from rules.comparison import compare
from tests.databases import Database
from tests.edits import edit, versions
from tests.http.seen_candidates import saw
from tests.http.test_conflicts_of_interest import CONFLICT
from tests.http.test_outdated_votes import decision, withdraw
from tests.http.test_seen_versions import STALE
from tests.people import assigned, id_of, judge, pair, person, reviewers, say
from tests.serving import Answer, Registry
from workflows.comparison import agreements
from workflows.person_versions import read_record
from workflows.records import MEASURES

ROUNDS = int(os.environ.get("SELFSAME_TEST_RACES", "3"))
AT_ONCE = int(os.environ.get("SELFSAME_TEST_AT_ONCE", "12"))
REFUSED = ("CONFLICT", "Incorrect transition status")
DECIDED = """
select id, seen_person_version, seen_master_version, agreements from merge_requests
 where status = 'SPLIT' and manual_merge_candidate_id = $1
"""
KEPT = "select record from person_versions where person_id = $1 and version = $2"


async def snapshot(registry: Registry, person_id: UUID, version: int) -> Any:
    """Return a record as it was."""
    kept = await registry.owner.fetchval(KEPT, person_id, version)
    return read_record(orjson.loads(kept))


async def test_b14_no_decision_is_taken_on_a_version_that_was_not_seen(
    registry: Registry, database: Database
) -> None:
    everyone = await reviewers(registry, AT_ONCE)
    editor = await asyncpg.create_pool(database.owner_url, min_size=4, max_size=8)
    outcomes = set[Any]()
    for turn in range(ROUNDS):
        made = await pair(registry, await person(registry, "Ada"), await person(registry, "Ada"))
        await postponed(registry, made.candidate, everyone)
        requests = {
            row["assignee_id"]: row["id"]
            for row in await registry.owner.fetch(
                "select id, assignee_id from merge_requests where manual_merge_candidate_id = $1",
                made.candidate,
            )
        }
        random = Random(turn)

        async def change(place: int, turn_of: Random = random, of: Any = made) -> None:
            # Every change turns an agreement, so no two versions in a row compare alike.
            async with editor.acquire() as connection:
                name = "Ada" if place % 2 else f"Zoe{'abcdefghij'[turn_of.randrange(10)]}"
                await edit(registry, of.person, connection=connection, first_name=name)

        async def decide(who: str, requests: dict[UUID, UUID] = requests) -> Answer:
            request = requests[registry.users[who]]
            async with editor.acquire() as connection:
                seen = await versions(registry, request, connection)
            return await say(registry, who, id_of("MergeRequest", request), "SPLIT", seen=seen)

        answers = await asyncio.gather(
            *(act for place, who in enumerate(everyone) for act in (change(place), decide(who))),
        )

        outcomes |= {it.refusal for it in answers[1::2] if it is not None and it.errors}
        for row in await registry.owner.fetch(DECIDED, made.candidate):
            seen_person = await snapshot(registry, made.person, row["seen_person_version"])
            seen_master = await snapshot(registry, made.master, row["seen_master_version"])
            fields = compare(seen_person, seen_master, MEASURES)
            assert row["agreements"] == agreements(fields)
        await close(registry, made.candidate)
    await editor.close()

    assert outcomes <= {STALE, REFUSED}


async def test_b15_the_last_vote_and_an_edit_by_the_same_reviewer_come_one_after_the_other(
    registry: Registry, database: Database
) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    outcomes = set[str]()
    for _ in range(max(ROUNDS, 4)):
        made = await pair(registry)
        for who in (ada, eve):
            await judge(registry, who, "SPLIT")
        request = await assigned(registry, joe)
        connection = await asyncpg.connect(database.owner_url)

        answer, _ = await asyncio.gather(
            say(registry, joe, request, "SPLIT"),
            edit(registry, made.person, joe, connection, email="joe@example.com"),
        )
        await connection.close()

        outcomes.add(answer.refusal[1] if answer.errors else "taken")
        if answer.errors:
            assert answer.refusal == CONFLICT
            assert await decision(registry, made) == ("NEW", None)
            await close(registry, made.candidate)
        else:
            assert await decision(registry, made) == ("PROCESSED", "SPLIT")
    assert outcomes <= {"taken", CONFLICT[1]}


async def test_b16_a_last_vote_and_a_withdrawal_at_once_leave_what_one_order_leaves(
    registry: Registry,
) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    for _ in range(max(ROUNDS, 4)):
        made = await pair(registry)
        of_ada = await judge(registry, ada, "MERGE")
        await judge(registry, eve, "MERGE")
        of_joe = await assigned(registry, joe)

        vote, withdrawal = await asyncio.gather(
            say(registry, joe, of_joe, "MERGE"), withdraw(registry, ada, of_ada)
        )

        assert vote.errors == []
        if withdrawal.errors:
            assert withdrawal.refusal == REFUSED
            assert await decision(registry, made) == ("PROCESSED", "MERGE")
        else:
            assert await decision(registry, made) == ("NEW", None)
            await close(registry, made.candidate)


async def postponed(registry: Registry, candidate: UUID, everyone: list[str]) -> None:
    """Let all of them have put a pair off."""
    await saw(registry, [candidate], *(registry.users[who] for who in everyone), status="POSTPONE")


async def close(registry: Registry, candidate: UUID) -> None:
    """Let a pair be nobody's any more."""
    async with registry.acting("registry.cleaned") as owner:
        await owner.execute(
            "update manual_merge_candidates set status = 'PROCESSED', reason = 'AUTO_MERGE',"
            " assignee_id = null where id = $1 and status = 'NEW'",
            candidate,
        )
        await owner.execute(
            "update merge_requests set superseded_at = now() where superseded_at is null"
            " and status in ('NEW', 'POSTPONE') and manual_merge_candidate_id = $1",
            candidate,
        )
