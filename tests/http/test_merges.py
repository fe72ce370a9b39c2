"""What a merge brings with it, and which pairs there may be: rules B11 and B13, over HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.databases import Database
from tests.people import (
    Pair,
    assigned,
    candidate_of,
    judge,
    key_of,
    pair,
    person,
    reviewers,
    row,
    say,
)
from tests.serving import Registry, served

Serve = Callable[..., Any]

MASTER_CHANGED = {"person": 1, "masterPerson": 2}
"""What a reviewer saw who looked once the master was no longer what it was (rule B14)."""


@pytest.fixture
def quorum(database: Database, tmp_path: Path) -> Serve:
    """Serve with a quorum of the test's choice."""

    def run(size: int) -> Any:
        return served(database, tmp_path, merge_quorum=size)

    return run


async def state(registry: Registry, of: Pair) -> tuple[str, str | None, str | None]:
    found = await row(registry, "manual_merge_candidates", of.candidate)
    return found["status"], found["decision"], found["reason"]


async def standing_of(registry: Registry, who: Any) -> tuple[str, Any]:
    found = await row(registry, "persons", who)
    return found["status"], found["master_person_id"]


async def merged(registry: Registry) -> set[tuple[Any, Any]]:
    found = await registry.owner.fetch("select person_id, master_person_id from merged_pairs")
    return {(it["person_id"], it["master_person_id"]) for it in found}


async def test_b11_the_duplicate_becomes_inactive_under_its_master(quorum: Serve) -> None:
    async with quorum(2) as registry:
        ada, eve = await reviewers(registry, 2)
        of = await pair(registry)
        await judge(registry, ada, "MERGE")
        before = await standing_of(registry, of.person)

        await judge(registry, eve, "MERGE")

        assert before == ("ACTIVE", None)
        assert await standing_of(registry, of.person) == ("INACTIVE", of.master)
        assert await standing_of(registry, of.master) == ("ACTIVE", None)
        assert await merged(registry) == {(of.person, of.master)}


@pytest.mark.parametrize("decision", ["SPLIT", "TRASH"])
async def test_b11_other_decisions_merge_nobody(quorum: Serve, decision: str) -> None:
    async with quorum(1) as registry:
        (ada,) = await reviewers(registry, 1)
        of = await pair(registry)
        other = await pair(registry, of.person)

        await judge(registry, ada, decision)

        assert await standing_of(registry, of.person) == ("ACTIVE", None)
        assert await state(registry, other) == ("NEW", None, None)
        assert await merged(registry) == set()


async def test_b11_every_other_pair_with_the_duplicate_is_settled_with_it(quorum: Serve) -> None:
    async with quorum(1) as registry:
        ada, eve, kim = await reviewers(registry, 3)
        of = await pair(registry, requests_count=9)
        as_duplicate = await pair(registry, of.person, requests_count=8)
        as_master = await pair(registry, None, of.person, requests_count=7)
        with_the_master = await pair(registry, of.master)
        deciding = await assigned(registry, ada)
        new = await assigned(registry, eve)
        postponed = await judge(registry, kim, "POSTPONE")
        assert await candidate_of(registry, new) == as_duplicate.candidate
        assert await candidate_of(registry, postponed) == as_master.candidate

        await say(registry, ada, deciding, "MERGE")

        for other in (as_duplicate, as_master):
            assert await state(registry, other) == ("PROCESSED", None, "AUTO_MERGE")
        assert await state(registry, with_the_master) == ("NEW", None, None)
        for request, status in ((new, "NEW"), (postponed, "POSTPONE")):
            kept = await row(registry, "merge_requests", key_of(request))
            assert (kept["status"], kept["superseded_at"] is not None) == (status, True)
        held = await row(registry, "manual_merge_candidates", as_duplicate.candidate)
        assert held["assignee_id"] is None


async def test_b11_former_duplicates_follow_to_the_new_master(quorum: Serve) -> None:
    async with quorum(1) as registry:
        (ada,) = await reviewers(registry, 1)
        first = await pair(registry, requests_count=9)
        second = await pair(registry, first.master)

        await judge(registry, ada, "MERGE")
        await judge(registry, ada, "MERGE")

        assert await standing_of(registry, first.person) == ("INACTIVE", second.master)
        assert await standing_of(registry, first.master) == ("INACTIVE", second.master)
        assert await merged(registry) == {
            (first.person, first.master),
            (second.person, second.master),
        }


async def test_b11_a_master_that_was_merged_elsewhere_is_followed(quorum: Serve) -> None:
    async with quorum(1) as registry:
        (ada,) = await reviewers(registry, 1)
        of = await pair(registry)
        request = await assigned(registry, ada)
        active = await person(registry, "Standing")
        async with registry.acting("person.merged"):
            await registry.owner.execute(
                "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
                of.master,
                active,
            )

        await say(registry, ada, request, "MERGE", seen=MASTER_CHANGED)

        assert await standing_of(registry, of.person) == ("INACTIVE", active)
        assert await merged(registry) == {(of.person, active)}


async def test_b11_a_master_merged_into_the_duplicate_makes_no_circle(quorum: Serve) -> None:
    async with quorum(1) as registry:
        (ada,) = await reviewers(registry, 1)
        of = await pair(registry)
        request = await assigned(registry, ada)
        async with registry.acting("person.merged"):
            await registry.owner.execute(
                "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
                of.master,
                of.person,
            )

        answer = await say(registry, ada, request, "MERGE", seen=MASTER_CHANGED)

        assert answer.errors == []
        assert await standing_of(registry, of.person) == ("ACTIVE", None)
        assert await standing_of(registry, of.master) == ("INACTIVE", of.person)


async def test_b11_a_master_given_up_for_nobody_is_a_conflict_that_changes_nothing(
    quorum: Serve,
) -> None:
    async with quorum(1) as registry:
        (ada,) = await reviewers(registry, 1)
        of = await pair(registry)
        request = await assigned(registry, ada)
        async with registry.acting("person.deactivated"):
            await registry.owner.execute(
                "update persons set status = 'INACTIVE' where id = $1", of.master
            )

        answer = await say(registry, ada, request, "MERGE", seen=MASTER_CHANGED)

        assert answer.refusal == ("CONFLICT", "Master person is not active")
        assert await state(registry, of) == ("NEW", None, None)
        assert (await row(registry, "merge_requests", key_of(request)))["status"] == "NEW"


@pytest.mark.parametrize(
    "steps",
    [
        ["a>b", "b>c"],  # b is not the one that stands
        ["b>c", "a>b"],
        ["a>b", "b>a"],
        ["a>a"],
    ],
)
async def test_b11_the_database_keeps_no_chain_and_no_circle_of_masters(
    registry: Registry, steps: list[str]
) -> None:
    people = {name: await person(registry, name) for name in "abc"}

    async def merge_by_hand() -> None:
        async with registry.acting("person.merged"):
            for step in steps:
                await registry.owner.execute(
                    "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
                    people[step[0]],
                    people[step[2]],
                )

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await merge_by_hand()

    assert refused.value.constraint_name == "a_master_stands_itself"


@pytest.mark.parametrize("turned", [False, True], ids=["same direction", "other direction"])
async def test_b13_a_pair_is_a_candidate_once_in_either_direction(
    registry: Registry, *, turned: bool
) -> None:
    of = await pair(registry)
    one, other = (of.master, of.person) if turned else (of.person, of.master)

    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        await pair(registry, one, other)

    assert refused.value.constraint_name == "one_merge_candidate_per_pair"


async def test_b13_nobody_is_their_own_duplicate(registry: Registry) -> None:
    one = await person(registry)

    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await pair(registry, one, one)

    assert refused.value.constraint_name == "nobody_is_their_own_duplicate"


async def test_b13_a_pair_is_reviewed_once(registry: Registry) -> None:
    of = await pair(registry)

    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        async with registry.acting("merge_candidate.imported"):
            await registry.owner.execute(
                "insert into manual_merge_candidates (merge_candidate_id) values ($1)",
                of.merge_candidate,
            )

    assert refused.value.constraint_name == "one_review_per_merge_candidate_and_round"
