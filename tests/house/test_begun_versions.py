"""Who is on record when versions come has a first one then, and the editors that are known."""

from uuid import UUID

import asyncpg
import pytest

from db import migrating
from db.migrating import migrate
from tests.house.test_migrations import run, upgrade_to

OF_BEFORE = """
set session_replication_role = replica;
insert into users (username, display_name) values ('registrar', 'R'), ('clerk', 'C');
insert into clients (name, kind, scopes) values ('console', 'SYSTEM', '{}');
insert into persons (first_name, email) select 'Ada', 'ada@example.org' from generate_series(1, 5);
insert into person_phones (person_id, type, number) select id, 'MOBILE', '+1' from persons;
insert into audit_log (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                       correlation_id)
select uuidv7(), uuidv7(), users.id, clients.id, 'birth.corrected', 'person', persons.id, '{}',
       uuidv7()
  from users, clients, persons where username = 'registrar'
 order by persons.id limit 1;
insert into vital_events (kind, status, tracking_id, registration_number, declared_by_client_id,
                          declared_by_user_id, person_id, event_date, place, informant_relationship,
                          details_digest)
select 'BIRTH', 'REGISTERED', 'BTRACKED', 'B-2025-0000001', clients.id, users.id,
       (select id from persons order by id limit 1), date '2025-01-01', 'Kyiv', 'MOTHER', '\\x00'
  from clients, users where username = 'clerk';
reset session_replication_role
"""
KEPT = """
select version, action, changed, actor_id, record = person_record(person_id) as is_as_now
  from person_versions order by person_id
"""


async def test_h21_persons_of_before_begin_with_a_first_version(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "BATCH", 2)
    await run(empty, upgrade_to("0020_uncertified_records"))
    owner = await asyncpg.connect(empty)
    await owner.execute(OF_BEFORE)

    await migrate(empty)

    kept = await owner.fetch(KEPT)
    assert [tuple(it) for it in kept] == [(1, "person_version.begun", [], None, True)] * 5
    editors = await owner.fetch("select username from person_editors join users on id = user_id")
    assert {it["username"] for it in editors} == {"registrar", "clerk"}
    await owner.close()


async def test_h21_first_versions_that_were_interrupted_are_made_the_next_time(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "BATCH", 2)
    await run(empty, upgrade_to("0020_uncertified_records"))
    owner = await asyncpg.connect(empty)
    await owner.execute(OF_BEFORE)
    monkeypatch.setattr(migrating, "HAVE_PERSONS_VERSIONS", "select true")
    await migrate(empty)
    monkeypatch.undo()
    ids: list[UUID] = await owner.fetchval("select array_agg(id order by id) from persons")
    await owner.fetchval("select begin_person_versions(null, 2)")
    async with owner.transaction():
        await owner.execute("select begin_act('person.corrected', null, null, uuidv7())")
        # One of them has a first version by now, and the other one not yet.
        await owner.execute(
            "update persons set first_name = 'Eve' where id = any ($1)", [ids[1], ids[3]]
        )

    assert not await migrate(empty)

    kept = await owner.fetch(
        "select person_id, version, changed, action, record ->> 'firstName' as name"
        "  from person_versions order by 1, 2"
    )
    first: tuple[list[str], str, str] = ([], "person_version.begun", "Ada")
    second = (["firstName"], "person.corrected", "Eve")
    expected = [(it, 1, *first) for it in ids] + [(it, 2, *second) for it in (ids[1], ids[3])]
    assert [tuple(it) for it in kept] == sorted(expected)
    await owner.close()
