"""Rule S10: who took part in an event and is no member is counted, and written down nowhere."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.hitobito import Asked, error, written
from tests.people import id_of
from tests.runs import until
from tests.serving import Registry
from tests.sources import sync, syncing
from tests.synced import World, syncable

FIGURES = """
query ($id: ID!) { organisation(id: $id) {
  figures(kind: INVOLVEMENTS, from: "2026-01-01") { on label count } } }
"""
KEPT = """
select organisations.name, involvements.kind, happened_on, persons.first_name
  from involvements join organisations on organisations.id = organisation_id
  left join persons on persons.id = person_id order by 1, 2, 3, 4
"""
TABLES = """
select format('select count(*) from %I row where row::text like ''%%'' || $1 || ''%%''', relname)
  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
"""
GUEST = 734002100177
STRANGER = 734002100288


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        source = made.source
        source.events = {
            1: {"group_ids": [1], "type": "Event::Course", "began": "2026-03-04"},
            2: {"group_ids": [2, 77], "type": None, "began": "2026-03-05", "name": "Of Zoe"},
            3: {"group_ids": [77], "type": None, "began": "2026-03-05"},
        }
        source.add_person(STRANGER, "Zacharias", "Quatermain")
        source.take_part(1, 1, 2, STRANGER)
        source.take_part(1, GUEST, kind="Event::Guest")
        source.take_part(2, 8, STRANGER)
        source.take_part(3, 1)
        yield made


def hidden(path: str) -> Callable[[Asked], bytes | None]:
    """Let the token not read a list."""
    return lambda asked: written(403, error(403)) if asked.path.endswith(f"/{path}") else None


async def involvements(world: World) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await world.registry.owner.fetch(KEPT)]


async def mentions(world: World, text: str) -> int:
    """Return how many rows of all tables hold a text."""
    found = 0
    for row in await world.registry.owner.fetch(TABLES):
        found += await world.registry.owner.fetchval(row[0], text)
    return found


async def test_s10_who_is_no_member_took_part_without_a_person(world: World) -> None:
    await world.synced()
    await world.synced()

    course, camp = date(2026, 3, 4), date(2026, 3, 5)
    assert await involvements(world) == [
        ("Cubs", "Event", camp, "Ann8"),
        ("Cubs", "Event", camp, None),
        ("Troop", "Event::Course", course, "Ann1"),
        ("Troop", "Event::Course", course, "Ann2"),
        ("Troop", "Event::Course", course, None),
        ("Troop", "Event::Course", course, None),
    ]


async def test_s10_neither_name_nor_id_of_a_stranger_is_written_anywhere(world: World) -> None:
    begun = await sync(world.registry, "kim", world.link)
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])
    # So that the run is held with all that it staged.
    for row in world.source.roles.values():
        row["end_on"] = None
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")
    for each in range(1, 7):
        del world.source.roles[10 + each]
    await world.synced("HELD")

    staged = "select count(*) from staged_records where kind = 'INVOLVEMENT'"
    assert await world.registry.owner.fetchval(staged) == 6
    for canary in (str(STRANGER), str(GUEST), "Zacharias", "Quatermain", "Of Zoe", "7700011100"):
        assert await mentions(world, canary) == 0, canary
    # The canaries would be found: what is on record of a member is.
    assert await mentions(world, "Ann8") > 0


async def test_s10_figures_count_those_who_took_part(world: World) -> None:
    world.source.take_part(1, *range(GUEST, GUEST + 20), kind="Event::Guest")
    await world.synced()

    given = {"id": id_of("Organisation", world.place)}
    shown = (await world.registry.ask("kim", FIGURES, given)).data["organisation"]["figures"]

    assert shown == [{"on": "2026-03-31", "label": "Event::Course", "count": 24}]


async def test_s5_what_the_token_may_not_read_of_events_stays(world: World) -> None:
    await world.synced()
    before = await involvements(world)
    for path in ("events", "event_participations"):
        world.source.instead = hidden(path)

        await world.synced()

        assert await involvements(world) == before


async def test_s10_an_involvement_stays_without_whoever_is_deleted_at_the_source(
    world: World,
) -> None:
    await world.synced()
    world.source.events = None
    del world.source.roles[11], world.source.people[1]

    await world.synced()

    kept = [row for row in await involvements(world) if row[0] == "Troop"]
    assert [row[3] for row in kept] == ["Ann2", None, None, None]
