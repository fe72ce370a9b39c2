"""What migrations make of the rows that a database has already."""

import json

import asyncpg

from db.migrating import migrate
from tests.house.test_migrations import run, upgrade_to

CERTIFIED = """
set session_replication_role = replica;
insert into clients (name, kind, scopes) values ('portal', 'SYSTEM', '{}');
insert into vital_events (kind, status, tracking_id, registration_number, declared_by_client_id,
                          event_date, place, informant_relationship, details_digest)
select of_kind, 'CERTIFIED', left(of_kind, 1) || 'TRACKED', left(of_kind, 1) || '-2025-0000001',
       clients.id,
       date '2025-01-01', 'Kyiv', 'MOTHER', '\\x00'
  from clients, unnest(array['BIRTH', 'DEATH']) as made (of_kind);
insert into individuals (vital_event_id, role, first_name, last_name)
select id, case kind when 'BIRTH' then 'CHILD' else 'DECEASED' end, 'Olha', 'Koval'
  from vital_events;
insert into certificates (id, vital_event_id, template, relationship, has_shown_document,
                          inserted_at)
select uuidv7(interval '1 second' * number), event.id, 'birth', 'INFORMANT', true,
       timestamptz '2025-12-20T12:00:00Z' + interval '1 day' * number
  from generate_series(1, 24) number
  join vital_events event on event.kind = case number % 2 when 0 then 'BIRTH' else 'DEATH' end;
"""


async def test_c16_certificates_of_before_get_numbers_in_the_order_of_their_making(
    empty: str,
) -> None:
    await run(empty, upgrade_to("0012_acts"))
    owner = await asyncpg.connect(empty)
    await owner.execute(CERTIFIED)
    await owner.execute("reset session_replication_role")

    await migrate(empty)

    found = await owner.fetch(
        "select serial_number, values, certificate_template_id, revoked_at from certificates"
        " order by inserted_at"
    )
    assert [it["serial_number"] for it in found] == [
        f"C-{'2025' if number <= 11 else '2026'}-{number:07}" for number in range(1, 25)
    ]
    # What they say is what their records say; the next one takes the next number (C13).
    assert all(it["certificate_template_id"] and it["revoked_at"] is None for it in found)
    values = [json.loads(it["values"]) for it in found]
    assert [it["serialNumber"] for it in values] == [it["serial_number"] for it in found]
    assert {it["registrationNumber"] for it in values} == {"B-2025-0000001", "D-2025-0000001"}
    assert (await owner.fetchval("select next_serial_number()")).endswith("-0000025")
    await owner.close()


DISPUTED = """
set session_replication_role = replica;
insert into users (username, display_name)
select 'reviewer' || number, 'R' from generate_series(1, 4) number;
insert into persons (first_name, source, external_id)
select 'Ada', 'test', letter from unnest(array['a', 'b', 'c', 'd', 'e', 'f']) letter;
update persons set status = 'INACTIVE', master_person_id = (
    select id from persons where external_id = 'a') where external_id = 'b';
create temporary table made as
    with asked (one, other, status, decision) as (
        values ('b', 'a', 'PROCESSED', 'MERGE'), ('c', 'b', 'PROCESSED', 'SPLIT'),
               ('c', 'a', 'NEW', null), ('d', 'e', 'NEW', null), ('d', 'f', 'NEW', null))
    select uuidv7() as id, uuidv7() as pair_id, one.id as person_id, other.id as master_id,
           asked.one || asked.other as named, asked.status, asked.decision
      from asked
      join persons one on one.external_id = asked.one
      join persons other on other.external_id = asked.other;
insert into merge_candidates (id, person_id, master_person_id)
select pair_id, person_id, master_id from made;
insert into manual_merge_candidates (id, merge_candidate_id, status, decision, reason)
select id, pair_id, status, decision, case when decision is not null then 'QUORUM' end from made;
insert into merge_requests (manual_merge_candidate_id, assignee_id, status)
select made.id, users.id,
       case when named = 'de' and username > 'reviewer2' then 'SPLIT' else 'MERGE' end
  from made, users
 where named in ('de', 'df') or named = 'ca' and username = 'reviewer1';
reset session_replication_role
"""


async def test_b17_h24_disputes_of_before_are_marked(empty: str) -> None:
    await run(empty, upgrade_to("0020_uncertified_records"))
    owner = await asyncpg.connect(empty)
    await owner.execute(DISPUTED)

    await migrate(empty)

    found = await owner.fetch(
        "select named from made join manual_merge_candidates using (id)"
        " where disputed_at is not null order by named"
    )
    assert [it["named"] for it in found] == ["ca", "de"]
    votes = await owner.fetch(
        "select status from merge_requests where manual_merge_candidate_id in"
        " (select id from made where named = 'ca')"
    )
    assert [it["status"] for it in votes] == ["POSTPONE"]
    await owner.close()


EVENTS = """
insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id, inserted_at)
select 'person', number::text, 'person.deactivated', '{}', uuidv7(), now() - interval '1 s' * number
  from generate_series(1, 4) number
"""
PLACES = """
select aggregateid from event_positions join outbox on outbox.id = event_id order by position
"""


async def test_r9_events_of_before_have_the_order_in_which_they_were_written(empty: str) -> None:
    await run(empty, upgrade_to("0043_deletions"))
    owner = await asyncpg.connect(empty)
    await owner.execute(EVENTS)
    await owner.execute(
        "insert into undispatched_events (event_id) select id from outbox where aggregateid = '1'"
    )

    await migrate(empty)

    assert [row[0] for row in await owner.fetch(PLACES)] == ["4", "3", "2"]
    await owner.execute("select make_messages(10)")
    assert [row[0] for row in await owner.fetch(PLACES)] == ["4", "3", "2", "1"]
    await owner.close()
