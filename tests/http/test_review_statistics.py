"""How the review goes, as administrators and reviewers read it: rule B19, over HTTP."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.access import Role
from tests.databases import Database
from tests.people import assigned, judge, key_of, pair, pairs, reviewers, say
from tests.serving import Registry, served

STATISTICS = """
query ($from: Date!, $to: Date!) {
  reviewStatistics(from: $from, to: $to) {
    decided settled postponed withdrawn recused waiting disputed nobodyMayReview oldestWaitingAt
    ageDays percentAgreement fleissKappa
    reviewers { user { username } decided medianSeconds percentAgreement cohensKappa }
    pairs { user { username } otherUser { username } candidates percentAgreement }
  }
}
"""
MINE = """
{ myReviewStatistics { user { username } decided percentAgreement cohensKappa medianSeconds } }
"""


def today() -> date:
    return datetime.now(UTC).date()


async def figures(
    registry: Registry, from_day: date | None = None, to_day: date | None = None
) -> dict[str, Any]:
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    days = {"from": str(from_day or today()), "to": str(to_day or today())}
    found: dict[str, Any] = (await registry.ask("admin", STATISTICS, days)).data["reviewStatistics"]
    return found


async def age(registry: Registry, request: str, column: str, moment: datetime) -> None:
    """Let a request be of another moment, past the triggers that would not have it."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            f"update merge_requests set {column} = $1 where id::text = $2", moment, key_of(request)
        )


async def close_to(registry: Registry, candidate: Any, *users: str) -> None:
    async with registry.acting("merge_candidate.closed"):
        await registry.owner.execute(
            "update manual_merge_candidates set closed_to = $1 where id = $2",
            sorted(registry.users[it] for it in users),
            candidate,
        )


async def test_b19_where_nothing_was_decided_no_figure_is_defined(registry: Registry) -> None:
    assert await figures(registry) == {
        **dict.fromkeys(("decided", "settled", "postponed", "withdrawn", "recused"), 0),
        **dict.fromkeys(("waiting", "disputed", "nobodyMayReview"), 0),
        **dict.fromkeys(("oldestWaitingAt", "ageDays", "percentAgreement", "fleissKappa")),
        "reviewers": [],
        "pairs": [],
    }


async def test_b19_agreement_is_that_of_all_votes_of_the_period(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=9) as registry:
        ada, bo, cy = await reviewers(registry, 3)
        await pairs(registry, 3)
        for who, said in ((ada, "MMS"), (bo, "MSS"), (cy, "MM")):
            for vote in said:
                await judge(registry, who, {"M": "MERGE", "S": "SPLIT"}[vote])

        found = await figures(registry)

    # MMM, MSM, SS: 3 of 3, 1 of 3, 1 of 1; shares of 8 votes: 5 and 3.
    assert found["decided"] == 8
    assert found["percentAgreement"] == pytest.approx(5 / 7)
    by_chance = (5 / 8) ** 2 + (3 / 8) ** 2
    assert found["fleissKappa"] == pytest.approx(
        ((1 + 1 / 3 + 1) / 3 - by_chance) / (1 - by_chance)
    )
    by_name = {it["user"]["username"]: it for it in found["reviewers"]}
    assert {name: it["decided"] for name, it in by_name.items()} == {ada: 3, bo: 3, cy: 2}
    assert by_name[bo]["percentAgreement"] == pytest.approx(3 / 5)
    # Against the majority of the others: M-M, S-M, S-S: 2 of 3; by chance (1*2 + 2*1) / 9.
    assert by_name[bo]["cohensKappa"] == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    assert all(it["medianSeconds"] >= 0 for it in found["reviewers"])
    both = {
        frozenset((it["user"]["username"], it["otherUser"]["username"])): (
            it["candidates"],
            it["percentAgreement"],
        )
        for it in found["pairs"]
    }
    assert both == {
        frozenset((ada, bo)): (3, pytest.approx(2 / 3)),
        frozenset((ada, cy)): (2, 1),
        frozenset((bo, cy)): (2, 1 / 2),
    }


async def test_b19_days_are_of_the_vote_in_utc_and_both_inclusive(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 4)
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    moments = (
        midnight - timedelta(microseconds=1),
        midnight,
        midnight + timedelta(days=2, microseconds=-1),
        midnight + timedelta(days=2),
    )
    for moment in moments:
        await age(registry, await judge(registry, ada, "SPLIT"), "updated_at", moment)

    found = await figures(registry, date(2026, 3, 1), date(2026, 3, 2))

    assert found["decided"] == 2
    assert (await figures(registry, date(2026, 2, 28), date(2026, 3, 3)))["decided"] == 4


async def test_b19_a_period_that_ends_before_it_begins_is_refused(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)

    answer = await registry.ask("admin", STATISTICS, {"from": "2026-03-02", "to": "2026-03-01"})

    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert answer.errors[0]["extensions"]["violations"] == [
        {"path": ["from"], "rule": "period", "message": "It is after `to`"}
    ]


async def test_b19_ages_are_days_from_the_first_offer_to_the_last_vote_of_the_quorum(
    registry: Registry,
) -> None:
    everybody = await reviewers(registry, 4)
    await pairs(registry, 1)
    first = await judge(registry, everybody[0], "SPLIT")
    for who in everybody[1:]:
        await judge(registry, who, "TRASH")
    await age(registry, first, "inserted_at", datetime.now(UTC) - timedelta(days=10))

    found = await figures(registry)

    assert (found["settled"], found["waiting"]) == (1, 0)
    assert found["ageDays"] == [pytest.approx(10, abs=0.01)] * 3
    before = await figures(registry, date(2026, 1, 1), date(2026, 1, 2))
    assert (before["settled"], before["ageDays"]) == (0, None)


async def test_b19_what_waits_is_counted_and_what_nobody_may_review(registry: Registry) -> None:
    ada, bo = await reviewers(registry, 2)
    senior = await registry.user("senior", Role.NHS_REVIEWER, Role.SENIOR_REVIEWER)
    left = await registry.user("left", Role.NHS_REVIEWER)
    async with registry.acting("user.blocked"):
        await registry.owner.execute("update users set is_blocked = true where username = $1", left)
    closed, disputed, disputed_and_closed, open_to_one = [await pair(registry) for _ in range(4)]
    await close_to(registry, closed.candidate, ada, bo, senior)
    await close_to(registry, disputed.candidate, ada, bo)
    await close_to(registry, disputed_and_closed.candidate, senior)
    await close_to(registry, open_to_one.candidate, ada, bo)
    async with registry.acting("merge_candidate.disputed"):
        await registry.owner.execute(
            "update manual_merge_candidates set disputed_at = now() where id = any($1)",
            [disputed.candidate, disputed_and_closed.candidate],
        )

    found = await figures(registry)

    assert (found["waiting"], found["disputed"], found["nobodyMayReview"]) == (4, 2, 2)
    assert found["oldestWaitingAt"] is not None


async def test_b19_what_somebody_reviews_is_not_closed_to_all(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pair(registry)
    request = await assigned(registry, ada)
    held = (await figures(registry))["nobodyMayReview"]
    await say(registry, ada, request, "POSTPONE")
    put_off = (await figures(registry))["nobodyMayReview"]
    await say(registry, ada, request, "SPLIT")

    assert (held, put_off, (await figures(registry))["nobodyMayReview"]) == (0, 0, 1)


@pytest.mark.parametrize("is_reviewer", [False, True])
async def test_b19_a_senior_reviewer_who_reviews_nothing_is_nobody_to_wait_for(
    registry: Registry, is_reviewer: bool
) -> None:
    await reviewers(registry, 1)
    await registry.user("only", Role.SENIOR_REVIEWER, *[Role.NHS_REVIEWER] * is_reviewer)
    await pair(registry)
    async with registry.acting("merge_candidate.disputed"):
        await registry.owner.execute("update manual_merge_candidates set disputed_at = now()")

    assert (await figures(registry))["nobodyMayReview"] == (0 if is_reviewer else 1)


async def test_b19_a_senior_reviewer_through_another_client_is_nobody_to_wait_for(
    registry: Registry,
) -> None:
    await registry.user("only", Role.NHS_REVIEWER, Role.SENIOR_REVIEWER)
    await pair(registry)
    elsewhere = await registry.client("elsewhere", "USER_INTERFACE")
    async with registry.acting("merge_candidate.disputed"):
        await registry.owner.execute("update manual_merge_candidates set disputed_at = now()")
    before = (await figures(registry))["nobodyMayReview"]

    async with registry.acting("role.moved"):
        await registry.owner.execute(
            "update role_grants set client_id = $1 where role = 'SENIOR_REVIEWER'", elsewhere
        )

    assert (before, (await figures(registry))["nobodyMayReview"]) == (0, 1)


async def test_b19_many_reviewers_are_counted_by_the_index_as_few_are(registry: Registry) -> None:
    everybody = await reviewers(registry, 6)
    closed, open_to_one = await pair(registry), await pair(registry)
    await close_to(registry, closed.candidate, *everybody)
    await close_to(registry, open_to_one.candidate, *everybody[1:])

    assert (await figures(registry))["nobodyMayReview"] == 1


async def test_b19_what_was_put_off_is_counted_and_recused_votes_count_nowhere(
    registry: Registry,
) -> None:
    ada, bo = await reviewers(registry, 2)
    await pairs(registry, 2)
    recused = await judge(registry, ada, "MERGE")
    await judge(registry, bo, "MERGE")
    await judge(registry, ada, "POSTPONE")
    await age(registry, recused, "recused_at", datetime.now(UTC))

    found = await figures(registry)

    assert (found["decided"], found["recused"], found["postponed"]) == (1, 1, 1)
    assert found["percentAgreement"] is None


async def test_b19_reviewers_see_their_own_figures_over_settled_pairs_from_twenty_on(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        ada, bo = await reviewers(registry, 2)
        await pairs(registry, 21)
        for _ in range(19):
            await judge(registry, ada, "MERGE")
            await judge(registry, bo, "MERGE")
        await judge(registry, ada, "SPLIT")
        before = (await registry.ask(ada, MINE)).data["myReviewStatistics"]
        await judge(registry, bo, "SPLIT")
        await judge(registry, ada, "SPLIT")

        mine = (await registry.ask(ada, MINE)).data["myReviewStatistics"]

    assert before is None
    assert mine.pop("medianSeconds") >= 0
    assert mine == {
        "user": {"username": ada},
        "decided": 20,
        "percentAgreement": 1,
        "cohensKappa": 1,
    }


async def test_b19_figures_are_for_administrators_and_ones_own_for_reviewers(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    admin = await registry.user("admin", Role.ADMIN)
    days = {"from": "2026-03-01", "to": "2026-03-01"}

    for answer in (await registry.ask(ada, STATISTICS, days), await registry.ask(admin, MINE)):
        assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_b19_every_figure_is_read_from_an_index(registry: Registry) -> None:
    async with registry.owner.transaction():
        await registry.owner.execute("set local enable_seqscan = off")
        rows = await registry.owner.fetch(
            "explain select * from review_statistics('2026-03-01', '2026-03-02')"
        )

    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan" not in plan
    assert "free_manual_merge_candidates" in plan
