"""The demo shows registrars each thing that waits for them, and what became of others."""

from pathlib import Path

from rules.access import Role
from server.postgres.connection import connect
from server.seeding import seed
from tests.databases import Database
from tests.serving import Registry, served


async def seed_events(database: Database) -> None:
    connection = await connect(database.app_url)
    await seed(connection, persons=0)
    await connection.close()


async def test_the_demo_has_each_thing_that_waits_for_a_registrar(registry: Registry) -> None:
    await seed_events(registry.database)

    asked = await registry.owner.fetch(OPEN_CORRECTIONS)
    corrected = await registry.owner.fetch(CORRECTED)
    taken = await registry.owner.fetch(TAKEN)
    twins = await registry.owner.fetch(TWINS)

    assert [tuple(row) for row in asked] == [("registrar1", "CERTIFIED")]
    assert [tuple(row) for row in corrected] == [("CERTIFIED", 2, 1, 1)]
    assert [row["username"] for row in taken] == ["registrar2"]
    assert [tuple(row) for row in twins] == [(2, 1, False), (2, 2, False)]


async def test_c8a_the_demo_has_alerts_to_be_answered(database: Database, tmp_path: Path) -> None:
    async with served(database, tmp_path) as registry:
        await seed_events(database)
        registrar = await registry.user("registrar", Role.REGISTRAR)

        answer = await registry.ask(registrar, WITH_ALERTS)

    found = {it for node in answer.data["vitalEvents"]["nodes"] for it in node["alerts"]}
    assert {"PERSON_NOT_FOUND", "SPOUSE_IS_MARRIED"} <= found


WITH_ALERTS = "{ vitalEvents(filter: {status: [DECLARED]}) { nodes { alerts } } }"
OPEN_CORRECTIONS = """
select username, vital_events.status from corrections
  join vital_events on vital_events.id = vital_event_id
  join users on users.id = requested_by_user_id
 where corrections.status = 'REQUESTED'
"""
CORRECTED = """
select vital_events.status, version, count(*) filter (where revoked_at is not null),
       count(*) filter (where revoked_at is null)
  from vital_events join certificates on vital_event_id = vital_events.id
 where version > 1 group by vital_events.id
"""
TAKEN = "select username from vital_events join users on users.id = assignee_id"
TWINS = """
select multiple_birth_of, multiple_birth_order,
       exists (select from potential_duplicates where vital_event_id = vital_events.id)
  from vital_events
 where multiple_birth_of is not null order by multiple_birth_order
"""
