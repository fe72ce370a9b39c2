"""How records that a declaration may be a duplicate of are found and noted (rules C5, C5a)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import jellyfish
import orjson
from sqlalchemy import Uuid, bindparam, delete

from db.statements import Connection, Statement
from db.vital_events import potential_duplicates
from rules.declarations import Individual, MultipleBirth
from rules.duplicate_search import search_for
from rules.event_duplicates import MatchProfile, evidence, may_be_duplicate
from rules.partial_dates import stored
from rules.vital_events import VitalEventKind

MOST_NOTED = 100
"""At most this many are stored per record; it is a duplicate of one of them, if of any."""

FIND = "select * from find_similar_events($1, $2, $3)"
NOTE = """
insert into potential_duplicates (vital_event_id, resembled_id)
select $1, similar_id from unnest($2::uuid[]) similar_id on conflict do nothing
"""
FORGET = Statement(
    delete(potential_duplicates).where(
        potential_duplicates.c.vital_event_id == bindparam("event", type_=Uuid)
    )
)
KNOWN = """
select resembled_id as id from potential_duplicates where vital_event_id = $1
 union select vital_event_id from potential_duplicates where resembled_id = $1
"""
READ = "select * from match_profiles(array[$1::uuid])"


def search_of(profile: MatchProfile) -> str:
    """Return, as JSON, what finds the records that may be duplicates of a profile's."""
    return orjson.dumps(search_for(profile)).decode()


async def find(
    connection: Connection,
    kind: VitalEventKind,
    profile: MatchProfile,
    search: str,
    event_id: UUID | None = None,
) -> list[UUID]:
    """Return the live records that one may be a duplicate of, itself left out. Rule C5.

    Whoever looks for the same names at once waits, so that of two the later finds the earlier.
    """
    edits = jellyfish.damerau_levenshtein_distance
    similar: list[UUID] = [
        row["id"]
        for row in await connection.fetch(FIND, kind, search, event_id)
        if may_be_duplicate(profile, _profile_of(row), edits)
    ]
    return similar[:MOST_NOTED]


async def find_and_note(
    connection: Connection,
    kind: VitalEventKind,
    event_id: UUID,
    profile: MatchProfile,
    search: str,
) -> None:
    """Note the live records that a record may be a duplicate of."""
    await note(connection, event_id, await find(connection, kind, profile, search, event_id))


async def find_further(
    connection: Connection,
    kind: VitalEventKind,
    event_id: UUID,
    profile: MatchProfile,
    search: str,
) -> list[UUID]:
    """Return the live records that a corrected record would resemble and does not resemble yet.

    Neither are those with which a registrar has settled it, from whichever side. Rule C5.
    """
    known = {row["id"] for row in await connection.fetch(KNOWN, event_id)}
    before = await connection.fetchrow(READ, event_id)
    if before is not None:
        now = _profile_of(before)
        known |= set(await find(connection, kind, now, search_of(now), event_id))
    found = await find(connection, kind, profile, search, event_id)
    return [similar for similar in found if similar not in known]


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
    await find_and_note(connection, profile.kind, event_id, profile, search_of(profile))


def _profile_of(row: Any) -> MatchProfile:
    happened = stored(row["event_date"], row["partial_event_date"])
    assert happened is not None
    of, order = row["multiple_birth_of"], row["multiple_birth_order"]
    return MatchProfile(
        VitalEventKind(row["kind"]),
        happened,
        _individual_of(row["principal"]),
        _individual_of(row["subject"]),
        row["place"],
        None if of is None else MultipleBirth(of, order),
    )


def _individual_of(written: str | None) -> Individual | None:
    if written is None:
        return None
    row = orjson.loads(written)
    born = row["birth_date"]
    return evidence(
        Individual(
            row["first_name"],
            row["last_name"],
            birth_date=stored(born and date.fromisoformat(born), row["partial_birth_date"]),
            national_id=row["national_id"],
        )
    )
