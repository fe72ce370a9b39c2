"""How records that a declaration resembles are found and noted (rule C5)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import jellyfish
import orjson

from rules.declarations import Individual
from rules.event_duplicates import MatchProfile, key, resembles, variants, window
from rules.vital_events import VitalEventKind
from workflows.acts import Connection

MOST_RESEMBLED = 100
"""So many records are named to a registrar; who resembles more is a duplicate of one of them."""

FIND = "SELECT * FROM may_be_resembled($1, $2, $3, $4, $5, $6, $7, $8, $9)"
NOTE = """
insert into potential_duplicates (vital_event_id, resembled_id)
select $1, resembled from unnest($2::uuid[]) resembled on conflict do nothing
"""
FORGET = "delete from potential_duplicates where vital_event_id = $1"
READ = """
select event.kind, event.event_date, principal.*, subject.first_name as subject_first_name,
       subject.last_name as subject_last_name
  from vital_events event
  join individuals principal
    on principal.vital_event_id = event.id and principal.role in ('MOTHER', 'DECEASED')
  left join individuals subject
    on subject.vital_event_id = event.id and subject.role = 'CHILD'
 where event.id = $1
"""


async def find(
    connection: Connection, kind: VitalEventKind, one: MatchProfile, event_id: UUID
) -> list[UUID]:
    """Find the live records that one resembles; who looks for the same names at once waits."""
    return similar_among(await connection.fetch(FIND, kind, *search_arguments(one), event_id), one)


def search_arguments(one: MatchProfile) -> list[Any]:
    """Give what `may_be_resembled` asks for, but the kind and the record itself."""
    principal = one.principal
    first_name, last_name = key(principal.first_name), key(principal.last_name)
    return [
        first_name,
        last_name,
        orjson.dumps({name: variants(name) for name in (first_name, last_name)}).decode(),
        *window(one),
        principal.birth_date,
        principal.national_id,
    ]


def similar_among(rows: Sequence[Any], one: MatchProfile) -> list[UUID]:
    """Choose the records that one resembles among those that `may_be_resembled` gave."""
    edits = jellyfish.damerau_levenshtein_distance
    found: list[UUID] = [
        row["id"]
        for row in rows
        if row["id"] is not None and resembles(one, _profile_of(row), edits)
    ]
    return found[:MOST_RESEMBLED]


async def note(connection: Connection, event_id: UUID, resembled: Sequence[UUID]) -> None:
    """Note records that one resembles; of those that were noted before, what was said holds."""
    if resembled:
        await connection.execute(NOTE, event_id, resembled)


async def forget(connection: Connection, event_id: UUID) -> None:
    """Forget what a record resembled, and what was said of it."""
    await connection.execute(FORGET, event_id)


async def find_again(connection: Connection, event_id: UUID) -> None:
    """Note what a record resembles that came while it was not live."""
    row = await connection.fetchrow(READ, event_id)
    if row is None:
        return
    found = await find(connection, VitalEventKind(row["kind"]), _profile_of(row), event_id)
    await note(connection, event_id, found)


def _profile_of(row: Any) -> MatchProfile:
    principal = Individual(
        row["first_name"],
        row["last_name"],
        birth_date=row["birth_date"],
        national_id=row["national_id"],
    )
    subject = None
    if row["subject_first_name"] is not None:
        subject = Individual(row["subject_first_name"], row["subject_last_name"])
    return MatchProfile(principal, row["event_date"], subject)
