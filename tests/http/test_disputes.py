"""What becomes of a pair on which reviewers differ: rule B17, over HTTP."""

from pathlib import Path
from typing import Any

import pytest

from rules.access import Role
from tests.databases import Database
from tests.disputes import (
    arguments,
    given,
    is_disputed,
    review_of,
    sees_dispute,
    senior,
    vote,
)
from tests.edits import become
from tests.people import ASSIGN, assigned, candidate_of, judge, key_of, pair, reviewers, row, say
from tests.serving import Registry, served

WITHDRAW = """
mutation ($input: WithdrawMergeDecisionInput!) {
  withdrawMergeDecision(input: $input) { mergeRequest { status } }
}
"""

UPDATED = """
query ($id: ID!) {
  mergeRequest(id: $id) { updatedAt manualMergeCandidate { status updatedAt } }
}
"""


async def differing(registry: Registry, of: Any, said: str = "MMSS") -> list[tuple[str, str]]:
    """Let reviewers differ about a pair; return each with their request."""
    names = await reviewers(registry, len(said))
    decisions = {"M": "MERGE", "S": "SPLIT", "T": "TRASH"}
    return [
        (who, await vote(registry, who, of, decisions[letter], comment=f"I say {letter}"))
        for who, letter in zip(names, said, strict=True)
    ]


@pytest.mark.parametrize(
    ("said", "disputed"),
    [("MS", False), ("MSS", False), ("MST", False), ("MSMS", True), ("TTSS", True)],
)
async def test_b17_two_votes_of_each_of_two_decisions_make_a_dispute(
    registry: Registry, said: str, disputed: bool
) -> None:
    of = await pair(registry)

    await differing(registry, of, said)

    assert await is_disputed(registry, of) is disputed
    assert (await review_of(registry, of))["status"] == "NEW"


async def test_b17_an_installation_says_how_many_votes_make_a_dispute(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=5, dispute_votes=3) as registry:
        of = await pair(registry)
        voted = await differing(registry, of, "MMSSM")
        before = await is_disputed(registry, of)
        late = await registry.user("late", Role.NHS_REVIEWER)
        await vote(registry, late, of, "SPLIT")

        after = await is_disputed(registry, of)

    assert len(voted) == 5
    assert (before, after) == (False, True)


async def test_b17_a_recusal_ends_a_dispute_by_the_votes_that_began_it(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=9, dispute_votes=3) as registry:
        of = await pair(registry)
        voted = await differing(registry, of, "MMMSSS")
        before = await is_disputed(registry, of)

        await become(registry, voted[0][0], of.person)

        assert (before, await is_disputed(registry, of)) == (True, False)


async def test_b17_no_moment_tells_who_voted_that_reviewers_differ(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=9) as registry:
        of = await pair(registry)
        (_, mine), *_ = await differing(registry, of, "MMS")
        last = await registry.user("last", Role.NHS_REVIEWER)
        request = await given(registry, last, of)
        await say(registry, last, request, "POSTPONE")

        shown = [await registry.ask("reviewer0", UPDATED, {"id": mine})]
        await say(registry, last, request, "SPLIT")
        disputed = await is_disputed(registry, of)
        shown.append(await registry.ask("reviewer0", UPDATED, {"id": mine}))
        await registry.ask(last, WITHDRAW, {"input": {"id": request}})
        shown.append(await registry.ask("reviewer0", UPDATED, {"id": mine}))

        assert (disputed, await is_disputed(registry, of)) == (True, False)
        assert shown[0].body == shown[1].body == shown[2].body


async def test_b17_a_disputed_pair_is_offered_to_senior_reviewers_first_and_to_nobody_else(
    registry: Registry,
) -> None:
    of = await pair(registry)
    await differing(registry, of)
    other = await pair(registry)
    async with registry.acting("merge_candidate.forged") as owner:
        await owner.execute(
            "update manual_merge_candidates set requests_count = 90 where id = $1", other.candidate
        )
    late = await registry.user("late", Role.NHS_REVIEWER)
    await senior(registry)

    offered = await assigned(registry, "senior")
    for_others = await assigned(registry, late)
    nothing = await registry.ask(await registry.user("later", Role.NHS_REVIEWER), ASSIGN)

    assert await candidate_of(registry, offered) == of.candidate
    assert await candidate_of(registry, for_others) == other.candidate
    assert nothing.data == {"assignMergeCandidate": None}


async def test_b17_a_senior_reviewer_through_another_client_is_none(registry: Registry) -> None:
    of = await pair(registry)
    await differing(registry, of)
    await senior(registry)
    elsewhere = await registry.client("elsewhere", "USER_INTERFACE")
    async with registry.acting("role.moved") as owner:
        await owner.execute(
            "update role_grants set client_id = $1 where role = 'SENIOR_REVIEWER'", elsewhere
        )

    assert (await registry.ask("senior", ASSIGN)).data == {"assignMergeCandidate": None}


async def test_b17_the_vote_of_a_senior_reviewer_counts_as_one_and_settles(
    registry: Registry,
) -> None:
    of = await pair(registry)
    await differing(registry, of)
    await senior(registry)

    await judge(registry, "senior", "SPLIT")

    review = await review_of(registry, of)
    assert (review["status"], review["decision"]) == ("PROCESSED", "SPLIT")


async def test_b17_open_requests_of_others_are_superseded_and_votes_stay(
    registry: Registry,
) -> None:
    of = await pair(registry)
    holders = [await registry.user(it, Role.NHS_REVIEWER) for it in ("holder", "waiter")]
    put_off = await given(registry, holders[0], of)
    await say(registry, holders[0], put_off, "POSTPONE")
    await senior(registry)
    put_off_by_senior = await given(registry, "senior", of)
    await say(registry, "senior", put_off_by_senior, "POSTPONE")

    voted = await differing(registry, of)

    closed = await row(registry, "merge_requests", key_of(put_off))
    assert (closed["status"], closed["superseded_at"] is None) == ("POSTPONE", False)
    kept = await row(registry, "merge_requests", key_of(put_off_by_senior))
    assert (kept["status"], kept["superseded_at"]) == ("POSTPONE", None)
    refused = await say(registry, holders[0], put_off, "MERGE")
    assert refused.refusal == ("CONFLICT", "Incorrect transition status")
    for _, request in voted:
        assert (await row(registry, "merge_requests", key_of(request)))["superseded_at"] is None


async def test_b17_a_withdrawal_that_leaves_fewer_votes_ends_the_dispute(
    registry: Registry,
) -> None:
    of = await pair(registry)
    voted = await differing(registry, of)
    who, request = voted[-1]

    answer = await registry.ask(who, WITHDRAW, {"input": {"id": request}})

    assert answer.data["withdrawMergeDecision"]["mergeRequest"] == {"status": "POSTPONE"}
    assert not await is_disputed(registry, of)
    late = await registry.user("late", Role.NHS_REVIEWER)
    assert await candidate_of(registry, await assigned(registry, late)) == of.candidate


async def test_b16_what_is_withdrawn_from_a_pair_that_stays_disputed_is_open_to_seniors_alone(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=9) as registry:
        of = await pair(registry)
        voted = await differing(registry, of)
        await senior(registry)
        await judge(registry, "senior", "SPLIT")
        who, request = voted[-1]

        await registry.ask(who, WITHDRAW, {"input": {"id": request}})

        assert await is_disputed(registry, of)
        closed = await row(registry, "merge_requests", key_of(request))
        assert (closed["status"], closed["superseded_at"] is None) == ("POSTPONE", False)


async def test_b17_seniors_see_what_others_said_without_names_in_an_order_that_tells_nothing(
    registry: Registry,
) -> None:
    of = await pair(registry)
    voted = await differing(registry, of, "SMSM")
    await senior(registry)

    request = await assigned(registry, "senior")

    assert await arguments(registry, "senior", request) == [
        {"decision": decision, "reasons": [], "comment": f"I say {decision[0]}"}
        for decision in ("MERGE", "SPLIT")
    ]
    assert await sees_dispute(registry, "senior", request)
    for who, own in voted:
        assert await arguments(registry, who, own) == []
        assert not await sees_dispute(registry, who, own)


async def test_b17_seniors_see_no_arguments_of_a_pair_that_is_not_disputed(
    registry: Registry,
) -> None:
    of = await pair(registry)
    await differing(registry, of, "SMS")
    await senior(registry)

    request = await assigned(registry, "senior")

    assert await arguments(registry, "senior", request) == []
    assert not await sees_dispute(registry, "senior", request)


async def test_b17_the_trail_tells_of_a_dispute_as_of_an_act_of_its_own(
    registry: Registry,
) -> None:
    of = await pair(registry)
    voted = await differing(registry, of)

    (entry,) = await registry.owner.fetch(
        "select * from audit_log where action = 'merge_candidate.disputed' and resource_id = $1",
        of.candidate,
    )
    (caused,) = await registry.owner.fetch(
        "select * from audit_log where action = 'merge_request.split' and resource_id::text = $1",
        key_of(voted[-1][1]),
    )

    assert entry["act_id"] != caused["act_id"]
    assert (entry["actor_id"], entry["correlation_id"]) == (
        caused["actor_id"],
        caused["correlation_id"],
    )
