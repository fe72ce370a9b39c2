"""Which pair a reviewer is given, and when none: rules B1 to B5 and B12, over HTTP."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.databases import Database
from tests.people import (
    ASSIGN,
    MINE,
    assigned,
    candidate_of,
    judge,
    key_of,
    pair,
    pairs,
    person,
    reviewers,
    row,
    say,
)
from tests.serving import Registry, served

HELD = ("CONFLICT", "Assignee is not allowed to ask for new merge request")

FULL = ("CONFLICT", "Assignee reached limit in postponed merge_requests")

BY_STATUS = """
query ($status: [MergeRequestStatus!]) {
  mergeRequests(filter: {status: $status}, orderBy: INSERTED_AT_ASC) { nodes { id } }
}
"""


async def may_assign(registry: Registry, who: str) -> bool:
    can: bool = (await registry.ask(who, MINE)).data["mergeRequests"]["canAssignNew"]
    return can


async def test_b1_a_reviewer_holds_one_open_new_request(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 2)
    await assigned(registry, ada)

    answer = await registry.ask(ada, ASSIGN)

    assert (answer.status, answer.refusal) == (200, HELD)
    assert answer.body["data"] == {"assignMergeCandidate": None}
    assert await registry.owner.fetchval("select count(*) from merge_requests") == 1


async def test_b1_is_asked_before_b2_and_before_whether_a_pair_is_left(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, postponed_requests_limit=1) as registry:
        (ada,) = await reviewers(registry, 1)
        await pairs(registry, 1)
        await judge(registry, ada, "POSTPONE")
        candidate = (await pair(registry)).candidate
        async with registry.acting("merge_request.assigned"):
            await registry.owner.execute(
                "insert into merge_requests (manual_merge_candidate_id, assignee_id)"
                " values ($1, $2)",
                candidate,
                registry.users[ada],
            )

        answer = await registry.ask(ada, ASSIGN)

        assert answer.refusal == HELD


async def test_b2_a_reviewer_with_too_many_postponed_requests_gets_no_new_one(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 7)
    requests = [await judge(registry, ada, "POSTPONE") for _ in range(5)]

    answer = await registry.ask(ada, ASSIGN)
    settled = await say(registry, ada, requests[2], "TRASH")

    assert answer.refusal == FULL
    assert settled.errors == []
    assert await assigned(registry, ada)


async def test_b2_b12_the_limit_is_a_setting_and_can_assign_new_follows_at_every_step(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, postponed_requests_limit=2) as registry:
        (ada,) = await reviewers(registry, 1)
        await pairs(registry, 4)
        shown, true = [], []

        for status in ("POSTPONE", "SPLIT", "POSTPONE"):
            shown.append(await may_assign(registry, ada))
            request = await assigned(registry, ada)
            true.append(True)
            shown.append(await may_assign(registry, ada))
            true.append((await registry.ask(ada, ASSIGN)).errors == [])
            await say(registry, ada, request, status)
        shown.append(await may_assign(registry, ada))
        true.append((await registry.ask(ada, ASSIGN)).errors == [])
        await say(registry, ada, request, "MERGE")
        shown.append(await may_assign(registry, ada))
        true.append((await registry.ask(ada, ASSIGN)).errors == [])

        assert shown == true == [True, False, True, False, True, False, False, True]


async def test_b3_most_requests_come_first_then_the_oldest_then_the_smallest_id(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    late = await pair(registry, requests_count=0, inserted_at=new)
    twins = [await pair(registry, requests_count=0, inserted_at=old) for _ in range(3)]
    busy = await pair(registry, requests_count=2, inserted_at=new)
    busiest = await pair(registry, requests_count=3, inserted_at=new)

    given = [await candidate_of(registry, await judge(registry, ada, "SPLIT")) for _ in range(6)]

    in_order = [busiest, busy, *sorted(twins, key=lambda it: it.candidate.bytes), late]
    assert given == [it.candidate for it in in_order]


async def test_b3_the_count_of_requests_grows_with_each(registry: Registry) -> None:
    ada, eve, kim = await reviewers(registry, 3)
    await pairs(registry, 2)
    first = await candidate_of(registry, await judge(registry, ada, "POSTPONE"))

    second = await candidate_of(registry, await judge(registry, eve, "POSTPONE"))
    third = await candidate_of(registry, await judge(registry, kim, "SPLIT"))

    assert first == second == third
    assert (await row(registry, "manual_merge_candidates", first))["requests_count"] == 3


async def test_b3_a_candidate_never_comes_twice_to_one_reviewer(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    await judge(registry, ada, "POSTPONE")

    answer = await registry.ask(ada, ASSIGN)

    assert answer.status == 200
    assert answer.body == {"data": {"assignMergeCandidate": None}}


@pytest.mark.parametrize("which", ["person", "master"])
async def test_b3_nobody_is_given_a_pair_with_an_inactive_person(
    registry: Registry, which: str
) -> None:
    (ada,) = await reviewers(registry, 1)
    gone = await person(registry, status="INACTIVE")
    await (pair(registry, gone) if which == "person" else pair(registry, None, gone))

    answer = await registry.ask(ada, ASSIGN)

    assert answer.data == {"assignMergeCandidate": None}


async def test_b3_nobody_is_given_a_processed_or_a_held_pair(registry: Registry) -> None:
    ada, eve = await reviewers(registry, 2)
    await pair(registry, status="PROCESSED", reason="AUTO_MERGE")
    await pair(registry, assignee_id=registry.users[eve])

    answer = await registry.ask(ada, ASSIGN)

    assert answer.data == {"assignMergeCandidate": None}


async def test_b4_a_held_candidate_is_not_given_to_another(registry: Registry) -> None:
    ada, eve = await reviewers(registry, 2)
    await pairs(registry, 1)
    await assigned(registry, ada)

    answer = await registry.ask(eve, ASSIGN)

    assert answer.data == {"assignMergeCandidate": None}


async def test_b5_assigning_sets_the_assignee_and_makes_a_new_request_without_comment(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    candidate = (await pair(registry)).candidate

    made = await row(registry, "merge_requests", key_of(await assigned(registry, ada)))

    assert (made["status"], made["comment"], made["superseded_at"]) == ("NEW", None, None)
    assert made["assignee_id"] == registry.users[ada]
    held = await row(registry, "manual_merge_candidates", candidate)
    assert (held["assignee_id"], held["status"]) == (registry.users[ada], "NEW")


async def test_b12_a_list_without_a_filter_has_the_open_ones(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        ada, eve = await reviewers(registry, 2)
        await pairs(registry, 3)
        superseded = await judge(registry, ada, "POSTPONE")
        await judge(registry, eve, "SPLIT")
        said = await judge(registry, ada, "TRASH")
        new = await assigned(registry, ada)

        unfiltered = await registry.ask(ada, MINE)
        without = await registry.ask(ada, BY_STATUS, {"status": None})
        by = {
            status: [
                it["id"]
                for it in (await registry.ask(ada, BY_STATUS, {"status": status.split()})).data[
                    "mergeRequests"
                ]["nodes"]
            ]
            for status in ("", "NEW", "POSTPONE", "TRASH", "MERGE SPLIT", "NEW TRASH NEW")
        }

        assert [it["id"] for it in unfiltered.data["mergeRequests"]["nodes"]] == [new]
        assert [it["id"] for it in without.data["mergeRequests"]["nodes"]] == [new]
        assert by == {
            "": [],
            "NEW": [new],
            "POSTPONE": [superseded],
            "TRASH": [said],
            "MERGE SPLIT": [],
            "NEW TRASH NEW": [said, new],
        }


async def test_a5_a_machine_is_no_reviewer_whatever_its_token_says(registry: Registry) -> None:
    portal = await registry.client("portal")

    answer = await registry.ask(portal, ASSIGN, scope="merge_candidate:assign")

    assert answer.status == 403
    assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")
