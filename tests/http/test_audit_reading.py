"""How the audit trail is narrowed and read in pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.people import (
    assigned,
    judge,
    pairs,
    reviewers,
)
from tests.serving import Registry
from tests.trail import TRAIL, Entries, trail

FILTERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "actorId": lambda it: it["actorId"],
    "clientId": lambda it: it["clientId"],
    "action": lambda it: it["action"],
    "resource": lambda it: it["resource"],
    "resourceId": lambda it: it["resourceId"],
    "correlationId": lambda it: it["correlationId"],
}


async def test_the_trail_is_narrowed_by_each_field_and_by_all_together(registry: Registry) -> None:
    for who in await reviewers(registry, 2):
        await pairs(registry, 2)
        await judge(registry, who, "POSTPONE")
        await assigned(registry, who)
    everything = await trail(registry)
    chosen = next(it for it in everything if it["action"] == "merge_request.postponed")

    for name, value in FILTERS.items():
        entries = await trail(registry, **{name: value(chosen)})
        assert entries == [it for it in everything if value(it) == value(chosen)], name
        assert 0 < len(entries) < len(everything), name
    both = await trail(registry, **{name: value(chosen) for name, value in FILTERS.items()})
    assert both == [it for it in everything if all(v(it) == v(chosen) for v in FILTERS.values())]
    assert await trail(registry, actorId=str(uuid4())) == []


async def test_the_trail_leaves_out_the_actions_that_nobody_asks_for(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    await judge(registry, ada, "POSTPONE")
    everything = await trail(registry)
    actions = {it["action"] for it in everything}
    left_out = ["merge_request.assigned", "merge_request.postponed"]

    entries = await trail(registry, actionNot=left_out)
    nothing = await trail(registry, action=left_out[0], actionNot=left_out)

    assert actions > set(left_out)
    assert entries == [it for it in everything if it["action"] not in left_out]
    assert nothing == []
    assert await trail(registry, actionNot=[]) == everything


async def test_the_trail_is_narrowed_by_time_from_inclusive_to_exclusive(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    await judge(registry, ada, "POSTPONE")
    everything = await trail(registry)
    moment = everything[len(everything) // 2]["insertedAt"]
    earlier = [it for it in everything if it["insertedAt"] < moment]

    assert await trail(registry, insertedTo=moment) == earlier
    assert await trail(registry, insertedFrom=moment) == everything[len(earlier) :]
    assert await trail(registry, insertedFrom=moment, insertedTo=moment) == []
    hours = datetime.fromisoformat(moment) + timedelta(hours=2)
    elsewhere = hours.replace(tzinfo=None).isoformat() + "+02:00"
    assert await trail(registry, insertedTo=elsewhere) == earlier


@pytest.mark.parametrize("order", ["INSERTED_AT_ASC", "INSERTED_AT_DESC"])
@pytest.mark.parametrize("size", [1, 3, 100])
async def test_the_trail_is_read_in_pages_in_both_directions(
    registry: Registry, order: str, size: int
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 3)
    await judge(registry, ada, "POSTPONE")
    everything = await trail(registry)
    expected = everything if order == "INSERTED_AT_ASC" else everything[::-1]

    forwards: Entries = []
    backwards: Entries = []
    place: dict[str, Any] = {"first": size}
    while place:
        page = (await registry.ask("admin", TRAIL, {"orderBy": order, **place})).data["auditLog"]
        forwards += page["nodes"]
        following = page["pageInfo"]["hasNextPage"]
        place = {"first": size, "after": page["pageInfo"]["endCursor"]} if following else {}
    place = {"first": None, "last": size}
    while place:
        page = (await registry.ask("admin", TRAIL, {"orderBy": order, **place})).data["auditLog"]
        backwards = page["nodes"] + backwards
        preceding = page["pageInfo"]["hasPreviousPage"]
        before = {"before": page["pageInfo"]["startCursor"]}
        place = {"first": None, "last": size, **before} if preceding else {}

    assert forwards == backwards == expected
