"""What administrators see at a glance: how much waits, how reviewers decide, what was declared."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.access import Role
from tests.events import brought_to, office
from tests.people import assigned, judge, key_of, pairs, reviewers, say
from tests.serving import Registry

GLANCE = """
{ overview { waitingCandidates oldestWaitingSince judgedPairs agreedPairs
             decisions { day merged split trashed } declarations { day status count } } }
"""


async def glance(registry: Registry) -> dict[str, Any]:
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    found: dict[str, Any] = (await registry.ask("admin", GLANCE)).data["overview"]
    return found


async def age(registry: Registry, table: str, column: str, days: int, key: str) -> None:
    """Let a row be of another day, past the triggers that would not have it."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            f"update {table} set {column} = now() - make_interval(days => $1) where id::text = $2",
            days,
            key,
        )


async def plan_of(registry: Registry, columns: str) -> str:
    """Return how Postgres reads columns of the overview where it would rather not read tables."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local enable_seqscan = off")
        rows = await registry.owner.fetch(f"explain select {columns} from overview")
    return "\n".join(row[0] for row in rows)


async def test_a_registry_of_nothing_has_two_weeks_of_nothing(registry: Registry) -> None:
    overview = await glance(registry)

    days = [datetime.now(UTC).date() - timedelta(days=13 - number) for number in range(14)]
    assert overview.pop("decisions") == [
        {"day": str(day), "merged": 0, "split": 0, "trashed": 0} for day in days
    ]
    assert overview == {
        "waitingCandidates": 0,
        "oldestWaitingSince": None,
        "judgedPairs": 0,
        "agreedPairs": 0,
        "declarations": [],
    }


async def test_what_waits_is_what_is_free_and_what_somebody_has_open(registry: Registry) -> None:
    ada, bo = await reviewers(registry, 2)
    await pairs(registry, 4)
    await assigned(registry, ada)
    await judge(registry, bo, "POSTPONE")
    (oldest,) = await registry.owner.fetch(
        "select id from manual_merge_candidates where assignee_id is not null"
    )
    await age(registry, "manual_merge_candidates", "inserted_at", 40, str(oldest["id"]))

    overview = await glance(registry)

    assert overview["waitingCandidates"] == 4
    since = datetime.fromisoformat(overview["oldestWaitingSince"])
    assert datetime.now(UTC) - since > timedelta(days=39)


async def test_b10_a_processed_pair_waits_no_more_and_counts_as_agreed(registry: Registry) -> None:
    everybody = await reviewers(registry, 3)
    await pairs(registry, 1)
    for who in everybody:
        await judge(registry, who, "MERGE")

    overview = await glance(registry)

    assert (overview["waitingCandidates"], overview["judgedPairs"], overview["agreedPairs"]) == (
        0,
        1,
        1,
    )
    assert overview["decisions"][-1] | {"day": None} == {
        "day": None,
        "merged": 3,
        "split": 0,
        "trashed": 0,
    }


async def test_only_decisions_of_the_last_two_weeks_are_counted(registry: Registry) -> None:
    ada, bo, cy = await reviewers(registry, 3)
    await pairs(registry, 1)
    requests = [await judge(registry, ada, "SPLIT"), await judge(registry, bo, "TRASH")]
    await age(registry, "merge_requests", "updated_at", 13, key_of(requests[0]))
    dissent = await glance(registry)
    await age(registry, "merge_requests", "updated_at", 15, key_of(requests[1]))
    open_request = await assigned(registry, cy)
    await say(registry, cy, open_request, "POSTPONE")

    overview = await glance(registry)

    assert (dissent["judgedPairs"], dissent["agreedPairs"]) == (1, 0)
    assert (overview["judgedPairs"], overview["agreedPairs"]) == (0, 0)
    assert [it["split"] for it in overview["decisions"]] == [1] + [0] * 13
    assert all(it["trashed"] == 0 for it in overview["decisions"])


async def test_declarations_are_counted_by_day_and_by_their_status_now(
    registry: Registry,
) -> None:
    registrar, client = await office(registry)
    for status in ("REGISTERED", "DECLARED", "ARCHIVED"):
        event = await brought_to(registry, registrar, client, status)
    await age(registry, "vital_events", "inserted_at", 20, key_of(event))

    overview = await glance(registry)

    today = str(datetime.now(UTC).date())
    assert overview["declarations"] == [
        {"day": today, "status": "DECLARED", "count": 1},
        {"day": today, "status": "REGISTERED", "count": 1},
    ]


async def test_every_part_is_read_from_an_index(registry: Registry) -> None:
    plan = await plan_of(registry, "*")

    assert "Seq Scan" not in plan
    assert "free_manual_merge_candidates" in plan
    assert "disputed_manual_merge_candidates" in plan
    assert "decided_merge_requests" in plan


@pytest.mark.parametrize(
    ("asked", "untouched"),
    [
        ("declarations", ("merge_requests", "manual_merge_candidates")),
        ("decisions", ("manual_merge_candidates", "vital_events")),
        ("waiting_candidates", ("vital_events", "decided_merge_requests")),
    ],
)
async def test_what_is_not_asked_for_is_not_counted(
    registry: Registry, asked: str, untouched: tuple[str, ...]
) -> None:
    plan = await plan_of(registry, asked)

    assert [table for table in untouched if table in plan] == []
