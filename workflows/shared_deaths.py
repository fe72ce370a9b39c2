"""How deaths that were about nobody are about one, as long as records are one person (rule N6)."""

from uuid import UUID

import orjson

from db.statements import Connection
from rules.deaths import earlier, is_same_person, may_follow, who_died
from rules.partial_dates import PartialDate
from workflows.alerts import EDITS, read_death, read_known
from workflows.imported_deaths import MARK

ABOUT_NOBODY = "select found from deaths_about_nobody($1) found"
NOTE_SHARED = "select note_shared_death($1, $2, $3, $4, $5)"
SHARED_BY = "select person_id from shared_deaths where vital_event_id = $1"
FORGET = "select forget_shared_death($1)"


async def mark(connection: Connection, master_id: UUID) -> None:
    """Give the master of a merge the day of a death that fits several records, now one person.

    Two records that it fits are nobody's dead (rule C6) until they are merged. The day of a person
    counts before it, and of several such days the earliest. Persons are locked.
    """
    days: list[PartialDate] = []
    for (text,) in await connection.fetch(ABOUT_NOBODY, master_id):
        found = orjson.loads(text)
        death = read_death(found)
        holders = [read_known(each) for each in found["holders"]]
        person = who_died(death.deceased, holders, EDITS)
        if person is None or person.standing_id != master_id:
            continue
        fitting = [it for it in holders if is_same_person(death.deceased, it.record, EDITS)]
        if len(fitting) < 2 or not may_follow(death.day, person.standing_born):
            continue
        together = [it.id for it in fitting]
        day = death.day
        event_id = UUID(found["id"])
        await connection.execute(
            NOTE_SHARED, together[0], together, day.exact, day.partial, event_id
        )
        days.append(day)
    if days:
        day = min(days, key=earlier)
        await connection.execute(MARK, [master_id], [day.exact], [day.partial])


async def persons_of(connection: Connection, event_id: UUID) -> list[UUID]:
    """List who has the day of a death because records are one person."""
    return [row["person_id"] for row in await connection.fetch(SHARED_BY, event_id)]


async def forget(connection: Connection, event_id: UUID) -> None:
    """Take the day of a death that is about nobody off who had it by a merge; they are locked."""
    await connection.execute(FORGET, event_id)
