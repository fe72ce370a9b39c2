"""Rules S7, S9 and S11 of a source that serves FHIR R4."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fhir import Fhir
from tests.hitobito import Asked
from tests.serving import Registry
from tests.synced import World, syncable

PAIRS = """
select mine.first_name, other.first_name, review.status
  from manual_merge_candidates review
  join merge_candidates pair on pair.id = review.merge_candidate_id
  join persons mine on mine.id = pair.person_id
  join persons other on other.id = pair.master_person_id
"""


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path, Fhir()) as made:
        yield made


async def test_s7_organizations_and_their_patients_come_on_record(world: World) -> None:
    world.source.people[1]["more"] = {
        "telecom": [{"system": "email", "value": "ann@example.org"}],
        "address": [{"line": ["Hill 3"], "city": "Bern", "country": "CH", "postalCode": "3000"}],
    }

    run = await world.synced()
    again = await world.synced()

    assert (run["counts"]["created"], run["counts"]["rejected"]) == (8, 0)
    assert (again["counts"]["unchanged"], again["counts"]["changed"]) == (8, 0)
    members = await world.members()
    assert members[0] == ("Ann1", "Troop", None, True)
    assert members[7] == ("Ann8", "Cubs", None, True)
    (row,) = await world.registry.owner.fetch(
        "select * from persons join person_addresses on person_id = persons.id"
    )
    assert (row["email"], row["gender"], row["street"]) == ("ann@example.org", "FEMALE", "Hill 3")
    assert str(row["birth_date"]) == "2014-03-02"


async def test_s9_who_is_deleted_goes_and_who_is_inactive_is_kept_as_ended(world: World) -> None:
    await world.synced()
    del world.source.people[1], world.source.roles[11]
    world.source.people[2]["more"] = {"active": False}

    run = await world.synced()

    assert (run["counts"]["anonymised"], run["counts"]["ended"]) == (1, 1)
    assert (await world.members())[0] == ("Ann2", "Troop", None, False)


async def test_s11_changes_are_read_by_when_they_were_made(world: World) -> None:
    for row in world.source.people.values():
        row["updated_at"] = "2026-11-01T12:00:00+01:00"
    world.source.people[2]["updated_at"] = "2026-10-01T12:00:00+02:00"
    await world.synced()
    assert await world.watermark() == "2026-11-01T11:55:00+01:00"
    world.source.people[1] |= {"first_name": "Bea", "updated_at": "2026-11-02T12:00:00+01:00"}
    world.source.people[2]["first_name"] = "Unnoticed"
    del world.source.people[3], world.source.roles[13]

    run = await world.synced(mode="CHANGES")

    assert (run["counts"]["changed"], run["counts"]["ended"]) == (1, 0)
    assert {row[0] for row in await world.members()} == {"Bea", *(f"Ann{it}" for it in range(2, 9))}


async def test_s14_who_is_replaced_is_a_candidate_for_reviewers_and_merged_by_nobody(
    world: World,
) -> None:
    def link(kind: str, to: str) -> dict[str, Any]:
        return {"link": [{"type": kind, "other": {"reference": to}}]}

    people = world.source.people
    people[1]["more"] = link("replaced-by", "Patient/2/_history/7") | {"active": False}
    people[3]["more"] = link("seealso", "Patient/4")
    people[5]["more"] = link("replaced-by", "Patient/999")
    people[6]["more"] = link("replaced-by", "RelatedPerson/7")
    people[8]["more"] = link("replaced-by", f"{world.source.base_url}/Patient/7")
    # Who is in no group any more is asked for by id, and read there.
    await world.synced()
    people[7]["more"] = link("replaced-by", "Patient/6")
    del world.source.roles[17]

    await world.synced()

    pairs = await world.registry.owner.fetch(PAIRS)
    assert sorted(map(tuple, pairs)) == [
        ("Ann1", "Ann2", "NEW"),
        ("Ann7", "Ann6", "NEW"),
        ("Ann8", "Ann7", "NEW"),
    ]
    merged = "select count(*) from persons where status <> 'ACTIVE'"
    assert await world.registry.owner.fetchval(merged) == 0


async def test_s9_pages_that_move_while_they_are_read_end_nobodys_membership(world: World) -> None:
    world.source.add_person(9, "Ann9", "Lee", birthday="2014-03-02")
    world.source.add_role(19, 9, 2)
    await world.synced()
    members = await world.members()
    left: dict[int, Any] = {}

    def move(asked: Asked) -> None:
        # Who was on the first page is gone while the others are read: one stands on none of them.
        if asked.path.endswith("/Patient") and "_offset" in asked.parameters and not left:
            left[1] = world.source.people.pop(1)
        elif asked.path.endswith("/Patient/4"):
            world.source.people[1] = left[1]

    world.source.instead = move
    run = await world.synced()

    assert (run["counts"]["ended"], run["counts"]["anonymised"]) == (0, 0)
    assert await world.members() == members
    asked = [it.path for it in world.source.asked]
    assert asked.count("/api/Patient/4") == 1


async def test_s9_a_group_that_slipped_between_pages_keeps_its_members(world: World) -> None:
    for each in range(3, 7):
        world.source.add_group(each, f"Patrol {each}", 1)
    world.source.add_person(9, "Ann9", "Lee", birthday="2014-03-02")
    world.source.add_role(19, 9, 5)
    await world.synced()
    members = await world.members()

    def move(asked: Asked) -> None:
        if asked.path.endswith("/Organization") and "_offset" in asked.parameters:
            world.source.groups.pop(2, None)

    world.source.instead = move
    run = await world.synced()

    assert (run["counts"]["ended"], run["counts"]["anonymised"]) == (0, 0)
    assert await world.members() == members
    assert "/api/Organization/5" in [it.path for it in world.source.asked]


async def test_s13_an_address_of_which_a_part_cannot_be_read_stays_as_it_was(world: World) -> None:
    address: dict[str, Any] = {"line": ["Hill 3"], "city": "Bern", "country": "CH"}
    world.source.people[1]["more"] = {"address": [address]}
    await world.synced()
    world.source.people[1]["more"] = {"address": [address | {"line": "Lake 4", "city": "Basel"}]}

    run = await world.synced()

    assert (run["counts"]["rejected"], run["counts"]["ended"]) == (1, 0)
    (row,) = await world.registry.owner.fetch("select street, settlement from person_addresses")
    assert tuple(row) == ("Hill 3", "Bern")
