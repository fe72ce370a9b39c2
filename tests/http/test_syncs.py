"""Rules S5 to S9, S11, S13 and S14: a sync brings all of it or nothing."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from tests.hitobito import Rights, error, written
from tests.organisations import organisation, steward
from tests.runs import settle, until
from tests.serving import Registry
from tests.sources import linked, rejects, sync, syncing
from tests.synced import World, syncable

LEFT = """
select (select count(*) from staged_records) + (select count(*) from run_credentials) as rows
"""


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


async def test_s7_a_group_and_those_below_it_come_on_record(world: World) -> None:
    run = await world.synced()

    assert run["counts"] == {
        **dict.fromkeys(("changed", "unchanged", "ended", "anonymised", "rejected"), 0),
        "fetched": 8,
        "created": 8,
    }
    members = await world.members()
    assert members[0] == ("Ann1", "Troop", "Member", True)
    assert members[7] == ("Ann8", "Cubs", "Member", True)
    (row,) = await world.registry.owner.fetch("select * from persons where first_name = 'Ann1'")
    assert (str(row["birth_date"]), row["gender"], row["source"]) == ("2014-03-02", "FEMALE", None)
    assert await world.registry.owner.fetchval(LEFT) == 0


async def test_s7_what_is_the_same_stays_as_it_is(world: World) -> None:
    await world.synced()
    before = await world.registry.owner.fetch("select * from persons order by id")
    records = await world.registry.owner.fetch("select * from source_records order by id")

    run = await world.synced()

    assert (run["counts"]["unchanged"], run["counts"]["created"]) == (8, 0)
    assert await world.registry.owner.fetch("select * from persons order by id") == before
    after = await world.registry.owner.fetch("select * from source_records order by id")
    assert after == records


async def test_s7_what_changes_at_the_source_changes_here(world: World) -> None:
    await world.synced()
    world.source.people[1] |= {"first_name": "Bea", "street": "Hill", "country": "CH"}

    run = await world.synced()

    assert run["counts"]["changed"] == 1
    (row,) = await world.registry.owner.fetch(
        "select version, street, country from persons join person_addresses on person_id ="
        " persons.id where first_name = 'Bea'"
    )
    assert (row["street"], row["country"]) == ("Hill", "CH")
    assert row["version"] == 2


async def test_s5_what_the_token_may_not_read_stays(world: World) -> None:
    await world.synced()
    world.source.rights["few"] = Rights(reads_details=False)
    world.source.people[1]["first_name"] = "Bea"

    await world.synced(token="few")

    born = await world.registry.owner.fetchval(
        "select birth_date from persons where first_name = 'Bea'"
    )
    assert str(born) == "2014-03-02"


async def test_s7_a_run_that_fails_changes_nothing(world: World) -> None:
    await world.synced()
    before = await world.members()
    del world.source.roles[11]
    world.source.add_person(20, "New", "Lee")
    world.source.add_role(40, 20, 1)
    asked = len(world.source.asked)
    world.source.instead = lambda _: (
        written(401, error(401)) if len(world.source.asked) > asked + 3 else None
    )

    run = await world.synced("FAILED")

    assert run["lastError"] == "The source no longer accepts the token"
    assert await world.members() == before
    assert await world.registry.owner.fetchval(LEFT) == 0


async def test_s8_a_run_that_would_end_many_waits_for_a_steward(world: World) -> None:
    await world.synced()
    for each in range(1, 6):
        del world.source.roles[10 + each]

    held = await world.synced("HELD")
    before = [row[3] for row in await world.members()]
    await settle(world.registry, "kim", "approve", UUID(held["databaseId"]))
    async with syncing(world.registry, world.directory):
        await until(world.registry, UUID(held["databaseId"]), "SUCCEEDED")

    assert held["heldBecause"] == "It would end the membership of 5 of 8"
    assert held["heldReason"] == "MEMBERS_WOULD_END"
    assert (held["heldEnding"], held["heldMembers"]) == (5, 8)
    assert before == [True] * 8
    assert [row[3] for row in await world.members()] == [False] * 5 + [True] * 3


async def test_s9_who_is_deleted_at_the_source_goes_and_who_is_hidden_only_leaves(
    world: World,
) -> None:
    await world.synced()
    del world.source.roles[11], world.source.people[1]
    del world.source.roles[12]

    run = await world.synced()

    assert (run["counts"]["anonymised"], run["counts"]["ended"]) == (1, 1)
    owner = world.registry.owner
    assert await owner.fetchval("select count(*) from persons where first_name = 'Ann1'") == 0
    assert (await world.members())[0] == ("Ann2", "Troop", "Member", False)
    assert await owner.fetchval("select reason from erasures") == "Deleted at its source"
    assert await owner.fetchval("select count(*) from source_identities") == 7


async def test_s14_two_organisations_share_one_person(world: World) -> None:
    await world.synced()
    other = await organisation(world.registry, "Elsewhere")
    await steward(world.registry, "lou", other)
    world.source.add_group(5, "Bears")
    world.source.add_role(50, 3, 5)
    source_id = await world.registry.owner.fetchval("select id from sources")
    link = await linked(world.registry, source_id, other, "5")

    answer = await sync(world.registry, "lou", link)
    run = UUID(answer.data["syncOrganisation"]["run"]["databaseId"])
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    owner = world.registry.owner
    assert await owner.fetchval("select count(*) from persons where first_name = 'Ann3'") == 1
    places = [row[1] for row in await world.members() if row[0] == "Ann3"]
    assert places == ["Elsewhere", "Troop"]


async def test_s9_no_answer_is_not_that_somebody_is_deleted(world: World) -> None:
    await world.synced()
    del world.source.roles[11], world.source.people[1]
    world.source.instead = lambda asked: (
        written(500, error(500)) if asked.path.endswith("/people/1") else None
    )

    run = await world.synced()

    assert (run["counts"]["anonymised"], run["counts"]["ended"]) == (0, 1)
    assert (await world.members())[0] == ("Ann1", "Troop", "Member", False)


async def test_s9_what_ends_later_goes_on_and_what_has_ended_is_kept_as_ended(
    world: World,
) -> None:
    world.source.roles[11]["end_on"] = "2099-01-31"
    await world.synced()
    await world.synced()
    assert [row for row in await world.members() if row[0] == "Ann1"] == [
        ("Ann1", "Troop", "Member", True)
    ]
    world.source.today = date(2026, 1, 1)
    world.source.roles[11]["end_on"] = "2026-01-31"
    world.source.roles[11]["start_on"] = "2020-01-31"

    await world.synced()
    await world.synced()

    ended = await world.registry.owner.fetch(
        "select ended_on from memberships where ended_on is not null"
    )
    assert [row["ended_on"] for row in ended] == [date(2026, 1, 31)]


async def test_s7_who_joined_on_a_day_and_has_not_left_is_a_member(world: World) -> None:
    world.source.roles[11]["start_on"] = "2020-01-31"

    await world.synced()
    again = await world.synced()

    assert again["counts"]["ended"] == 0
    joined = await world.registry.owner.fetch(
        "select started_on, ended_on from memberships where started_on = '2020-01-31'"
    )
    assert [tuple(row) for row in joined] == [(date(2020, 1, 31), None)]


async def test_s13_what_cannot_be_taken_is_listed_by_its_id(world: World) -> None:
    world.source.people[3] |= {"first_name": "", "last_name": ""}
    world.source.people[4]["email"] = {"home": "ann@midata.example"}
    world.source.roles[12]["label"] = 7.5

    run = await world.synced()
    seen = await rejects(world.registry, "kim", run["databaseId"])
    await steward(world.registry, "lou", await organisation(world.registry, "Elsewhere"))
    hidden = await rejects(world.registry, "lou", run["databaseId"])

    assert (run["counts"]["rejected"], run["counts"]["created"]) == (3, 6)
    assert seen.text.splitlines()[1:] == [
        "MEMBERSHIP,12,label is not a text",
        "PERSON,3,no name",
        "PERSON,4,email is not a text",
    ]
    assert hidden.status_code == 404


async def test_s11_changes_are_read_since_the_watermark(world: World) -> None:
    for rows in (world.source.people, world.source.roles):
        for row in rows.values():
            row["updated_at"] = "2026-11-01T12:00:00+01:00"
    for row in (world.source.people[2], world.source.roles[12]):
        row["updated_at"] = "2026-10-01T12:00:00+02:00"
    await world.synced(mode="CHANGES")
    assert await world.watermark() == "2026-11-01T11:55:00+01:00"
    world.source.people[1] |= {"first_name": "Bea", "updated_at": "2026-11-02T12:00:00+01:00"}
    world.source.people[2]["first_name"] = "Unnoticed"
    world.source.add_person(9, "New", "Lee", updated_at="2026-11-02T12:00:00+01:00")
    world.source.add_role(19, 9, 1, updated_at="2026-11-02T12:00:00+01:00")
    del world.source.roles[13]

    run = await world.synced(mode="CHANGES")

    assert (run["counts"]["created"], run["counts"]["changed"]) == (1, 1)
    names = {row[0] for row in await world.members() if row[3]}
    assert names == {"Bea", "Ann2", "New", *(f"Ann{it}" for it in range(3, 9))}
    assert await world.watermark() == "2026-11-02T11:55:00+01:00"


async def test_s11_a_run_that_fails_leaves_the_watermark(world: World) -> None:
    world.source.instead = lambda asked: (
        written(401, error(401)) if asked.path.endswith("roles") else None
    )

    await world.synced("FAILED")

    assert await world.watermark() is None


async def test_s7_groups_of_one_name_are_told_apart_by_their_ids(world: World) -> None:
    world.source.add_group(10, "Cubs", 1)
    world.source.add_group(3, "Cubs", 1)
    world.source.add_group(2, "Cubs 3", 1)

    await world.synced()

    named = "select external_id, name from source_links join organisations on organisations.id ="
    rows = await world.registry.owner.fetch(f"{named} organisation_id order by 1")
    names = {row["external_id"]: row["name"] for row in rows}
    assert names["3"].startswith("Cubs 3 (")
    assert names == {"1": "Troop", "10": "Cubs", "2": "Cubs 3", "3": names["3"]}


async def test_s7_what_another_organisation_is_linked_with_is_not_read(world: World) -> None:
    other = await organisation(world.registry, "Elsewhere")
    source_id = await world.registry.owner.fetchval("select id from sources")
    await linked(world.registry, source_id, other, "2")
    world.source.add_group(3, "Otters", 2)
    world.source.add_role(30, 8, 3)

    run = await world.synced()

    assert run["counts"]["fetched"] == 7
    places = await world.registry.owner.fetch("select name from organisations order by name")
    assert [row["name"] for row in places] == ["Elsewhere", "Troop"]


async def test_s13_what_is_left_out_of_a_person_is_told(world: World) -> None:
    world.source.people[1]["first_name"] = "A" * 65
    world.source.people[2]["birthday"] = "2014-02-31"
    world.source.groups[2]["type"] = "Gro\0up"

    run = await world.synced()
    seen = await rejects(world.registry, "kim", run["databaseId"])

    assert (run["counts"]["created"], run["counts"]["rejected"]) == (8, 2)
    lines = seen.text.splitlines()[1:]
    assert [line.split(":")[0] for line in lines] == ["PERSON,1,first name", "PERSON,2,birth date"]
    assert "AAA" not in seen.text
