"""Whoever meets a dispute at the moment in which it begins: rules B17 and H24, at once."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.databases import Database
from tests.disputes import given, people, senior, vote
from tests.people import ASSIGN, Pair, assigned, key_of, pair, reviewers, row, say
from tests.serving import Answer, Registry, served

ROUNDS = 8
OPEN_OF_OTHERS = """
select count(*) from merge_requests request
  join manual_merge_candidates candidate on candidate.id = request.manual_merge_candidate_id
 where candidate.disputed_at is not null and request.status in ('NEW', 'POSTPONE')
   and request.superseded_at is null and not is_senior_reviewer(request.assignee_id)
"""
HELD_BY_OTHERS = """
select count(*) from manual_merge_candidates
 where disputed_at is not null and assignee_id is not null and not is_senior_reviewer(assignee_id)
"""


async def stands_for(registry: Registry, who: UUID) -> Any:
    found = await row(registry, "persons", who)
    return found["master_person_id"] or who


async def decision_of(registry: Registry, of: Pair) -> Any:
    return (await row(registry, "manual_merge_candidates", of.candidate))["decision"]


async def clear(registry: Registry) -> None:
    """Let nothing of an earlier round wait."""
    async with registry.acting("registry.cleaned") as owner:
        await owner.execute("delete from merge_requests")
        await owner.execute("delete from merge_effects")
        await owner.execute("delete from merged_pairs")
        await owner.execute("delete from manual_merge_candidates")


async def no_request_of_others_is_open(registry: Registry) -> bool:
    counts = [await registry.owner.fetchval(it) for it in (OPEN_OF_OTHERS, HELD_BY_OTHERS)]
    return counts == [0, 0]


def was_refused(answer: Answer) -> bool:
    return bool(answer.errors)


async def test_h24_a_split_and_a_merge_that_would_join_the_two_never_pass_each_other(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        ada, bo, cy = await reviewers(registry, 3)
        outcomes = set()
        for _ in range(ROUNDS):
            await clear(registry)
            a, b, c = await people(registry, 3)
            merging, splitting = await pair(registry, b, a), await pair(registry, c, b)
            waiting = await pair(registry, c, a)
            requests = [
                await given(registry, *each)
                for each in ((ada, merging), (bo, splitting), (cy, waiting))
            ]

            merge, split, late = await asyncio.gather(
                say(registry, ada, requests[0], "MERGE"),
                say(registry, bo, requests[1], "SPLIT"),
                say(registry, cy, requests[2], "MERGE"),
            )

            outcomes.add((was_refused(merge), was_refused(split), was_refused(late)))
            if await decision_of(registry, splitting) == "SPLIT":
                assert await stands_for(registry, b) != await stands_for(registry, c)
            assert await no_request_of_others_is_open(registry)

    assert outcomes


async def test_b17_the_last_vote_and_a_dispute_at_once_leave_no_vote_that_knew_nothing(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        ada, bo, cy = await reviewers(registry, 3)
        for _ in range(ROUNDS):
            await clear(registry)
            a, b, c = await people(registry, 3)
            merging, parted = await pair(registry, b, a), await pair(registry, c, b)
            contested = await pair(registry, c, a)
            for who in (ada, bo):
                await vote(registry, who, parted, "SPLIT")
            await vote(registry, ada, merging, "MERGE")
            await vote(registry, ada, contested, "MERGE")
            requests = await given(registry, bo, merging), await given(registry, cy, contested)

            await asyncio.gather(
                say(registry, bo, requests[0], "MERGE"), say(registry, cy, requests[1], "MERGE")
            )

            assert await stands_for(registry, b) != await stands_for(registry, c)
            assert await no_request_of_others_is_open(registry)
            unaware = await registry.owner.fetchval(
                "select count(*) from merge_requests request"
                " join manual_merge_candidates candidate"
                "   on candidate.id = request.manual_merge_candidate_id"
                " where candidate.status = 'NEW' and candidate.disputed_at is not null"
                "   and request.status = 'MERGE' and not request.overrules"
            )
            assert unaware == 0


async def test_b17_nobody_but_a_senior_is_given_a_pair_that_becomes_disputed_meanwhile(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=9) as registry:
        everyone = await reviewers(registry, 12)
        await senior(registry)
        for _ in range(ROUNDS):
            await clear(registry)
            of = await pair(registry)
            voters, askers = everyone[:4], everyone[4:]
            for who, said in zip(voters[:3], ("MERGE", "SPLIT", "MERGE"), strict=True):
                await vote(registry, who, of, said)
            last = await assigned(registry, voters[3])

            answers = await asyncio.gather(
                say(registry, voters[3], last, "SPLIT"),
                *(registry.ask(who, ASSIGN) for who in (*askers, "senior")),
            )

            assert answers[0].errors == []
            assert await no_request_of_others_is_open(registry)
            if answers[-1].data["assignMergeCandidate"] is None:
                offered = key_of(await assigned(registry, "senior"))
                assert (await row(registry, "merge_requests", offered))["status"] == "NEW"
