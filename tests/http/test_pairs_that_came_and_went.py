"""How many pairs came and went, and what holds up those that wait: rule B19, over HTTP."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from rules.access import Role
from tests.databases import Database
from tests.people import assigned, judge, pair, pairs, reviewers
from tests.serving import Registry, served

FLOW = """
query ($from: Date!, $to: Date!) {
  reviewStatistics(from: $from, to: $to) {
    came settled settledWithoutReview waiting reviewedNow waitingByVotes { votes pairs }
  }
}
"""
NOBODY = {"came": 0, "settled": 0, "settledWithoutReview": 0}


async def flow(registry: Registry, *, days_ago: int = 0) -> dict[str, Any]:
    """Return the figures of one day."""
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    day = str(datetime.now(UTC).date() - timedelta(days=days_ago))
    answer = await registry.ask("admin", FLOW, {"from": day, "to": day})
    found: dict[str, Any] = answer.data["reviewStatistics"]
    return found


async def move_back(registry: Registry, candidate: UUID, column: str, days: int) -> None:
    """Let a candidate be of an earlier day, past the triggers that would not have it."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            f"update manual_merge_candidates set {column} = {column} - interval '{days} days'"
            " where id = $1",
            candidate,
        )


async def test_b19_pairs_came_on_the_day_they_were_made_whatever_became_of_them(
    registry: Registry,
) -> None:
    earlier, _, gone = [await pair(registry) for _ in range(3)]
    await move_back(registry, earlier.candidate, "inserted_at", 3)
    async with registry.acting("merge_candidate.settled"):
        await registry.owner.execute(
            "update manual_merge_candidates set status = 'PROCESSED', reason = 'AUTO_MERGE'"
            " where id = $1",
            gone.candidate,
        )

    now, before, between = [await flow(registry, days_ago=days) for days in (0, 3, 1)]

    assert (now["came"], now["settled"], now["settledWithoutReview"]) == (2, 0, 1)
    assert (before["came"], before["settledWithoutReview"]) == (1, 0)
    assert NOBODY.items() <= between.items()
    await move_back(registry, gone.candidate, "updated_at", 3)
    assert (await flow(registry, days_ago=3))["settledWithoutReview"] == 1


async def test_b19_what_waits_is_parted_by_the_votes_that_count(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        ada, bo, cy = await reviewers(registry, 3)
        await pairs(registry, 5)
        await judge(registry, ada, "MERGE")
        await judge(registry, bo, "SPLIT")
        await judge(registry, ada, "MERGE")
        await assigned(registry, ada)
        async with registry.acting("merge_request.recused"):
            await registry.owner.execute(
                "update merge_requests set recused_at = now()"
                " where assignee_id = $1 and status = 'SPLIT'",
                registry.users[bo],
            )
        recused = await flow(registry)
        await judge(registry, cy, "TRASH")

        found = await flow(registry)
        await judge(registry, cy, "MERGE")
        settled = await flow(registry)

    assert recused["waitingByVotes"] == [{"votes": 0, "pairs": 3}, {"votes": 1, "pairs": 2}]
    assert (recused["waiting"], recused["reviewedNow"]) == (5, 1)
    assert sum(it["pairs"] for it in found["waitingByVotes"]) == found["waiting"] == 5
    assert [it["votes"] for it in found["waitingByVotes"]] == [0, 1, 2]
    assert (settled["settled"], settled["settledWithoutReview"]) == (1, 0)


async def test_b19_a_disputed_pair_waits_for_no_first_reviewer(registry: Registry) -> None:
    await pairs(registry, 2)
    disputed = await pair(registry)
    async with registry.acting("merge_candidate.disputed"):
        await registry.owner.execute(
            "update manual_merge_candidates set disputed_at = now() where id = $1",
            disputed.candidate,
        )

    found = await flow(registry)

    assert (found["waiting"], found["waitingByVotes"]) == (3, [{"votes": 0, "pairs": 2}])
