"""What an annulment means for the person of its record (rule C11)."""

from typing import Any

from db.statements import Connection
from rules.corrections import PersonIsOnOtherRecords
from rules.vital_events import VitalEventKind
from workflows import merges, recorded_deaths, shared_deaths, taken_back_deaths
from workflows.corrected_persons import has_put_its_own, has_put_the_day, lock_registrations
from workflows.deaths import change_day
from workflows.taken_back_deaths import former_death, given_by
from workflows.vital_events import Record

IS_ON_OTHER_RECORDS = """
select person.master_person_id is not null
    or exists (select from persons merged where merged.master_person_id = person.id)
    or exists (select from vital_events other
                where other.person_id = person.id and other.id <> $2
                  and other.registration_number is not null and other.status <> 'ANNULLED')
  from persons person where person.id = $1
"""
DEACTIVATE = "update persons set status = 'INACTIVE' where id = $1"


async def annul(connection: Connection, record: Record, before: dict[str, Any]) -> None:
    """Undo what registering a record meant for its person. Rule C11.

    Raises PersonIsOnOtherRecords.
    """
    if record.kind is VitalEventKind.DEATH:
        await _annul_death(connection, record, before)
    elif record.kind is VitalEventKind.BIRTH and record.person_id is not None:
        await lock_registrations(connection, record)
        await merges.lock_persons(connection, [record.person_id])
        if (await connection.fetchrow(IS_ON_OTHER_RECORDS, record.person_id, record.id))[0]:
            raise PersonIsOnOtherRecords
        await connection.execute(DEACTIVATE, record.person_id)


async def _annul_death(connection: Connection, record: Record, before: dict[str, Any]) -> None:
    """Take the day of a death off whomever it was put on, and off who has it from there."""
    await lock_registrations(connection, record)
    former = former_death(before)
    given = await given_by(connection, record, before)
    shared = await shared_deaths.persons_of(connection, record.id)
    concerned = [record.person_id, *shared, *(it.person.id for it in given)]
    await merges.lock_persons(connection, concerned)
    given = await given_by(connection, record, before)
    if record.person_id is not None:
        claim = await recorded_deaths.claim_of(connection, record.id)
        own = former.day if has_put_its_own(record, claim) else None
        await recorded_deaths.change_own(connection, record.id, claim, own, None, stays=True)
        if has_put_the_day(record):
            await change_day(connection, record.id, record.person_id, former.day, None)
    else:
        await shared_deaths.forget(connection, record.id)
    await taken_back_deaths.take_back(connection, given, former.day)
