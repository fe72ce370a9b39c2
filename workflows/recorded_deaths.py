"""What a death means for each record without any merge, noted for merges to be undone (H17)."""

from collections.abc import Iterable
from uuid import UUID

from db.statements import Connection
from rules.alerts import Evidence
from rules.deaths import KnownPerson, RegisteredDeath, day_of_death, is_same_person
from rules.declarations import Individual
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from workflows.alerts import EDITS

NOTE_REGISTERED = "select note_registered_death($1, $2, $3, $4, $5, $6)"
NOTE_OWN = "select note_own_death($1, $2, $3)"
NOTE_BORROWED = "select note_borrowed_death($1, $2, $3, $4, $5, $6)"
NOTE_PUT = """
update own_deaths set vital_event_id = $2
 where person_id = $1 and vital_event_id is null
   and known_date(death_date, partial_death_date) = $3
"""
CLAIM = "select * from own_claim($1)"
CHANGE_OWN = "select change_own_death($1, $2, $3, $4, $5, $6)"


@frozen
class Claim:
    """The record that a death is about without merges, and the event that put its day on it."""

    person_id: UUID | None
    is_kept: bool
    """Whether that record's own day is kept apart, because it takes part in merges."""
    put_by: UUID | None


async def note_registered(
    connection: Connection,
    event_id: UUID,
    evidence: Evidence,
    person: KnownPerson,
    own: KnownPerson | None,
) -> None:
    """Note whom a registered death is about without merges, `own`, and whom it is about with them.

    Whoever stands was marked before.
    """
    subject, day = evidence.subject, evidence.day
    assert subject is not None
    fitting = [
        it.id
        for it in evidence.holders
        if it.standing_id == person.standing_id and is_same_person(subject, it.record, EDITS)
    ]
    own_id = None if own is None else own.id
    await connection.execute(
        NOTE_REGISTERED, event_id, person.standing_id, own_id, fitting, day.exact, day.partial
    )


def own_day(
    record: Individual,
    deaths: Iterable[RegisteredDeath],
    holders: Iterable[KnownPerson],
    person_id: UUID | None = None,
) -> PartialDate | None:
    """Return when somebody who comes on record has died, had no record ever been merged."""
    others = [it.apart() for it in holders if person_id is None or it.id != person_id]
    return day_of_death(record, deaths, others, EDITS)


async def note_known(
    connection: Connection,
    person_id: UUID,
    record: Individual,
    holders: Iterable[KnownPerson],
    own: PartialDate | None,
    day: PartialDate | None,
) -> None:
    """Note when a record's person has died by what is on record, without merges and with them.

    `own` is the first of the two, and `day` what whoever stands is marked with, if they are.
    """
    if own is None and day is None:
        return
    exact, partial = (None, None) if own is None else (own.exact, own.partial)
    if day is None:
        await connection.execute(NOTE_OWN, person_id, exact, partial)
        return
    dead = [it.id for it in holders if it.death_date and is_same_person(record, it.record, EDITS)]
    await connection.execute(NOTE_BORROWED, person_id, exact, partial, day.exact, day.partial, dead)


async def claim_of(connection: Connection, event_id: UUID) -> Claim:
    """Return whom a registered death is about without merges."""
    row = await connection.fetchrow(CLAIM, event_id)
    return Claim(row["person_id"], row["is_kept"], row["put_by"])


async def note_put(
    connection: Connection, event_id: UUID, person_id: UUID | None, day: PartialDate
) -> None:
    """Note that the day a record came with is from a death that is about it by now (rule C10)."""
    await connection.execute(NOTE_PUT, person_id, event_id, str(day))


async def change_own(
    connection: Connection,
    event_id: UUID,
    claim: Claim,
    former: PartialDate | None,
    day: PartialDate | None,
    *,
    stays: bool,
) -> None:
    """Put another day in the place of the one that a death put on its own record, or none.

    `former` is None where the death has put no day on it.
    """
    person_id = None if former is None else claim.person_id
    exact, partial = (None, None) if day is None else (day.exact, day.partial)
    said = None if former is None else str(former)
    await connection.execute(CHANGE_OWN, event_id, person_id, said, exact, partial, stays)
