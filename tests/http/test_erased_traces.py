"""Rule T1: nothing of an erased group is found in a dump, the logs or the files of the database."""

from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest

from server.observability import logs
from tests.erased_files import MARKS, THEIRS, dumped, in_files
from tests.http.test_erased_organisations import erase
from tests.organisations import organisation, steward
from tests.runs import settle, until, working
from tests.serving import Registry
from tests.sources import linked, sync, syncing
from tests.synced import World, syncable


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


@pytest.fixture
def lines() -> Iterator[BytesIO]:
    written_lines = BytesIO()
    logs.configure(written_lines)
    yield written_lines
    logs.configure()


def add_canaries(world: World) -> None:
    """Let the group have five members of its own, three that it shares, and one that is unfit."""
    source = world.source
    source.groups[2]["name"] = "Canary cubs"
    for each in (*range(1, 6), 8):
        del source.roles[10 + each]
    for each in range(7700424201, 7700424206):
        named = {"email": f"canary{each}@example.org", "street": "Canary Row", "country": "CH"}
        source.add_person(each, f"Canary{each}", "Canaryson", **named)
        source.add_role(each, each, 1, label="Canary keeper")
    source.add_person(7700424299, "", "", email="canary@example.org")
    source.add_role(7700424299, 7700424299, 2)
    source.add_role(60, 8, 2)
    source.add_group(5, "Bears")
    for each in (6, 7, 8):
        source.add_role(50 + each, each, 5)


async def sync_bears(world: World) -> UUID:
    """Let another organisation have three persons who are in the group too."""
    other = await organisation(world.registry, "Bears")
    await steward(world.registry, "lou", other)
    source_id = await world.registry.owner.fetchval("select id from sources")
    link = await linked(world.registry, source_id, other, "5")
    answer = await sync(world.registry, "lou", link)
    async with syncing(world.registry, world.directory):
        run = UUID(answer.data["syncOrganisation"]["run"]["databaseId"])
        await until(world.registry, run, "SUCCEEDED")
    return other


async def test_t1_no_trace_of_an_erased_group_is_found_anywhere(
    world: World, lines: BytesIO
) -> None:
    registry, owner = world.registry, world.registry.owner
    add_canaries(world)
    async with registry.acting("organisation.updated"):
        await owner.execute("update organisations set name = 'Canary troop'")
    await world.synced()
    other = await sync_bears(world)
    world.source.people[7700424201] |= {"first_name": "Canarybird", "birthday": "canary"}
    await world.synced()
    for each in range(7700424201, 7700424206):
        del world.source.roles[each]
    held = UUID((await world.synced("HELD"))["databaseId"])
    assert MARKS.search(await dumped(registry.database))
    before = [await owner.fetch(it, *[other][: it.count("$1")]) for it in THEIRS]

    refused = await erase(registry, "kim", world.place, "Canary troop")
    await settle(registry, "kim", "cancel", held)
    answer = await erase(registry, "kim", world.place, "Canary troop", "another")
    async with working(registry):
        run = UUID(answer.data["eraseOrganisation"]["run"]["databaseId"])
        await until(registry, run, "SUCCEEDED")

    assert refused.refusal == ("CONFLICT", "Organisation has a run under way")
    assert MARKS.findall(await dumped(registry.database)) == []
    assert await in_files(registry.database, owner) == []
    assert MARKS.findall(lines.getvalue()) == []
    assert lines.getvalue().count(b"message.attempted") > 10
    after = [await owner.fetch(it, *[other][: it.count("$1")]) for it in THEIRS]
    kept = {it["person_id"] for it in after[3]}
    assert [row for row in before[3] if row["person_id"] in kept] == after[3]
    assert [*after[:3], after[4]] == [*before[:3], before[4]]
    assert [len(it) for it in after] == [3, 3, 3, 3, 3]
