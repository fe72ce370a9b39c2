"""A reviewer finds pairs of their own by name and person, and sees how much waits for them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.databases import Database
from tests.people import assigned, id_of, judge, pair, person, reviewers
from tests.serving import Registry, served

FOUND = """
query ($filter: MergeRequestFilter) {
  mergeRequests(filter: $filter) {
    nodes { manualMergeCandidate { mergeCandidate { person { firstName } } } }
  }
}
"""
QUEUE = "{ myReviewQueue { waiting oldestWaitingAt } }"
COUNTS = """
{ mergeRequests(first: 0) { openCount decidedCount decidedOtherwiseCount } }
"""
DECIDED_SINCE = """
query ($filter: MergeRequestFilter) {
  mergeRequests(first: 1, filter: $filter) { totalCount nodes { id } }
}
"""
POSTPONED = "{ mergeRequests(first: 0) { openCount postponedCount } }"
DECIDED = ["MERGE", "SPLIT", "TRASH"]


async def found(registry: Registry, who: str, **wanted: Any) -> list[str]:
    answer = await registry.ask(who, FOUND, {"filter": wanted})
    assert answer.errors == []
    requests = answer.data["mergeRequests"]["nodes"]
    return [it["manualMergeCandidate"]["mergeCandidate"]["person"]["firstName"] for it in requests]


async def queue(registry: Registry, who: str) -> dict[str, Any]:
    waiting: dict[str, Any] = (await registry.ask(who, QUEUE)).data["myReviewQueue"]
    return waiting


async def counts(registry: Registry, who: str) -> list[int]:
    return list((await registry.ask(who, COUNTS)).data["mergeRequests"].values())


async def test_b12_own_requests_are_found_by_the_beginning_of_a_name_of_either(
    registry: Registry,
) -> None:
    ada, bo = await reviewers(registry, 2)
    await pair(
        registry,
        await person(registry, "Solomiia", "Koval"),
        await person(registry, "Соломія", "Мельник"),
    )
    await judge(registry, ada, "SPLIT")

    assert await found(registry, ada, name="kov sol", status=DECIDED) == ["Solomiia"]
    assert await found(registry, ada, name="мель", status=DECIDED) == ["Solomiia"]
    assert await found(registry, ada, name="koval melnyk", status=DECIDED) == []
    assert await found(registry, ada, name="kov") == [], "it is not open"
    assert await found(registry, ada, name=" ", status=DECIDED) == []
    assert await found(registry, bo, name="kov", status=DECIDED) == [], "it is another's"


async def test_b12_own_requests_are_found_by_one_of_the_two(registry: Registry) -> None:
    ada, bo = await reviewers(registry, 2)
    both = await pair(registry, await person(registry, "Ida"), await person(registry, "Eda"))
    await assigned(registry, ada)
    other = await pair(registry)

    for key in (both.person, both.master):
        assert await found(registry, ada, personId=id_of("Person", key)) == ["Ida"]
        assert await found(registry, bo, personId=id_of("Person", key)) == []
    assert await found(registry, ada, personId=id_of("Person", other.person)) == []
    assert await found(registry, ada, personId="nobody") == []


async def test_b15_what_waits_for_a_reviewer_is_no_sign_of_others_votes(
    registry: Registry,
) -> None:
    ada, bo, cy = await reviewers(registry, 3)
    assert await queue(registry, ada) == {"waiting": 0, "oldestWaitingAt": None}
    since = datetime.now(UTC) - timedelta(days=3)
    await pair(registry, inserted_at=since)
    await pair(registry)
    before = await queue(registry, ada)

    await judge(registry, ada, "MERGE")
    decided = await queue(registry, ada)
    for other in (bo, cy):
        await judge(registry, other, "MERGE")

    assert before["waiting"] == 2
    assert datetime.fromisoformat(before["oldestWaitingAt"]) == since
    assert decided["waiting"] == 1
    assert datetime.fromisoformat(decided["oldestWaitingAt"]) > since
    assert await queue(registry, ada) == decided
    assert (await queue(registry, bo))["waiting"] == 1


async def test_b12_a_list_has_the_pairs_that_others_settled_the_other_way(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        ada, bo, cy = await reviewers(registry, 3)
        for name in ("Ann", "Bea", "Cleo"):
            await pair(registry, await person(registry, name), await person(registry))
        said = {"Ann": "SPLIT", "Bea": "MERGE", "Cleo": "TRASH"}
        for vote in said.values():
            await judge(registry, ada, vote)
        before = await counts(registry, ada)
        for vote in ("MERGE", "MERGE", "SPLIT"):
            await judge(registry, bo, vote)
        voted = await counts(registry, ada), await found(registry, ada, isDecidedOtherwise=True)
        await judge(registry, cy, "MERGE")
        await judge(registry, cy, "SPLIT")

        otherwise = await found(registry, ada, isDecidedOtherwise=True)
        alike = await found(registry, ada, isDecidedOtherwise=False)
        settled = await found(registry, ada, isSettled=True)
        unsettled = await found(registry, bo, isSettled=False)
        after = await counts(registry, ada)
        postponed = await found(registry, ada, isDecidedOtherwise=True, status=["POSTPONE"])
        of_others = await found(registry, cy, isDecidedOtherwise=True)

    assert before == [0, 3, 0]
    assert voted == ([0, 3, 0], []), "others' votes on an open pair show nowhere"
    assert otherwise == ["Ann"]
    assert alike == ["Cleo", "Bea"], "what cannot be judged and two people are not told apart"
    assert settled == ["Cleo", "Bea", "Ann"]
    assert unsettled == []
    assert after == [0, 3, 1]
    assert postponed == of_others == []


async def test_b12_what_is_postponed_is_counted_and_found_without_what_others_settled(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        ada, *others = await reviewers(registry, 3)
        for name in ("Ann", "Bea"):
            await pair(registry, await person(registry, name), await person(registry))
            await judge(registry, ada, "POSTPONE")
        await pair(registry)
        await assigned(registry, ada)
        before = (await registry.ask(ada, POSTPONED)).data["mergeRequests"]
        for other in others:
            await judge(registry, other, "MERGE")

        after = (await registry.ask(ada, POSTPONED)).data["mergeRequests"]
        left = await found(registry, ada, status=["POSTPONE"], isSuperseded=False)
        settled = await found(registry, ada, status=["POSTPONE"], isSuperseded=True)
        everything = await found(registry, ada, status=["POSTPONE"])
        open_ones = await found(registry, ada, isSuperseded=True)

    assert before == {"openCount": 3, "postponedCount": 2}
    assert after == {"openCount": 2, "postponedCount": 1}
    assert (left, settled, everything) == (["Bea"], ["Ann"], ["Bea", "Ann"])
    assert open_ones == []


async def test_b12_own_decisions_are_found_and_counted_by_when_they_were_made(
    registry: Registry,
) -> None:
    ada, bo = await reviewers(registry, 2)
    for name in ("Ida", "Eda", "Uda"):
        await pair(registry, await person(registry, name))
    for said in ("SPLIT", "TRASH", "POSTPONE"):
        await judge(registry, ada, said)
    await judge(registry, bo, "SPLIT")
    now = datetime.now(UTC)
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            "update merge_requests set updated_at = $1 where status = 'TRASH'",
            now - timedelta(days=3),
        )

    async def since(days: int, **more: Any) -> tuple[int, int]:
        wanted = {"decidedSince": (now - timedelta(days=days)).isoformat()} | more
        answer = await registry.ask(ada, DECIDED_SINCE, {"filter": wanted})
        page = answer.data["mergeRequests"]
        return len(page["nodes"]), page["totalCount"]

    assert await since(1) == (1, 1), "neither what is put off nor another's"
    assert await since(4) == (1, 2), "the page is shorter than the list"
    assert await since(4, status=["TRASH"]) == (1, 1)
    assert await since(1, status=["TRASH"]) == (0, 0)
