"""What a reviewer may say of a pair, and who sees it: rules B6 to B9 and B12, over HTTP."""

from pathlib import Path

import asyncpg
import pytest

from rules.merge_requests import MergeRequestStatus
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
    reviewers,
    row,
    say,
)
from tests.serving import Registry, served

MISSING = ("NOT_FOUND", "Merge request not found")

INCORRECT = ("CONFLICT", "Incorrect transition status")


async def test_b6_to_others_a_request_does_not_exist(registry: Registry) -> None:
    ada, eve = await reviewers(registry, 2)
    await pairs(registry, 1)
    request = await assigned(registry, ada)

    update = await say(registry, eve, request, "MERGE")
    read = await registry.ask(
        eve,
        "query ($id: ID!) { mergeRequest(id: $id) { id } node(id: $id) { id } }",
        {"id": request},
    )
    listed = await registry.ask(eve, MINE)

    assert (update.status, update.refusal) == (200, MISSING)
    assert update.body["data"] == {"updateMergeRequest": None}
    assert read.data == {"mergeRequest": None, "node": None}
    assert listed.data["mergeRequests"]["nodes"] == []


async def test_b6_is_asked_before_b7_and_b7_before_b8(registry: Registry) -> None:
    ada, eve = await reviewers(registry, 2)
    await pairs(registry, 1)
    request = await judge(registry, ada, "TRASH")

    by_another = await say(registry, eve, request, "NEW", comment="x" * 3001)
    by_the_assignee = await say(registry, ada, request, "NEW", comment="x" * 3001)

    assert (by_another.refusal, by_the_assignee.refusal) == (MISSING, INCORRECT)


def updates() -> list[tuple[list[str], bool]]:
    """List each update of each status that updates lead to, and whether it fits the rule."""
    final = ("MERGE", "SPLIT", "TRASH")
    fitting = {"NEW": ("POSTPONE", *final), "POSTPONE": final}
    before = [[], *([status] for status in fitting["NEW"])]
    return [
        ([*path, after.value], after in fitting.get(["NEW", *path][-1], ()))
        for path in before
        for after in MergeRequestStatus
    ]


@pytest.mark.parametrize(("path", "fits"), updates())
async def test_b7_a_status_becomes_only_what_it_may(
    shared_registry: Registry, path: list[str], *, fits: bool
) -> None:
    who = await shared_registry.user(f"of {path}", "NHS_REVIEWER")  # type: ignore[arg-type]
    await pair(shared_registry, requests_count=9)
    request = await assigned(shared_registry, who)

    answers = [await say(shared_registry, who, request, status) for status in path]

    assert [it.errors for it in answers[:-1]] == [[]] * (len(path) - 1)
    if fits:
        answered = answers[-1].data["updateMergeRequest"]["mergeRequest"]
        assert answered["status"] == path[-1]
    else:
        assert answers[-1].refusal == INCORRECT
        kept = await row(shared_registry, "merge_requests", key_of(request))
        assert kept["status"] == ["NEW", *path][-2]


async def test_b7_statuses_typed_by_hand_are_refused(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 3)
    decided, postponed = [await judge(registry, ada, it) for it in ("SPLIT", "POSTPONE")]
    superseded = await assigned(registry, ada)
    async with registry.acting("merge_request.forged") as connection:
        await connection.execute(
            "update merge_requests set superseded_at = now() where id::text = $1",
            key_of(superseded),
        )

    for request, status in (
        *((decided, it) for it in ("NEW", "POSTPONE", "MERGE", "TRASH")),
        *((postponed, it) for it in ("NEW",)),
        *((superseded, it) for it in ("POSTPONE", "MERGE")),
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            async with registry.acting("merge_request.forged") as connection:
                await connection.execute(
                    "update merge_requests set status = $2 where id::text = $1",
                    key_of(request),
                    status,
                )
        assert refused.value.constraint_name == "a_merge_request_moves_by_the_rules"


async def test_b7_a_superseded_request_takes_nothing(database: Database, tmp_path: Path) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        ada, eve = await reviewers(registry, 2)
        await pairs(registry, 1)
        postponed = await judge(registry, ada, "POSTPONE")
        await judge(registry, eve, "SPLIT")

        answers = [await say(registry, ada, postponed, it) for it in ("MERGE", "SPLIT", "TRASH")]

        assert [answer.refusal for answer in answers] == [INCORRECT] * 3


async def test_b8_a_comment_left_out_stays_and_null_clears_it(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 2)
    kept = await assigned(registry, ada)
    await say(registry, ada, kept, "POSTPONE", comment="to be asked")
    cleared = await assigned(registry, ada)
    await say(registry, ada, cleared, "POSTPONE", comment="to be asked")

    answers = [
        await say(registry, ada, kept, "SPLIT"),
        await say(registry, ada, cleared, "SPLIT", comment=None),
    ]

    comments = [it.data["updateMergeRequest"]["mergeRequest"]["comment"] for it in answers]
    assert comments == ["to be asked", None]


@pytest.mark.parametrize(
    "comment", ["", "x" * 3000, "😀" * 3000, "a\tb\r\nc", "'; drop table persons"]
)
async def test_b8_a_comment_comes_back_as_it_was_said(
    shared_registry: Registry, comment: str
) -> None:
    who = await shared_registry.user(f"says {comment[:9]} {len(comment)}", "NHS_REVIEWER")  # type: ignore[arg-type]
    await pair(shared_registry, requests_count=9)
    request = await assigned(shared_registry, who)

    answer = await say(shared_registry, who, request, "SPLIT", comment=comment)

    assert answer.data["updateMergeRequest"]["mergeRequest"]["comment"] == comment


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("x" * 3001, "Comment is longer than 3000 characters"),
        ("😀" * 3001, "Comment is longer than 3000 characters"),
        ("a\0b", "Comment has control characters"),
        ("\x1b[31m", "Comment has control characters"),
        ("\x7f", "Comment has control characters"),
        ("\x85", "Comment has control characters"),
    ],
)
async def test_b8_a_comment_that_is_no_text_or_too_long_is_refused_and_changes_nothing(
    shared_registry: Registry, comment: str, message: str
) -> None:
    who = await shared_registry.user(f"{message} {comment[:4]!r}", "NHS_REVIEWER")  # type: ignore[arg-type]
    await pair(shared_registry, requests_count=9)
    request = await assigned(shared_registry, who)

    answer = await say(shared_registry, who, request, "SPLIT", comment=comment)

    (error,) = answer.errors
    assert (answer.status, answer.refusal) == (200, ("UNPROCESSABLE_ENTITY", message))
    assert error["extensions"]["violations"][0]["path"] == ["comment"]
    kept = await row(shared_registry, "merge_requests", key_of(request))
    assert (kept["status"], kept["comment"]) == ("NEW", None)


@pytest.mark.parametrize("status", ["POSTPONE", "MERGE", "SPLIT", "TRASH"])
async def test_b9_what_is_said_without_quorum_releases_the_candidate(
    registry: Registry, status: str
) -> None:
    ada, eve = await reviewers(registry, 2)
    await pairs(registry, 1)
    candidate = await candidate_of(registry, await judge(registry, ada, status))

    free = await row(registry, "manual_merge_candidates", candidate)
    given = await candidate_of(registry, await assigned(registry, eve))

    assert (free["assignee_id"], free["status"]) == (None, "NEW")
    assert given == candidate


async def test_b9_who_does_not_hold_the_candidate_does_not_release_it(registry: Registry) -> None:
    ada, eve, kim = await reviewers(registry, 3)
    await pairs(registry, 1)
    postponed = await judge(registry, ada, "POSTPONE")
    held = await assigned(registry, eve)

    await say(registry, ada, postponed, "SPLIT")

    candidate = await row(registry, "manual_merge_candidates", await candidate_of(registry, held))
    assert candidate["assignee_id"] == registry.users[eve]
    assert (await registry.ask(kim, ASSIGN)).data == {"assignMergeCandidate": None}
