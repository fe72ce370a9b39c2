"""What registrars do with a declaration: register it, turn it down, lay it aside, reinstate it."""

from dataclasses import dataclass
from uuid import UUID

from rules.texts import TEXT_LIMIT
from rules.violations import Violations
from rules.vital_events import (
    PARTICIPLES,
    VitalEventAction,
    VitalEventKind,
    VitalEventNotFound,
    VitalEventStatus,
    check_action,
)
from workflows import event_duplicates
from workflows.acts import Act, Acting, ActionOnRecord, Connection, act

LOCK = "SELECT * FROM lock_vital_event($1, $2, $3)"
MAKE_PERSON = """
insert into persons (first_name, last_name, second_name, birth_date, gender, national_id)
select first_name, last_name, second_name, birth_date, gender, national_id
  from individuals where vital_event_id = $1 and role = 'CHILD'
returning id
"""
# Whoever has the number now, or had it and was merged into somebody.
TELL_DEATH = """
update persons set death_date = event.event_date
  from vital_events event
  join individuals deceased on deceased.vital_event_id = event.id and deceased.role = 'DECEASED'
 where event.id = $1
   and persons.id in (select standing_person(known.id) from persons known
                       where known.national_id = deceased.national_id)
   and persons.death_date is distinct from event.event_date
"""
REGISTER = """
update vital_events
   set status = 'REGISTERED', person_id = $2, registration_number = next_registration_number(kind)
 where id = $1
"""
REJECT = "update vital_events set status = 'REJECTED', reason = $2 where id = $1"
ARCHIVE = """
update vital_events
   set status = 'ARCHIVED', reason = $2, duplicate_of_id = $3,
       status_before = status, reason_before = reason
 where id = $1
"""
REINSTATE = """
update vital_events
   set status = status_before, reason = reason_before, duplicate_of_id = null,
       status_before = null, reason_before = null
 where id = $1
"""
FIND_KIND = "select kind from vital_events where id = $1"
SETTLE = """
update potential_duplicates set is_settled = true where vital_event_id = $1 and not is_settled
"""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that an act has locked."""

    id: UUID
    kind: VitalEventKind
    declared_by_client_id: UUID
    details_digest: bytes


def act_on(acting: Acting, event_id: UUID | None, action: VitalEventAction) -> Act:
    """Do one act on a record; the trail names it after the record's kind, e.g. `birth.issued`."""
    return act(acting, ActionOnRecord(event_id, PARTICIPLES[action]))


async def lock_record(
    connection: Connection, acting: Acting, event_id: UUID | None, action: VitalEventAction
) -> Record:
    """Lock a record to do something with it, if that may be done now.

    Rules C1 and C9. Raises VitalEventNotFound, ActionIsNotAvailable or DuplicateIsUnsettled.
    """
    row = await connection.fetchrow(LOCK, event_id, acting.client_id, acting.user_id)
    if row is None:
        raise VitalEventNotFound
    check_action(
        VitalEventStatus(row["status"]),
        action,
        is_potential_duplicate=row["is_potential_duplicate"],
    )
    return Record(
        row["id"],
        VitalEventKind(row["kind"]),
        row["declared_by_client_id"],
        row["details_digest"],
    )


async def register(acting: Acting, event_id: UUID | None) -> None:
    """Give a declaration its registration number. Rule C6.

    The child of a birth becomes a person; the deceased, found by national id, a dead one. Raises
    what `lock_record` raises.
    """
    async with act_on(acting, event_id, VitalEventAction.REGISTER) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.REGISTER)
        person_id = None
        if record.kind is VitalEventKind.BIRTH:
            person_id = (await connection.fetchrow(MAKE_PERSON, record.id))["id"]
        elif record.kind is VitalEventKind.DEATH:
            await connection.execute(TELL_DEATH, record.id)
        await connection.execute(REGISTER, record.id, person_id)


async def reject(acting: Acting, event_id: UUID | None, reason: str) -> None:
    """Turn a declaration down, so that whoever declared it may amend it.

    Raises what `lock_record` raises, or InputIsInvalid.
    """
    async with act_on(acting, event_id, VitalEventAction.REJECT) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.REJECT)
        _check_reason(reason)
        await connection.execute(REJECT, record.id, reason.strip())


async def archive(acting: Acting, event_id: UUID | None, reason: str) -> None:
    """Lay a record aside.

    Raises what `lock_record` raises, or InputIsInvalid.
    """
    async with act_on(acting, event_id, VitalEventAction.ARCHIVE) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.ARCHIVE)
        _check_reason(reason)
        await connection.execute(ARCHIVE, record.id, reason.strip(), None)


async def reinstate(acting: Acting, event_id: UUID | None) -> None:
    """Take an archived record up again, in the status that it had before.

    What came meanwhile may have made it a potential duplicate. Raises what `lock_record` raises.
    """
    async with act_on(acting, event_id, VitalEventAction.REINSTATE) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.REINSTATE)
        await event_duplicates.find_again(connection, record.id)
        await connection.execute(REINSTATE, record.id)


async def mark_as_duplicate(
    acting: Acting, event_id: UUID | None, duplicate_of: UUID | None, reason: str
) -> None:
    """Say that a record tells the same as another, and lay it aside. Rule C5.

    Raises what `lock_record` raises, or InputIsInvalid.
    """
    async with act_on(acting, event_id, VitalEventAction.MARK_AS_DUPLICATE) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.MARK_AS_DUPLICATE)
        violations = Violations()
        other = await connection.fetchrow(FIND_KIND, duplicate_of)
        if other is None:
            violations.add(["duplicateOf"], "exists", "There is no such record")
        elif duplicate_of == record.id:
            violations.add(["duplicateOf"], "different", "No record is its own duplicate")
        elif other["kind"] != record.kind:
            violations.add(["duplicateOf"], "same_kind", "The record is of another kind")
        violations.check_text(["reason"], reason, TEXT_LIMIT)
        violations.refuse()
        await connection.execute(ARCHIVE, record.id, reason.strip(), duplicate_of)


async def mark_as_not_duplicate(acting: Acting, event_id: UUID | None) -> None:
    """Say that a record tells of something else than those that it resembles. Rule C5.

    Raises what `lock_record` raises.
    """
    async with act_on(acting, event_id, VitalEventAction.MARK_AS_NOT_DUPLICATE) as connection:
        action = VitalEventAction.MARK_AS_NOT_DUPLICATE
        record = await lock_record(connection, acting, event_id, action)
        await connection.execute(SETTLE, record.id)


def _check_reason(reason: str) -> None:
    violations = Violations()
    violations.check_text(["reason"], reason, TEXT_LIMIT)
    violations.refuse()
