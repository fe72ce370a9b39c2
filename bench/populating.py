"""Made-up rows, by the hundred thousand: persons, pairs that wait, reviewers, declared births."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench import names
from rules.event_duplicates import name_key, variants

# Rows come in without triggers: what the trail holds of them is not what is measured, and takes
# most of the time.
GROW = """
set session_replication_role = replica;
insert into persons (first_name, last_name, birth_date, gender, source, external_id)
select 'Given' || number % 2000, 'Family' || number % 5000,
       date '1940-01-01' + (number % 25000)::integer, 'FEMALE', 'bench', number::text
  from generate_series({persons_from}, {persons_to} - 1) number;
with numbered as materialized (
    select id, external_id::bigint as number from persons where source = 'bench'),
pair as (
    insert into merge_candidates (person_id, master_person_id)
    select one.id, other.id
      from generate_series({pairs_from}::bigint, {pairs_to}) wanted
      join numbered one on one.number = wanted % {persons_to}
      join numbered other
        on other.number = (wanted % {persons_to} + 1 + wanted / {persons_to}) % {persons_to}
    returning id)
insert into manual_merge_candidates (merge_candidate_id) select id from pair;
reset session_replication_role;
"""


async def grow(owner: asyncpg.Connection, persons: tuple[int, int], pairs: tuple[int, int]) -> None:
    """Add persons and waiting pairs of these numbers, last ones left out.

    Each person is paired with the one after, then with the one after that.
    """
    await owner.execute(
        GROW.format(
            persons_from=persons[0],
            persons_to=persons[1],
            pairs_from=pairs[0],
            pairs_to=pairs[1] - 1,
        )
    )
    await owner.execute("vacuum analyze")


async def console(owner: asyncpg.Connection) -> UUID:
    """Make the client that reviewers come through."""
    await owner.execute("begin")
    await owner.execute("select begin_act('client.created', null, null, uuidv7(), null)")
    made: UUID = await owner.fetchval(
        "insert into clients (name, kind, scopes) values ('console', 'USER_INTERFACE',"
        " '{merge_request:read,merge_request:write,merge_candidate:assign}') returning id"
    )
    await owner.execute("commit")
    return made


async def portal(owner: asyncpg.Connection) -> UUID:
    """Make a machine that declares births."""
    await owner.execute("begin")
    await owner.execute("select begin_act('client.created', null, null, uuidv7(), null)")
    made: UUID = await owner.fetchval(
        "insert into clients (name, kind, scopes)"
        " values ('portal', 'SYSTEM', '{birth:declare}') returning id"
    )
    await owner.execute("commit")
    return made


async def reviewers(owner: asyncpg.Connection, client: UUID, count: int) -> list[UUID]:
    """Make reviewers with their role."""
    await owner.execute("begin")
    await owner.execute("select begin_act('user.created', null, null, uuidv7(), null)")
    rows = await owner.fetch(
        "with made as (insert into users (username, display_name)"
        " select 'reviewer' || number, 'Reviewer' from generate_series(1, $2) number"
        " returning id), granted as (insert into role_grants (user_id, client_id, role)"
        " select id, $1, 'NHS_REVIEWER' from made) select id from made",
        client,
        count,
    )
    await owner.execute("commit")
    return [row["id"] for row in rows]


SETTLE = """
set session_replication_role = replica;
with done as (
    update merge_requests set status = 'SPLIT' where status = 'NEW' returning 1)
update manual_merge_candidates
   set status = 'PROCESSED', decision = 'SPLIT', reason = 'QUORUM', assignee_id = null
 where assignee_id is not null;
reset session_replication_role;
"""


async def settle(owner: asyncpg.Connection) -> None:
    """Settle every pair that somebody holds, so that each may ask for the next."""
    await owner.execute(SETTLE)


async def births(owner: asyncpg.Connection, machine: UUID, count: int) -> None:
    """Put so many births on record, in a registry that has met every name before."""
    known = [
        *names.names(names.FIRST_NAMES, names.FEMALE_ENDINGS),
        *names.names(names.LAST_NAMES, names.FAMILY_ENDINGS),
    ]
    records, people = [], []
    for number, birth in enumerate(islice(names.births("on record"), count)):
        record, mother = uuid4(), birth["mother"]
        records.append(
            {
                "id": record,
                "kind": "BIRTH",
                "tracking_id": f"B{number:06}",
                "declared_by_client_id": machine,
                "event_date": date.fromisoformat(birth["child"]["birthDate"]),
                "place": birth["placeOfBirth"],
                "informant_relationship": birth["informant"]["relationship"],
                "details_digest": record.bytes * 2,
                "principal_first_name": name_key(mother["firstName"]),
                "principal_last_name": name_key(mother["lastName"]),
            }
        )
        for role in ("child", "mother"):
            person = birth[role]
            people.append(
                {
                    "vital_event_id": record,
                    "role": role.upper(),
                    "first_name": person["firstName"],
                    "last_name": person["lastName"],
                    "birth_date": date.fromisoformat(person["birthDate"]),
                    "gender": person.get("gender"),
                }
            )
    keys = {name_key(name) for name in known}
    written = ({"name": each, "variant": variant} for each in keys for variant in variants(each))
    await owner.execute("set session_replication_role = replica")
    await _copy(owner, "vital_events", records)
    await _copy(owner, "individuals", people)
    await _copy(owner, "name_variants", written)
    await owner.execute("reset session_replication_role")


async def _copy(owner: asyncpg.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        await owner.copy_records_to_table(
            table, records=[tuple(row.values()) for row in listed], columns=list(listed[0])
        )
