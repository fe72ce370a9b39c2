"""Rules S7, S9 and S11 of a source that serves FHIR R4."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fhir import Fhir
from tests.serving import Registry
from tests.synced import World, syncable


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
