"""When a pair is settled, and what then becomes of it: rule B10, over HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Database
from tests.people import (
    MINE,
    Pair,
    assigned,
    judge,
    key_of,
    pair,
    pairs,
    reviewers,
    row,
    say,
)
from tests.serving import Registry, served

Serve = Callable[..., Any]


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


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("decision", ["MERGE", "SPLIT", "TRASH"])
async def test_b10_a_quorum_of_the_same_decision_settles_a_pair(
    quorum: Serve, size: int, decision: str
) -> None:
    async with quorum(size) as registry:
        judges = await reviewers(registry, size)
        of = await pair(registry)
        states = []

        for who in judges:
            states.append(await state(registry, of))
            await judge(registry, who, decision)

        assert states == [("NEW", None, None)] * size
        assert await state(registry, of) == ("PROCESSED", decision, "QUORUM")


async def test_b10_postponing_is_no_decision(quorum: Serve) -> None:
    async with quorum(2) as registry:
        of = await pair(registry)

        for who in await reviewers(registry, 4):
            await judge(registry, who, "POSTPONE")

        assert await state(registry, of) == ("NEW", None, None)


async def test_b10_dissent_does_not_block(quorum: Serve) -> None:
    async with quorum(2) as registry:
        of = await pair(registry)
        judges = await reviewers(registry, 4)

        for who, said in zip(judges[:3], ("MERGE", "SPLIT", "TRASH"), strict=True):
            await judge(registry, who, said)
        undecided = await state(registry, of)
        await judge(registry, judges[3], "SPLIT")

        assert undecided == ("NEW", None, None)
        assert await state(registry, of) == ("PROCESSED", "SPLIT", "QUORUM")


async def test_b10_other_open_requests_are_superseded_and_count_no_longer(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2, postponed_requests_limit=1) as registry:
        ada, eve, kim, dissenter, late = await reviewers(registry, 5)
        of = await pair(registry)
        postponed = await judge(registry, ada, "POSTPONE")
        dissent = await judge(registry, dissenter, "TRASH")
        deciding = await judge(registry, kim, "SPLIT")
        postponed_by_eve = await judge(registry, eve, "POSTPONE")
        new = await assigned(registry, late)
        await pairs(registry, 2)

        answer = await say(registry, eve, postponed_by_eve, "SPLIT")

        assert answer.data["updateMergeRequest"]["mergeRequest"]["supersededAt"] is None
        kept = {
            name: await row(registry, "merge_requests", key_of(request))
            for name, request in (
                ("postponed", postponed),
                ("new", new),
                ("dissent", dissent),
                ("deciding", deciding),
            )
        }
        assert {name: it["status"] for name, it in kept.items()} == {
            "postponed": "POSTPONE",
            "new": "NEW",
            "dissent": "TRASH",
            "deciding": "SPLIT",
        }
        assert {name for name, it in kept.items() if it["superseded_at"]} == {"postponed", "new"}
        for free in (ada, late):
            mine = (await registry.ask(free, MINE)).data["mergeRequests"]
            assert mine == {"canAssignNew": True, "nodes": []}
            assert await assigned(registry, free)
        assert await state(registry, of) == ("PROCESSED", "SPLIT", "QUORUM")


async def test_b10_a_processed_pair_stays_as_it_is(quorum: Serve) -> None:
    async with quorum(2) as registry:
        ada, eve, kim, ann = await reviewers(registry, 4)
        of = await pair(registry)
        await judge(registry, ada, "SPLIT")
        open_still = await judge(registry, eve, "POSTPONE")
        other_still = await judge(registry, ann, "POSTPONE")
        await judge(registry, kim, "SPLIT")
        before = await row(registry, "manual_merge_candidates", of.candidate)

        answers = [
            await say(registry, eve, open_still, "MERGE"),
            await say(registry, ann, other_still, "MERGE"),
        ]

        assert [it.refusal[0] for it in answers] == ["CONFLICT", "CONFLICT"]
        assert await row(registry, "manual_merge_candidates", of.candidate) == before
        assert await standing_of(registry, of.person) == ("ACTIVE", None)
