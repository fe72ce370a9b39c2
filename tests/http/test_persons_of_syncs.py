"""Rule S16: whom a sync brought, changed or ended is found by it, for whoever sees them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.organisations import organisation, steward
from tests.serving import Registry
from tests.synced import World, syncable

PERSONS = """
query ($filter: PersonFilter!) {
  persons(first: 100, filter: $filter) { nodes { firstName } }
}
"""
OUTCOMES = ("cameBySync", "changedBySync", "endedBySync")


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


async def touched(world: World, who: str, run: dict[str, Any]) -> list[list[str]]:
    """Return who came, who changed and who ended by a run, as somebody sees them."""
    found = []
    for outcome in OUTCOMES:
        answer = await world.registry.ask(who, PERSONS, {"filter": {outcome: run["id"]}})
        found.append(sorted(it["firstName"] for it in answer.data["persons"]["nodes"]))
    return found


async def test_s16_who_came_changed_and_ended_by_a_sync_is_found_by_it(world: World) -> None:
    first = await world.synced()
    world.source.people[1] |= {"first_name": "Bea"}
    world.source.add_person(9, "Nine", "Lee", birthday="2014-03-02", gender="w")
    world.source.add_role(19, 9, 1)
    del world.source.roles[12]

    run = await world.synced()
    again = await world.synced()

    came = ["Bea", *(f"Ann{each}" for each in range(3, 9)), "Ann2"]
    assert await touched(world, "admin", first) == [sorted(came), [], []]
    counts = run["counts"]
    assert (counts["created"], counts["changed"], counts["ended"]) == (1, 1, 1)
    assert await touched(world, "admin", run) == [["Nine"], ["Bea"], ["Ann2"]]
    assert await touched(world, "admin", again) == [[], [], []]


async def test_s16_a_steward_finds_by_a_sync_of_theirs_whom_they_see(world: World) -> None:
    await world.synced()
    world.source.people[1] |= {"first_name": "Bea"}
    del world.source.roles[12]
    run = await world.synced()
    other = await organisation(world.registry, "Elsewhere")
    await steward(world.registry, "lou", other)
    (row,) = await world.registry.owner.fetch("select id from persons where first_name = 'Bea'")
    async with world.registry.acting("membership.started") as owner:
        await owner.execute(
            "insert into memberships (person_id, organisation_id) values ($1, $2)", row["id"], other
        )

    assert await touched(world, "kim", run) == [[], ["Bea"], []], "who left is seen no more"
    assert await touched(world, "lou", run) == [[], [], []], (
        "the sync is of an organisation elsewhere"
    )
    reached = await world.registry.ask("lou", PERSONS, {"filter": {"name": "Bea"}})
    assert len(reached.data["persons"]["nodes"]) == 1


async def test_s16_an_id_of_no_sync_finds_nobody(world: World) -> None:
    run = await world.synced()

    assert await touched(world, "admin", run | {"id": "nothing"}) == [[], [], []]
