"""How the records that a declaration may be a duplicate of are found and noted (rule C5)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import jellyfish
import orjson
from sqlalchemy import Uuid, bindparam, delete

from db.statements import Connection, Statement
from db.vital_events import potential_duplicates
from rules.declarations import Individual
from rules.event_duplicates import (
    MatchProfile,
    blocking_keys,
    evidence,
    may_be_duplicate,
    normalized_names,
    window,
)
from rules.partial_dates import stored
from rules.vital_events import VitalEventKind

MOST_NOTED = 100
"""At most this many are stored per record; it is a duplicate of one of them, if of any."""

FIND = "select * from find_similar_events($1, $2, $3, $4, $5, $6, $7, $8, $9)"
NOTE = """
insert into potential_duplicates (vital_event_id, resembled_id)
select $1, similar_id from unnest($2::uuid[]) similar_id on conflict do nothing
"""
FORGET = Statement(
    delete(potential_duplicates).where(
        potential_duplicates.c.vital_event_id == bindparam("event", type_=Uuid)
    )
)
READ = """
select event.kind, event.event_date, event.partial_event_date, principal.*,
       subject.first_name as subject_first_name,
       subject.last_name as subject_last_name
  from vital_events event
  join individuals principal
    on principal.vital_event_id = event.id and principal.role in ('MOTHER', 'DECEASED')
  left join individuals subject
    on subject.vital_event_id = event.id and subject.role = 'CHILD'
 where event.id = $1
"""


class Search(NamedTuple):
    """What `find_similar_events` needs to find similar records, besides the kind and the record."""

    first_name: str | None = None
    last_name: str | None = None
    blocking_keys: str | None = None
    """JSON: the blocking keys of each of the two names."""
    first_day: date | None = None
    last_day: date | None = None
    birth_date: date | None = None
    national_id: str | None = None


NO_SEARCH = Search()
"""Where nothing may be a duplicate."""


def search_of(profile: MatchProfile) -> Search:
    """Return what finds the records that may be duplicates of a profile's."""
    principal = profile.principal
    first_name, last_name = normalized_names(principal)
    keys = {name: blocking_keys(name) for name in (first_name, last_name)}
    return Search(
        first_name,
        last_name,
        orjson.dumps(keys).decode(),
        *window(profile),
        None if principal.birth_date is None else principal.birth_date.exact,
        principal.national_id,
    )


def similar_among(rows: Sequence[Any], profile: MatchProfile) -> list[UUID]:
    """Return which of the records that `find_similar_events` found may be duplicates. Rule C5."""
    edits = jellyfish.damerau_levenshtein_distance
    similar: list[UUID] = [
        row["id"]
        for row in rows
        if row["id"] is not None and may_be_duplicate(profile, _profile_of(row), edits)
    ]
    return similar[:MOST_NOTED]


async def find_and_note(
    connection: Connection,
    kind: VitalEventKind,
    event_id: UUID,
    profile: MatchProfile,
    search: Search,
) -> None:
    """Note the live records that a record may be a duplicate of.

    Whoever looks for the same names at once waits, so that of two the later finds the earlier.
    """
    rows = await connection.fetch(FIND, kind, *search, event_id)
    await note(connection, event_id, similar_among(rows, profile))


async def note(connection: Connection, event_id: UUID, similar: Sequence[UUID]) -> None:
    """Note similar records; what a registrar has said of one that was noted before still holds."""
    if similar:
        await connection.execute(NOTE, event_id, similar)


async def forget(connection: Connection, event_id: UUID) -> None:
    """Forget which records a record was similar to, and what registrars have said of them."""
    await FORGET.rows(connection, event=event_id)


async def find_again(connection: Connection, event_id: UUID) -> None:
    """Note the similar records that came while a record was not live."""
    row = await connection.fetchrow(READ, event_id)
    if row is None:
        return
    profile = _profile_of(row)
    kind = VitalEventKind(row["kind"])
    await find_and_note(connection, kind, event_id, profile, search_of(profile))


def _profile_of(row: Any) -> MatchProfile:
    principal = Individual(
        row["first_name"],
        row["last_name"],
        birth_date=stored(row["birth_date"], row["partial_birth_date"]),
        national_id=row["national_id"],
    )
    happened = stored(row["event_date"], row["partial_event_date"])
    assert happened is not None
    subject = None
    if row["subject_first_name"] is not None or row["subject_last_name"] is not None:
        subject = evidence(Individual(row["subject_first_name"], row["subject_last_name"]))
    return MatchProfile(evidence(principal), happened, subject)
