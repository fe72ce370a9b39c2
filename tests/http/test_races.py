"""What holds when many ask at once: real simultaneous HTTP requests on a real server."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.databases import Database
from tests.people import (
    ASSIGN,
    assigned,
    candidate_of,
    close_reopened_questions,
    insert,
    judge,
    pair,
    pairs,
    person,
    reviewers,
    row,
    say,
)
from tests.serving import Answer, Registry, served

MANY = 64
ROUNDS = int(os.environ.get("SELFSAME_TEST_ROUNDS", "5"))
HELD = ("CONFLICT", "Assignee is not allowed to ask for new merge request")


def outcome(answer: Answer) -> str:
    """Name what an assignment came to."""
    if answer.errors:
        return str(answer.refusal)
    return "none" if answer.body["data"]["assignMergeCandidate"] is None else "given"


async def at_once(*asked: Any) -> Counter[str]:
    return Counter(outcome(answer) for answer in await asyncio.gather(*asked))


async def doubled(registry: Registry) -> int:
    """Count the candidates that are open NEW requests of several reviewers."""
    found: int = await registry.owner.fetchval(
        """
        select count(*) from (
            select from merge_requests where status = 'NEW' and superseded_at is null
             group by manual_merge_candidate_id having count(*) > 1) it
        """
    )
    return found


@asynccontextmanager
async def holding(registry: Registry) -> AsyncIterator[asyncpg.Connection]:
    """A connection that holds every candidate until the transaction ends."""
    holder = await asyncpg.connect(registry.database.owner_url)
    try:
        await holder.execute("begin")
        await holder.execute("select from manual_merge_candidates for update")
        yield holder
    finally:
        await holder.close()


async def waits(registry: Registry, asking: asyncio.Task[Answer]) -> None:
    """Return when somebody waits for a lock; who has an answer does not."""
    waiting = "select count(*) from pg_locks where not granted"
    while not await registry.owner.fetchval(waiting):
        assert not asking.done(), "it did not wait"


async def test_b1_of_64_simultaneous_calls_of_one_reviewer_one_succeeds(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, ROUNDS * 3)

    for _ in range(ROUNDS):
        came = await at_once(*(registry.ask(ada, ASSIGN) for _ in range(MANY)))

        assert came == {"given": 1, str(HELD): MANY - 1}
        (request,) = (await registry.ask(ada, "{ mergeRequests { nodes { id } } }")).data[
            "mergeRequests"
        ]["nodes"]
        await say(registry, ada, request["id"], "TRASH")


@pytest.mark.parametrize("candidates", [MANY, MANY - 1, 1])
async def test_b4_no_candidate_goes_to_two_and_nobody_gets_none_while_one_is_free(
    registry: Registry, candidates: int
) -> None:
    everyone = await reviewers(registry, MANY)
    await pairs(registry, candidates)

    came = await at_once(*(registry.ask(who, ASSIGN) for who in everyone))

    assert came == Counter({"given": candidates, "none": MANY - candidates})
    assert await doubled(registry) == 0


@pytest.mark.parametrize("ending", ["rollback", "commit"])
async def test_b4_who_asks_waits_for_the_last_candidate_that_another_may_release(
    registry: Registry, ending: str
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)

    async with holding(registry) as holder:
        asking = asyncio.create_task(registry.ask(ada, ASSIGN))
        await waits(registry, asking)
        await holder.execute(ending)
        answer = await asking

    assert outcome(answer) == "given"


async def test_b4_who_waited_for_a_candidate_that_another_took_gets_none(
    registry: Registry,
) -> None:
    ada, eve = await reviewers(registry, 2)
    await pairs(registry, 1)

    async with holding(registry) as holder:
        asking = asyncio.create_task(registry.ask(ada, ASSIGN))
        await waits(registry, asking)
        await holder.execute(
            "select begin_act('merge_request.assigned', null, null, uuidv7(), null)"
        )
        await holder.execute(
            "update manual_merge_candidates set assignee_id = $1", registry.users[eve]
        )
        await holder.execute("commit")
        answer = await asking

    assert outcome(answer) == "none"


async def test_b4_a_held_candidate_is_passed_over_while_another_is_free(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)

    async with holding(registry):
        free = await pair(registry)
        answer = await registry.ask(ada, ASSIGN)

    request = answer.data["assignMergeCandidate"]["mergeRequest"]["id"]
    assert await candidate_of(registry, request) == free.candidate


@pytest.mark.parametrize("decisions", ["MERGE", "SPLIT", "MERGE SPLIT TRASH"])
async def test_b10_deciders_at_once_settle_a_pair_exactly_once(
    database: Database, tmp_path: Path, decisions: str
) -> None:
    # No two votes against two make a dispute, which would take the others' requests (rule B17).
    async with served(database, tmp_path, dispute_votes=9) as registry:
        everyone = await reviewers(registry, 9)
        of = await pair(registry)
        requests = [await judge(registry, who, "POSTPONE") for who in everyone]
        said = [decisions.split()[it % len(decisions.split())] for it in range(9)]

        answers = await asyncio.gather(
            *(say(registry, *it) for it in zip(everyone, requests, said, strict=True))
        )

        candidate = await row(registry, "manual_merge_candidates", of.candidate)
        taken = Counter(it for it, answer in zip(said, answers, strict=True) if not answer.errors)
        refused = {answer.refusal for answer in answers if answer.errors}
        assert (candidate["status"], candidate["reason"]) == ("PROCESSED", "QUORUM")
        assert [it for it, count in taken.items() if count == 3] == [candidate["decision"]]
        assert max(taken.values()) == 3
        assert refused == {("CONFLICT", "Incorrect transition status")}
        processed = await registry.owner.fetchval(
            "select count(*) from audit_log where resource = 'manual_merge_candidate'"
            " and changeset ->> 'status' = 'PROCESSED'"
        )
        assert processed == 1
        inactive = await registry.owner.fetchval(
            "select count(*) from persons where status = 'INACTIVE'"
        )
        assert inactive == (1 if candidate["decision"] == "MERGE" else 0)


async def test_b11_merges_that_share_persons_leave_no_chain_whoever_is_first(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        everyone = await reviewers(registry, 8)
        for _ in range(ROUNDS):
            ring = [await person(registry, f"person{it}") for it in range(8)]
            for place in range(8):
                # Each is the duplicate of the next, so that all merges meet at their persons.
                await pair(registry, ring[place], ring[(place + 1) % 8])
            requests = [await assigned(registry, who) for who in everyone]

            answers = await asyncio.gather(
                *(
                    say(registry, who, request, "MERGE")
                    for who, request in zip(everyone, requests, strict=True)
                )
            )

            codes = {it.refusal for it in answers if it.errors}
            assert codes <= {("CONFLICT", "Incorrect transition status")}
            await settled(registry)
            assert await active(registry, ring) >= 1


async def settled(registry: Registry) -> None:
    """Assert that masters are ACTIVE, merged pairs on record, and nobody in an open pair merged."""
    broken = await registry.owner.fetchrow(
        """
        select (select count(*) from persons one join persons master
                  on master.id = one.master_person_id where master.status <> 'ACTIVE') as chains,
               (select count(*) from persons where status = 'INACTIVE')
             - (select count(*) from merged_pairs) as unrecorded,
               (select count(*) from manual_merge_candidates candidate
                  join merge_candidates it on it.id = candidate.merge_candidate_id
                  join persons on persons.id in (it.person_id, it.master_person_id)
                 where candidate.status = 'NEW' and persons.status = 'INACTIVE') as open,
               (select count(*) from merge_requests request
                  join manual_merge_candidates candidate
                    on candidate.id = request.manual_merge_candidate_id
                 where request.status in ('NEW', 'POSTPONE') and request.superseded_at is null
                   and candidate.status = 'PROCESSED') as left_open
        """
    )
    assert broken is not None
    assert dict(broken) == {"chains": 0, "unrecorded": 0, "open": 0, "left_open": 0}


async def active(registry: Registry, people: list[Any]) -> int:
    found: int = await registry.owner.fetchval(
        "select count(*) from persons where id = any ($1) and status = 'ACTIVE'", people
    )
    return found


async def test_b11_nobody_is_given_a_pair_whose_person_is_merged_at_that_moment(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        decider, *others = await reviewers(registry, 16)
        for _ in range(ROUNDS):
            of = await pair(registry, requests_count=99)
            for _ in others:
                await pair(registry, of.person)
            deciding = await assigned(registry, decider)

            answers = await asyncio.gather(
                *(registry.ask(who, ASSIGN) for who in others[:7]),
                say(registry, decider, deciding, "MERGE"),
                *(registry.ask(who, ASSIGN) for who in others[7:]),
            )

            assert [it.errors for it in answers] == [[]] * 16
            await settled(registry)
            await close_reopened_questions(registry)


async def test_b9_b10_reviewers_who_take_and_say_all_at_once_keep_the_books(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        everyone = await reviewers(registry, 12)
        shared = [await person(registry, f"person{it}") for it in range(6)]
        async with registry.acting("merge_candidate.imported"):
            for one in range(6):
                for other in range(one):
                    both = {"person_id": shared[one], "master_person_id": shared[other]}
                    made = await insert(registry, "merge_candidates", both)
                    await insert(registry, "manual_merge_candidates", {"merge_candidate_id": made})

        async def work(who: str, said: list[str]) -> list[Answer]:
            answers = []
            for status in said:
                given = await registry.ask(who, ASSIGN)
                answers.append(given)
                if outcome(given) == "given":
                    request = given.data["assignMergeCandidate"]["mergeRequest"]["id"]
                    answers.append(await say(registry, who, request, status))
            return answers

        ways = (["MERGE", "SPLIT"], ["SPLIT", "POSTPONE", "MERGE"], ["MERGE", "MERGE", "TRASH"])
        worked = await asyncio.gather(*(work(who, ways[it % 3]) for it, who in enumerate(everyone)))

        codes = {answer.refusal for answers in worked for answer in answers if answer.errors}
        assert codes <= {("CONFLICT", "Incorrect transition status")}
        await settled(registry)
        assert await doubled(registry) == 0
