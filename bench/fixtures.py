"""Made-up rows, by the hundred thousand: persons, pairs that wait, reviewers, declared births."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench import names
from rules.event_duplicates import blocking_keys, normalized_name

# Without triggers: the audit rows of them are not measured, and would take most of the time.
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
      from generate_series({pairs_from}::bigint, {pairs_to}) step
      join numbered one on one.number = step % {persons_to}
      join numbered other
        on other.number = (step % {persons_to} + 1 + step / {persons_to}) % {persons_to}
    returning id)
insert into manual_merge_candidates (merge_candidate_id) select id from pair;
reset session_replication_role;
"""


async def add_pairs(
    owner: asyncpg.Connection, persons: tuple[int, int], pairs: tuple[int, int]
) -> None:
    """Add persons and waiting pairs of these numbers, the last number left out.

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


async def create_console(owner: asyncpg.Connection) -> UUID:
    """Create the client that reviewers come through."""
    scopes = ["merge_request:read", "merge_request:write", "merge_candidate:assign"]
    return await _create_client(owner, "console", "USER_INTERFACE", scopes)


async def create_portal(owner: asyncpg.Connection) -> UUID:
    """Create a machine that declares births."""
    return await _create_client(owner, "portal", "SYSTEM", ["birth:declare"])


async def _create_client(
    owner: asyncpg.Connection, name: str, kind: str, scopes: list[str]
) -> UUID:
    async with owner.transaction():
        await owner.execute("select begin_act('client.created', null, null, uuidv7(), null)")
        client: UUID = await owner.fetchval(
            "insert into clients (name, kind, scopes) values ($1, $2, $3) returning id",
            *(name, kind, scopes),
        )
        return client


async def create_reviewers(
    owner: asyncpg.Connection, client: UUID, count: int, called: str = "reviewer"
) -> list[UUID]:
    """Create reviewers with their role."""
    await owner.execute("begin")
    await owner.execute("select begin_act('user.created', null, null, uuidv7(), null)")
    rows = await owner.fetch(
        "with made as (insert into users (username, display_name)"
        " select $3::text || number, 'Reviewer' from generate_series(1, $2) number"
        " returning id), granted as (insert into role_grants (user_id, client_id, role)"
        " select id, $1, 'NHS_REVIEWER' from made) select id from made",
        client,
        count,
        called,
    )
    await owner.execute("commit")
    return [row["id"] for row in rows]


# By their keys: to read all that wait would push it out of memory, which is no part of a pick.
SETTLE = """
set session_replication_role = replica;
with settled as (
    update merge_requests set status = 'SPLIT' where status = 'NEW' and superseded_at is null
    returning manual_merge_candidate_id)
update manual_merge_candidates
   set status = 'PROCESSED', decision = 'SPLIT', reason = 'QUORUM', assignee_id = null
 where id in (select manual_merge_candidate_id from settled);
reset session_replication_role;
"""


async def settle_assigned(owner: asyncpg.Connection) -> None:
    """Settle every assigned pair, so that each reviewer may be assigned the next."""
    await owner.execute(SETTLE)


async def add_births(owner: asyncpg.Connection, machine: UUID, count: int) -> None:
    """Add births on record, and the name variants of every name that declarations use."""
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
                "principal_first_name": normalized_name(mother["firstName"]),
                "principal_last_name": normalized_name(mother["lastName"]),
                "subject_first_name": normalized_name(birth["child"]["firstName"]),
                "subject_last_name": normalized_name(birth["child"]["lastName"]),
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
    keys = {normalized_name(name) for name in known}
    name_variants = (
        {"name": each, "variant": variant} for each in keys for variant in blocking_keys(each)
    )
    await owner.execute("set session_replication_role = replica")
    await _copy(owner, "vital_events", records)
    await _copy(owner, "individuals", people)
    await _copy(owner, "name_variants", name_variants)
    await owner.execute("reset session_replication_role")


async def _copy(owner: asyncpg.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        await owner.copy_records_to_table(
            table, records=[tuple(row.values()) for row in listed], columns=list(listed[0])
        )
