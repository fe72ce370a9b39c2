"""Two records that a SPLIT parts are not joined through others unnoticed: rule H24, over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from rules.access import Role
from tests.databases import Database
from tests.disputes import (
    arguments,
    given,
    is_disputed,
    merged,
    people,
    review_of,
    sees_dispute,
    senior,
    settled,
    vote,
)
from tests.people import ASSIGN, Pair, assigned, candidate_of, key_of, pair, reviewers, row, say
from tests.serving import Registry, served

CONTRADICTS = ("CONFLICT", "Merge contradicts an earlier decision")


@pytest.fixture
async def one_vote(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry in which one vote settles a pair."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        yield running


async def triangle(registry: Registry) -> tuple[Pair, Pair, Pair]:
    """Make the three pairs of three persons a, b and c: b-a, c-b and c-a."""
    a, b, c = await people(registry, 3)
    return await pair(registry, b, a), await pair(registry, c, b), await pair(registry, c, a)


async def contradicted(registry: Registry) -> tuple[Pair, Pair]:
    """Let c-b be split and b-a merged, with a senior at hand; return c-b and c-a."""
    (ada,) = await reviewers(registry, 1)
    await senior(registry)
    b_a, c_b, c_a = await triangle(registry)
    await vote(registry, ada, c_b, "SPLIT")
    await vote(registry, ada, b_a, "MERGE")
    return c_b, c_a


async def undo(registry: Registry, of: Pair) -> None:
    """Undo a merge by hand, as far as disputes look at it."""
    async with registry.acting("unmerge.confirmed") as owner:
        await owner.execute(
            "update manual_merge_candidates set undone_at = now() where id = $1", of.candidate
        )
        await owner.execute(
            "update persons set status = 'ACTIVE', master_person_id = null where id = $1", of.person
        )


async def test_h24_a_merge_makes_the_pair_disputed_that_would_join_who_was_split(
    one_vote: Registry,
) -> None:
    (ada,) = await reviewers(one_vote, 1)
    b_a, c_b, c_a = await triangle(one_vote)
    await vote(one_vote, ada, c_b, "SPLIT")
    before = await is_disputed(one_vote, c_a)

    await vote(one_vote, ada, b_a, "MERGE")

    assert (before, await is_disputed(one_vote, c_a)) == (False, True)


async def test_h24_the_pair_that_a_split_is_about_may_be_asked_anew_without_a_dispute(
    registry: Registry,
) -> None:
    of = await pair(registry)
    await settled(registry, of, "SPLIT")
    async with registry.acting("merge_candidate.detected") as owner:
        anew = await owner.fetchval(
            "insert into manual_merge_candidates (merge_candidate_id, round) values ($1, 2)"
            " returning id",
            of.merge_candidate,
        )

    assert (await row(registry, "manual_merge_candidates", anew))["disputed_at"] is None


async def test_h24_a_pair_is_disputed_from_its_making_where_it_would_join_who_was_split(
    registry: Registry,
) -> None:
    a, b, c = await people(registry, 3)
    await merged(registry, await pair(registry, b, a))
    await settled(registry, await pair(registry, c, b), "SPLIT")

    made = await pair(registry, c, a)

    assert await is_disputed(registry, made)


async def test_h24_a_later_round_that_merged_the_pair_keeps_nobody_apart(
    registry: Registry,
) -> None:
    a, b, c = await people(registry, 3)
    await merged(registry, await pair(registry, b, a))
    parted = await pair(registry, c, b)
    await settled(registry, parted, "SPLIT")
    c_a = await pair(registry, c, a)
    before = await is_disputed(registry, c_a)
    async with registry.acting("merge_request.trashed") as owner:
        await owner.execute(
            "insert into manual_merge_candidates"
            " (merge_candidate_id, round, status, reason, decision)"
            " values ($1, 2, 'NEW', null, null)",
            parted.merge_candidate,
        )
        await owner.execute(
            "update manual_merge_candidates"
            " set status = 'PROCESSED', reason = 'QUORUM', decision = 'TRASH'"
            " where merge_candidate_id = $1 and round = 2",
            parted.merge_candidate,
        )

    assert (before, await is_disputed(registry, c_a)) == (True, False)


async def test_h24_an_undone_merge_parts_the_two_and_undoing_another_joins_nobody_any_more(
    registry: Registry,
) -> None:
    a, b, c, d = await people(registry, 4)
    b_a = await pair(registry, b, a)
    await merged(registry, b_a)
    c_b = await pair(registry, c, d)
    await merged(registry, c_b)
    await undo(registry, c_b)
    # d is parted from c now; d is merged into a, and c-a would join the two.
    d_a = await pair(registry, d, a)
    await merged(registry, d_a)
    c_a = await pair(registry, c, a)
    before = await is_disputed(registry, c_a)

    await undo(registry, d_a)

    assert (before, await is_disputed(registry, c_a)) == (True, False)


async def test_h24_a_merge_against_a_split_has_to_say_so_and_overrules_it(
    one_vote: Registry,
) -> None:
    c_b, c_a = await contradicted(one_vote)
    request = await assigned(one_vote, "senior")
    refused = await say(one_vote, "senior", request, "MERGE")
    untouched = await row(one_vote, "merge_requests", key_of(request))

    done = await say(one_vote, "senior", request, "MERGE", overrules=True)

    assert (refused.refusal, untouched["status"]) == (CONTRADICTS, "NEW")
    assert done.errors == []
    assert (await review_of(one_vote, c_a))["decision"] == "MERGE"
    assert (await review_of(one_vote, c_b))["overruled_at"] is not None
    assert (await row(one_vote, "persons", c_a.person))["master_person_id"] == c_a.master
    assert (await row(one_vote, "merge_requests", key_of(request)))["overrules"]


async def test_h24_a_senior_reviewer_sees_that_a_pair_is_disputed_of_which_nobody_said_anything(
    one_vote: Registry,
) -> None:
    await contradicted(one_vote)

    request = await assigned(one_vote, "senior")

    assert await arguments(one_vote, "senior", request) == []
    assert await sees_dispute(one_vote, "senior", request)


async def test_h24_a_senior_reviewer_through_another_client_overrules_nothing(
    one_vote: Registry,
) -> None:
    await contradicted(one_vote)
    request = await assigned(one_vote, "senior")
    elsewhere = await one_vote.client("elsewhere", "USER_INTERFACE")
    async with one_vote.acting("role.moved") as owner:
        await owner.execute(
            "update role_grants set client_id = $1 where role = 'SENIOR_REVIEWER'", elsewhere
        )

    refused = await say(one_vote, "senior", request, "MERGE", overrules=True)

    assert refused.refusal == CONTRADICTS


async def test_h24_to_split_or_trash_a_contradicted_pair_needs_no_word(one_vote: Registry) -> None:
    _, c_a = await contradicted(one_vote)

    assert (await say(one_vote, "senior", await assigned(one_vote, "senior"), "SPLIT")).errors == []
    assert (await review_of(one_vote, c_a))["decision"] == "SPLIT"


async def test_h24_to_overrule_where_nothing_contradicts_says_nothing(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    of = await pair(registry)

    request = await vote(registry, ada, of, "MERGE", overrules=True)

    assert not (await row(registry, "merge_requests", key_of(request)))["overrules"]


async def test_h24_votes_for_a_merge_that_knew_of_no_contradiction_are_outdated(
    registry: Registry,
) -> None:
    ada, bo, cy = await reviewers(registry, 3)
    await senior(registry)
    b_a, c_b, c_a = await triangle(registry)
    unaware = await vote(registry, ada, c_a, "MERGE")
    of_senior = await vote(registry, "senior", c_a, "MERGE")
    kept = await vote(registry, bo, c_a, "SPLIT")
    held = await given(registry, cy, c_a)
    await settled(registry, c_b, "SPLIT")

    await merged(registry, b_a)

    assert await is_disputed(registry, c_a)
    found = {
        name: await row(registry, "merge_requests", key_of(request))
        for name, request in {
            "unaware": unaware,
            "of_senior": of_senior,
            "kept": kept,
            "held": held,
        }.items()
    }
    assert {name: (it["status"], it["superseded_at"] is None) for name, it in found.items()} == {
        "unaware": ("POSTPONE", False),
        "of_senior": ("POSTPONE", True),
        "kept": ("SPLIT", True),
        "held": ("NEW", False),
    }
    assert (await review_of(registry, c_a))["assignee_id"] is None
    outdated = await registry.owner.fetchval(
        "select count(*) from audit_log where action = 'merge_request.outdated'"
    )
    assert outdated == 2
    refused = await say(registry, "senior", of_senior, "MERGE")
    assert refused.refusal == CONTRADICTS
    again = await say(registry, "senior", of_senior, "MERGE", overrules=True)
    assert again.errors == []


async def test_h24_reviewers_learn_nothing_but_that_a_request_of_theirs_is_closed(
    registry: Registry,
) -> None:
    ada, _ = await reviewers(registry, 2)
    b_a, c_b, c_a = await triangle(registry)
    held = await given(registry, ada, c_a)
    await settled(registry, c_b, "SPLIT")
    await merged(registry, b_a)

    refused = await say(registry, ada, held, "MERGE", overrules=True)

    assert refused.refusal == ("CONFLICT", "Incorrect transition status")
    late = await registry.user("late", Role.NHS_REVIEWER)
    assert (await registry.ask(late, ASSIGN)).data == {"assignMergeCandidate": None}


async def test_h24_an_imported_pair_is_asked_too(registry: Registry) -> None:
    a, b, c = await people(registry, 3)
    await merged(registry, await pair(registry, b, a))
    await settled(registry, await pair(registry, c, b), "SPLIT")
    await senior(registry)
    made: Any = await pair(registry, a, c)

    assert await candidate_of(registry, await assigned(registry, "senior")) == made.candidate
