"""A vote counts on the comparison it was made on (rule B10), and may be taken back (rule B16)."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest

from tests.edits import edit
from tests.http.test_merge_races import until_waiting
from tests.people import MINE, Pair, assigned, judge, key_of, pair, person, reviewers, say
from tests.serving import Answer, Registry

WITHDRAW = """
mutation ($input: WithdrawMergeDecisionInput!) {
  withdrawMergeDecision(input: $input) {
    mergeRequest { status comment withdrawnAt supersededAt manualMergeCandidate { status } }
  }
}
"""
CHANGED = "query ($id: ID!) { mergeRequest(id: $id) { status changedFields supersededAt } }"
TRAIL = """
select action, resource, resource_id::text, changeset, actor_id, correlation_id from audit_log
 where action = $1 order by id
"""
REFUSED = ("CONFLICT", "Incorrect transition status")


async def withdraw(registry: Registry, who: str, request: str, **comment: Any) -> Answer:
    """Let a reviewer take their decision back."""
    return await registry.ask(who, WITHDRAW, {"input": {"id": request} | comment})


async def status(registry: Registry, who: str, request: str) -> dict[str, Any]:
    """Return what a reviewer sees of their request."""
    found: dict[str, Any] = (await registry.ask(who, CHANGED, {"id": request})).data["mergeRequest"]
    return found


async def decision(registry: Registry, made: Pair) -> tuple[str, str | None]:
    """Return how a candidate stands."""
    (found,) = await registry.owner.fetch(
        "select status, decision from manual_merge_candidates where id = $1", made.candidate
    )
    return found["status"], found["decision"]


async def test_b10_votes_on_another_comparison_go_back_and_do_not_count(
    registry: Registry,
) -> None:
    ada, eve, joe, zoe = await reviewers(registry, 4)
    made = await pair(registry)
    of_ada = await judge(registry, ada, "MERGE")
    of_eve = await judge(registry, eve, "SPLIT")
    await edit(registry, made.person, first_name="Augusta")
    before = await status(registry, ada, of_ada)

    of_joe = await judge(registry, joe, "MERGE")
    of_zoe = await judge(registry, zoe, "MERGE")

    expected = {"status": "POSTPONE", "changedFields": ["firstName"], "supersededAt": None}
    assert before == expected | {"status": "MERGE"}
    assert await status(registry, ada, of_ada) == expected
    assert await status(registry, eve, of_eve) == expected
    assert (await status(registry, joe, of_joe))["status"] == "MERGE"
    assert await decision(registry, made) == ("NEW", None)
    entries = await registry.owner.fetch(TRAIL, "merge_request.outdated")
    assert {it["resource_id"] for it in entries} == {key_of(of_ada), key_of(of_eve)}
    assert {it["actor_id"] for it in entries} == {registry.users[joe]}

    seen = {"person": 2, "masterPerson": 1}
    assert (await say(registry, ada, of_ada, "MERGE", seen=seen)).errors == []
    assert await decision(registry, made) == ("PROCESSED", "MERGE")
    assert (await status(registry, zoe, of_zoe))["status"] == "MERGE"


async def test_b10_a_change_that_leaves_every_agreement_changes_no_vote(
    registry: Registry,
) -> None:
    everyone = await reviewers(registry, 3)
    made = await pair(registry, await person(registry, email="a@example.com"))
    for reviewer in everyone[:2]:
        await judge(registry, reviewer, "SPLIT")
    await edit(registry, made.person, email="z@example.com", gender="FEMALE")

    await judge(registry, everyone[2], "SPLIT")

    assert await decision(registry, made) == ("PROCESSED", "SPLIT")
    assert await registry.owner.fetch(TRAIL, "merge_request.outdated") == []


async def test_b10_a_vote_without_agreements_is_held_to_none(registry: Registry) -> None:
    everyone = await reviewers(registry, 3)
    made = await pair(registry)
    for reviewer in everyone[:2]:
        await judge(registry, reviewer, "SPLIT")
    async with registry.acting("registry.cleaned"):
        await registry.owner.execute("update merge_requests set agreements = null")
    await edit(registry, made.person, first_name="Augusta")

    await judge(registry, everyone[2], "SPLIT")

    assert await decision(registry, made) == ("PROCESSED", "SPLIT")


async def test_b12_what_was_led_back_may_pass_the_limit_and_keeps_from_new_ones(
    registry: Registry,
) -> None:
    ada, eve = await reviewers(registry, 2)
    made = [await pair(registry) for _ in range(7)]
    for _ in made[:-1]:
        await judge(registry, ada, "MERGE")
    for each in made:
        await edit(registry, each.person, first_name="Augusta")
    for _ in made[:-1]:
        await judge(registry, eve, "SPLIT")

    mine = (await registry.ask(ada, MINE)).data["mergeRequests"]

    assert mine["canAssignNew"] is False
    assert [it["status"] for it in mine["nodes"]] == ["POSTPONE"] * 6


async def test_b16_a_decision_is_taken_back_and_counts_no_longer(registry: Registry) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    made = await pair(registry)
    of_ada = await judge(registry, ada, "MERGE")
    await judge(registry, eve, "MERGE")

    answer = await withdraw(registry, ada, of_ada, comment="too quick")
    await judge(registry, joe, "MERGE")

    request = answer.data["withdrawMergeDecision"]["mergeRequest"]
    assert (request["status"], request["comment"]) == ("POSTPONE", "too quick")
    assert request["withdrawnAt"] is not None
    assert await decision(registry, made) == ("NEW", None)
    (entry,) = await registry.owner.fetch(TRAIL, "merge_request.withdrawn")
    assert entry["resource_id"] == key_of(of_ada)
    assert (await status(registry, ada, of_ada))["changedFields"] == []
    assert (await say(registry, ada, of_ada, "MERGE")).errors == []
    assert await decision(registry, made) == ("PROCESSED", "MERGE")


async def test_b16_only_a_final_decision_on_an_open_pair_and_twice_at_most(
    registry: Registry,
) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    await pair(registry)
    request = await assigned(registry, ada)
    refused = [await withdraw(registry, ada, request)]
    for _ in range(2):
        await say(registry, ada, request, "SPLIT")
        assert (await withdraw(registry, ada, request)).errors == []
        refused.append(await withdraw(registry, ada, request))
    await say(registry, ada, request, "SPLIT")
    refused.append(await withdraw(registry, ada, request))
    of_eve = await judge(registry, eve, "SPLIT")
    await judge(registry, joe, "SPLIT")
    refused.append(await withdraw(registry, eve, of_eve))
    foreign = await withdraw(registry, eve, request)

    assert {it.refusal for it in refused} == {REFUSED}
    assert foreign.refusal == ("NOT_FOUND", "Merge request not found")


@pytest.mark.parametrize("first", ["vote", "withdrawal"])
async def test_b16_of_a_withdrawal_and_the_last_vote_one_comes_first(
    registry: Registry, first: str
) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    made = await pair(registry)
    of_ada = await judge(registry, ada, "MERGE")
    await judge(registry, eve, "MERGE")
    of_joe = await assigned(registry, joe)
    acts: list[Callable[[], Awaitable[Answer]]] = [
        partial(say, registry, joe, of_joe, "MERGE"),
        partial(withdraw, registry, ada, of_ada),
    ]
    if first == "withdrawal":
        acts.reverse()

    transaction = registry.owner.transaction()
    await transaction.start()
    await registry.owner.execute("select from persons where id = $1 for update", made.master)
    tasks = []
    for count, act in enumerate(acts, 1):
        tasks.append(asyncio.ensure_future(act()))
        await until_waiting(registry, count)
    await transaction.commit()
    answers = await asyncio.gather(*tasks)

    assert answers[0].errors == []
    if first == "vote":
        assert answers[1].refusal == REFUSED
        assert await decision(registry, made) == ("PROCESSED", "MERGE")
    else:
        assert answers[1].errors == []
        assert await decision(registry, made) == ("NEW", None)
