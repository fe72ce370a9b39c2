"""A decision is about the records that its reviewer saw (rule B14)."""

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.databases import Database
from tests.edits import edit
from tests.people import Pair, assigned, key_of, pair, person, reviewers, say
from tests.serving import Answer, Registry, until_it_waits

STALE = ("CONFLICT", "Records have changed since they were shown")
SHOWN = """
query ($id: ID!) { mergeRequest(id: $id) { manualMergeCandidate { mergeCandidate {
  personVersion masterPersonVersion } } } }
"""
WITHDRAW = """
mutation ($input: WithdrawMergeDecisionInput!) {
  withdrawMergeDecision(input: $input) { mergeRequest { status } }
}
"""
KEPT = """
select seen_person_version, seen_master_version, agreements from merge_requests
 where id::text = $1
"""


async def given(registry: Registry) -> tuple[str, str, Pair]:
    """Give a pair to a reviewer: their name, the request, the pair."""
    (ada,) = await reviewers(registry, 1)
    made = await pair(registry)
    return ada, await assigned(registry, ada), made


def changes(answer: Answer) -> tuple[Any, ...]:
    """Return what a refusal says of the records."""
    extensions = answer.errors[0]["extensions"]
    names = ("personVersion", "masterPersonVersion", "changedFields")
    return tuple(extensions[name] for name in names)


@pytest.mark.parametrize("status", ["MERGE", "SPLIT", "TRASH"])
async def test_b14_a_decision_on_records_that_changed_since_the_assignment_is_refused(
    registry: Registry, status: str
) -> None:
    ada, request, made = await given(registry)
    await edit(registry, made.person, first_name="Zoe")

    refused = await say(registry, ada, request, status)
    postponed = await say(registry, ada, request, "POSTPONE")
    again = await say(registry, ada, request, status)
    seen = await say(registry, ada, request, status, seen={"person": 2, "masterPerson": 1})

    assert refused.refusal == again.refusal == STALE
    assert changes(refused) == (2, 1, [])
    assert [postponed.errors, seen.errors] == [[], []]


@pytest.mark.parametrize(
    ("versions", "is_taken"),
    [((1, 1), False), ((2, 2), True), ((2, 1), False), ((1, 2), False), ((3, 2), False)],
)
async def test_b14_what_the_reviewer_says_they_saw_is_what_counts(
    registry: Registry, versions: tuple[int, int], *, is_taken: bool
) -> None:
    ada, request, made = await given(registry)
    await edit(registry, made.person, email="zoe@example.com")
    await edit(registry, made.master, last_name="Lovelace")
    seen = dict(zip(("person", "masterPerson"), versions, strict=True))

    shown = await registry.ask(ada, SHOWN, {"id": request})
    answer = await say(registry, ada, request, "SPLIT", seen=seen)

    compared = shown.data["mergeRequest"]["manualMergeCandidate"]["mergeCandidate"]
    assert (compared["personVersion"], compared["masterPersonVersion"]) == (2, 2)
    if is_taken:
        assert answer.errors == []
        (kept,) = await registry.owner.fetch(KEPT, key_of(request))
        assert tuple(kept)[:2] == (2, 2)
        assert len(kept["agreements"]) == 12
    else:
        assert answer.refusal == STALE


async def test_b14_the_refusal_names_the_fields_that_compare_otherwise(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    one = await person(registry, "Ada", "Byron", email="ada@example.com")
    other = await person(registry, "Ada", "Byron", email="ada@example.com")
    made = await pair(registry, one, other)
    request = await assigned(registry, ada)
    await edit(registry, made.person, email="zoe@example.com", last_name="Zhuk", gender="FEMALE")
    await edit(registry, made.master, national_id="1234567890")

    answer = await say(registry, ada, request, "MERGE")

    assert answer.refusal == STALE
    assert changes(answer) == (2, 2, ["lastName", "email"])


async def forget_versions(registry: Registry) -> None:
    """Delete all versions, past the triggers that keep them."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute("delete from person_versions")


async def test_b14_where_no_version_is_kept_the_fields_are_those_that_changed(
    registry: Registry,
) -> None:
    ada, request, made = await given(registry)
    await forget_versions(registry)
    await edit(registry, made.person, email="zoe@example.com")
    await forget_versions(registry)
    await edit(registry, made.person, last_name="Zhuk", death_date=None)

    answer = await say(registry, ada, request, "MERGE")

    assert changes(answer)[2][:2] == ["firstName", "lastName"]


async def test_b14_a_decision_waits_for_a_change_that_is_under_way(
    registry: Registry, database: Database
) -> None:
    ada, request, made = await given(registry)
    other = await asyncpg.connect(database.owner_url)
    try:
        transaction = other.transaction()
        await transaction.start()
        await edit(registry, made.master, connection=other, first_name="Zoe")
        deciding = asyncio.create_task(say(registry, ada, request, "TRASH"))
        await until_it_waits(registry.owner, deciding)
        assert not deciding.done()
        await transaction.commit()

        answer = await deciding
    finally:
        await other.close()

    assert answer.refusal == STALE
    assert changes(answer)[:2] == (1, 2)


async def test_b14_a_request_typed_by_hand_has_seen_the_records_as_they_are(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    made = await pair(registry)
    await edit(registry, made.person, first_name="Zoe")
    async with registry.acting("merge_request.assigned"):
        await registry.owner.execute(
            "insert into merge_requests (manual_merge_candidate_id, assignee_id) values ($1, $2)",
            made.candidate,
            registry.users[ada],
        )

    (seen,) = await registry.owner.fetch("select * from merge_requests")

    assert (seen["seen_person_version"], seen["seen_master_version"]) == (2, 1)


async def test_b14_b16_who_took_a_decision_back_has_seen_what_was_assigned(
    registry: Registry,
) -> None:
    ada, request, made = await given(registry)
    await edit(registry, made.person, first_name="Zoe")
    now = {"person": 2, "masterPerson": 1}
    decided = await say(registry, ada, request, "MERGE", seen=now)
    await registry.ask(ada, WITHDRAW, {"input": {"id": request}})

    refused = await say(registry, ada, request, "MERGE")
    again = await say(registry, ada, request, "MERGE", seen=now)

    assert refused.refusal == STALE
    assert [decided.errors, again.errors] == [[], []]
    (kept,) = await registry.owner.fetch(KEPT, key_of(request))
    assert (kept["seen_person_version"], kept["seen_master_version"]) == (2, 1)


@pytest.mark.parametrize("version", [-1, 0, 1, 2, 4, 99])
async def test_b14_h21_nobody_learns_what_a_record_was_before_it_was_theirs(
    registry: Registry, version: int
) -> None:
    (ada,) = await reviewers(registry, 1)
    one, other = [await person(registry, national_id="1234567890") for _ in range(2)]
    await edit(registry, one, national_id="9999999999", first_name="Xenia")
    await edit(registry, one, national_id="1234567890", first_name="Ada")
    await pair(registry, one, other)
    request = await assigned(registry, ada)

    before = await say(registry, ada, request, "MERGE", seen={"person": version, "masterPerson": 1})
    await edit(registry, one, last_name="Lovelace")
    after = await say(registry, ada, request, "SPLIT", seen={"person": version, "masterPerson": 1})

    assert changes(before) == (3, 1, [])
    if version < 4:
        assert changes(after) == (4, 1, ["lastName"])
