"""Counts what a demo has already, and adds its accounts: statements that only seeding needs."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from rules.access import ClientKind, Role
from workflows.acts import act, system_acting

MERGES = "select id from merged_pairs order by inserted_at, id"
PAIR_OF = """
select person.external_id as person, master.external_id as master
  from merge_requests request
  join manual_merge_candidates review on review.id = request.manual_merge_candidate_id
  join merge_candidates pair on pair.id = review.merge_candidate_id
  join persons person on person.id = pair.person_id
  join persons master on master.id = pair.master_person_id
 where request.id = $1
"""
DECIDING_REQUEST = """
select request.assignee_id, request.id
  from merged_pairs merge
  join merge_requests request on request.manual_merge_candidate_id = merge.manual_merge_candidate_id
 where merge.id = $1 and request.status = 'MERGE' order by request.id limit 1
"""
DIGEST = "select digest from unmerge_preview($1)"
EXPLANATION = """
select id, decided_by_id from explanation_requests
 where vital_event_id = $1 order by id desc limit 1
"""
CORRECTION = "select id from corrections where vital_event_id = $1 order by id limit 1"


async def count_persons(connection: Any, source: str) -> int:
    """Return how many persons a source has on record."""
    count: int = await connection.fetchval(COUNT_PERSONS, source)
    return count


async def known_external_ids(
    connection: Any, source: str, external_ids: Collection[str]
) -> set[str]:
    """Return those of these external ids that a source has on record."""
    rows = await connection.fetch(KNOWN_EXTERNAL_IDS, source, list(external_ids))
    return {row["external_id"] for row in rows}


async def count_merge_candidates(connection: Any, source: str) -> int:
    """Return how many merge candidates there are of two persons of this source."""
    count: int = await connection.fetchval(COUNT_MERGE_CANDIDATES, source)
    return count


async def has_vital_events(connection: Any) -> bool:
    """Return whether anything was ever declared."""
    exists: bool = await connection.fetchval(HAS_VITAL_EVENTS)
    return exists


async def has_organisations(connection: Any) -> bool:
    """Return whether there is any organisation."""
    exists: bool = await connection.fetchval(HAS_ORGANISATIONS)
    return exists


async def person_id(connection: Any, source: str, external_id: str) -> UUID:
    """Return the id of a person who must be on record."""
    key: UUID = await connection.fetchval(PERSON, source, external_id)
    return key


async def has_merge_requests(connection: Any) -> bool:
    """Return whether anybody has reviewed anything."""
    exists: bool = await connection.fetchval(HAS_MERGE_REQUESTS)
    return exists


async def merges(connection: Any) -> list[UUID]:
    """Return all merges, the first one first."""
    return [row["id"] for row in await connection.fetch(MERGES)]


async def deciding_request(connection: Any, merge_id: UUID) -> tuple[UUID, UUID]:
    """Return the reviewer and the id of a request by which a merge was decided."""
    row = await connection.fetchrow(DECIDING_REQUEST, merge_id)
    return row["assignee_id"], row["id"]


async def undoing_digest(connection: Any, merge_id: UUID) -> str:
    """Return what says what undoing a merge would do now."""
    digest: str = await connection.fetchval(DIGEST, merge_id)
    return digest


async def external_ids_of(connection: Any, request_id: UUID) -> tuple[str, str]:
    """Return the external ids of the two records of a merge request, the duplicate's first."""
    row = await connection.fetchrow(PAIR_OF, request_id)
    return row["person"], row["master"]


async def add_client(
    connection: Any,
    name: str,
    kind: ClientKind,
    scopes: Sequence[str],
    secret_digest: bytes | None,
) -> int:
    """Add a client unless there is one of this name; return how many were added."""
    async with system_acting(connection) as acting, act(acting, "client.created"):
        added: int = await connection.fetchval(ADD_CLIENT, name, kind, list(scopes), secret_digest)
    return added


async def add_user(
    connection: Any, username: str, display_name: str, roles: Sequence[Role], password_hash: str
) -> int:
    """Add a user with roles through the console, unless there is one of this name.

    Returns how many were added.
    """
    async with system_acting(connection) as acting, act(acting, "user.created"):
        added: int = await connection.fetchval(
            ADD_USER, username, display_name, list(roles), password_hash
        )
    return added


HAS_VITAL_EVENTS = "select exists (select from vital_events)"

HAS_MERGE_REQUESTS = "select exists (select from merge_requests)"

HAS_ORGANISATIONS = "select exists (select from organisations)"

PERSON = "select id from persons where source = $1 and external_id = $2"

COUNT_PERSONS = "select count(*) from persons where source = $1"

KNOWN_EXTERNAL_IDS = """
select external_id from persons where source = $1 and external_id = any ($2)
"""

COUNT_MERGE_CANDIDATES = """
select count(*) from merge_candidates pair
  join persons person on person.id = pair.person_id
  join persons master on master.id = pair.master_person_id
 where person.source = $1 and master.source = $1
"""

ADD_CLIENT = """
with added as (
    insert into clients (name, kind, scopes, secret_digest) values ($1, $2, $3, $4)
        on conflict (name) do nothing returning id)
select count(*) from added
"""

FIRST_CERTIFICATE = """
select serial_number from certificates where vital_event_id = $1 order by id limit 1
"""
ADD_USER = """
with added as (
    insert into users (username, display_name, password_hash) values ($1, $2, $4)
        on conflict (username) do nothing returning id),
granted as (
    insert into role_grants (user_id, client_id, role)
    select added.id, clients.id, role
      from added, clients, unnest($3::text[]) role where clients.name = 'console')
select count(*) from added
"""


# Most have been there for more than a year; of ten, three came when a season began.
HAVE_JOINED = """
with numbered as (
    select id, row_number() over (order by id) as number
      from memberships where organisation_id = $1)
update memberships joined
   set started_on = current_date - case when number % 10 < 7 then 400 else 70 end
  from numbered where numbered.id = joined.id
"""


async def let_have_joined(connection: Any, organisation_id: UUID) -> None:
    """Let members of an organisation have joined at two times, so that its figures have a past."""
    await connection.execute(HAVE_JOINED, organisation_id)


async def correction_of(connection: Any, event_id: UUID) -> UUID | None:
    """Return the correction that was asked for of a record."""
    row = await connection.fetchrow(CORRECTION, event_id)
    return None if row is None else row["id"]


async def explanation_of(connection: Any, event_id: UUID) -> tuple[UUID | None, UUID | None]:
    """Return the last request for reasons about a record, and who had rejected that."""
    row = await connection.fetchrow(EXPLANATION, event_id)
    return (None, None) if row is None else (row["id"], row["decided_by_id"])


async def serial_number_of(connection: Any, event_id: UUID) -> str:
    """Return the serial number of the first certificate of a record; empty where it has none."""
    row = await connection.fetchrow(FIRST_CERTIFICATE, event_id)
    return "" if row is None else str(row["serial_number"])
