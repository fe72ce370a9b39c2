"""Rules S7, S9 and W5: a sync follows the tree of its source, and ends nothing beside it."""

from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest

from tests.hitobito import written
from tests.organisation_plans import begun, done, merge, transfer
from tests.organisations import organisation, steward
from tests.runs import until, working
from tests.serving import Registry
from tests.sources import linked, sync, syncing
from tests.synced import World, syncable

PARENTS = """
select link.external_id, above.external_id from source_links link
  left join source_links above on above.id = link.parent_link_id order by 1
"""
PLACED_LINKS = import_module("db.migrations.versions.0070_placed_links")


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


async def bears(world: World, above: UUID, who: str = "kim") -> None:
    """Let an organisation be linked by hand with a group that stands elsewhere at the source."""
    place = await organisation(world.registry, "Bears", above)
    world.source.add_group(5, "Bears")
    world.source.add_group(6, "Little bears", 5)
    for each in (50, 51):
        world.source.add_person(each, f"Bo{each}", "Lee")
        world.source.add_role(each, each, each - 45)
    source_id = await world.registry.owner.fetchval("select id from sources")
    link = await linked(world.registry, source_id, place, "5")
    begun_sync = await sync(world.registry, who, link, key="bears")
    run = UUID(begun_sync.data["syncOrganisation"]["run"]["databaseId"])
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")


async def parents(world: World) -> dict[str, str | None]:
    return dict(map(tuple, await world.registry.owner.fetch(PARENTS)))


async def test_s7_what_is_linked_by_hand_with_a_group_elsewhere_has_syncs_of_its_own(
    world: World,
) -> None:
    await world.synced()
    await bears(world, world.place)
    before = await world.members()

    run = await world.synced()
    changes = await world.synced(mode="CHANGES")

    assert run["counts"]["ended"] == changes["counts"]["ended"] == 0
    assert ("Bo50", "Bears", "Member", True) in before
    assert ("Bo51", "Little bears", "Member", True) in before
    assert await world.members() == before
    assert await parents(world) == {"1": None, "2": "1", "5": None, "6": "5"}


async def test_s7_what_is_linked_by_hand_with_a_group_below_comes_along(world: World) -> None:
    place = await organisation(world.registry, "Little ones", world.place)
    source_id = await world.registry.owner.fetchval("select id from sources")
    await linked(world.registry, source_id, place, "2")
    await world.synced()
    assert ("Ann8", "Little ones", "Member", True) in await world.members()
    del world.source.roles[18]

    run = await world.synced()

    assert run["counts"]["ended"] == 1
    assert await parents(world) == {"1": None, "2": None}


async def test_s9_the_members_of_a_group_that_is_gone_leave(world: World) -> None:
    world.source.add_group(3, "Otters", 2)
    world.source.add_role(30, 7, 3)
    await world.synced()
    del world.source.groups[2], world.source.groups[3]

    run = await world.synced()

    assert run["counts"]["ended"] == 2
    assert {row[:2] for row in await world.members() if not row[3]} == {
        ("Ann8", "Cubs"),
        ("Ann7", "Otters"),
    }


async def test_s7_a_group_that_the_source_moves_is_read_with_those_above_it_there(
    world: World,
) -> None:
    world.source.add_group(3, "Otters", 2)
    world.source.add_role(30, 7, 3)
    await world.synced()
    world.source.groups[3]["parent_id"] = 1
    await world.synced()
    cubs = await world.registry.owner.fetchval(
        "select id from source_links where external_id = '2'"
    )

    answer = await sync(world.registry, "kim", cubs, key="cubs")
    run = UUID(answer.data["syncOrganisation"]["run"]["databaseId"])
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    assert await parents(world) == {"1": None, "2": "1", "3": "1"}
    assert ("Ann7", "Otters", "Member", True) in await world.members()


async def test_w5_a_link_that_moves_in_a_merge_ends_nothing_of_its_target(world: World) -> None:
    await world.synced()
    new = await organisation(world.registry, "New")
    await steward(world.registry, "sam", world.place, new)
    await bears(world, new, "sam")
    run = await begun(world.registry, await merge(world.registry, world.place, new))
    async with working(world.registry):
        await until(world.registry, run, "SUCCEEDED")
    before = await world.members()

    after_merge = await world.synced()

    assert (after_merge["counts"]["ended"], after_merge["counts"]["created"]) == (0, 0)
    assert await world.members() == before
    assert ("Bo50", "Bears", "Member", True) in before


async def test_w5_the_next_sync_of_the_former_organisation_ends_no_transferred_membership(
    world: World,
) -> None:
    await world.synced()
    new = await organisation(world.registry, "New")
    await steward(world.registry, "sam", world.place, new)
    ann = await world.registry.owner.fetchval("select id from persons where first_name = 'Ann1'")
    await done(world.registry, await transfer(world.registry, world.place, new, [ann]))
    del world.source.roles[12]

    await world.synced()

    # Whom the source goes on to name as a member of the former one, it brings back there too.
    assert [row[1:] for row in await world.members() if row[0] == "Ann1"] == [
        ("New", "Member", True),
        ("Troop", "Member", True),
    ]
    assert ("Ann2", "Troop", "Member", False) in await world.members()


async def test_s7_links_of_before_are_placed_where_a_sync_made_them(world: World) -> None:
    world.source.add_group(3, "Otters", 2)
    await world.synced()
    await bears(world, world.place)
    placed = await parents(world)
    owner = world.registry.owner
    await owner.execute("alter table source_links disable trigger user")
    await owner.execute("update source_links set parent_link_id = null")
    assert set((await parents(world)).values()) == {None}

    await owner.execute(PLACED_LINKS.PLACE)
    await owner.execute("alter table source_links enable trigger user")

    assert await parents(world) == placed


async def test_s6_a_source_that_answers_with_another_group_ends_the_run(world: World) -> None:
    other = {"id": "2", "type": "groups", "attributes": world.source.groups[2]}
    world.source.instead = lambda asked: (
        written(200, {"data": other}) if asked.path.endswith("/groups/1") else None
    )

    with pytest.raises(AssertionError, match="another group than was asked for"):
        await world.synced()
