"""What registrars do with a declaration besides registering it: reject, archive, reinstate it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, select, update

from db.statements import Connection, Statement
from db.vital_events import potential_duplicates, vital_events
from rules.alerts import VitalEventAlert
from rules.assignments import RecordIsAssigned
from rules.frozen import frozen
from rules.texts import TEXT_LIMIT, cleaned
from rules.violations import Violations
from rules.vital_events import (
    PARTICIPLES,
    VitalEventAction,
    VitalEventKind,
    VitalEventNotFound,
    VitalEventStatus,
    check_action,
)
from workflows import event_duplicates, reach
from workflows.acts import Act, Acting, ActionOnRecord, act

EVENT = vital_events.c.id == bindparam("event", type_=Uuid)
REASON = bindparam("why", type_=Text)
LOCK = "select * from lock_vital_event($1, $2, $3)"
REJECT = Statement(
    update(vital_events).where(EVENT).values(status=VitalEventStatus.REJECTED, reason=REASON)
)
ARCHIVE = Statement(
    update(vital_events)
    .where(EVENT)
    .values(
        status=VitalEventStatus.ARCHIVED,
        reason=REASON,
        duplicate_of_id=bindparam("duplicate_of", type_=Uuid),
        status_before=vital_events.c.status,
        reason_before=vital_events.c.reason,
    )
)
REINSTATE = Statement(
    update(vital_events)
    .where(EVENT)
    .values(
        status=vital_events.c.status_before,
        reason=vital_events.c.reason_before,
        duplicate_of_id=None,
        status_before=None,
        reason_before=None,
    )
)
KEEP_REASON = Statement(
    update(vital_events)
    .where(EVENT)
    .values(not_duplicate_reasons=func.array_append(vital_events.c.not_duplicate_reasons, REASON))
)
FIND_KIND = Statement(select(vital_events.c.kind).where(EVENT))
SETTLE = Statement(
    update(potential_duplicates)
    .where(
        potential_duplicates.c.vital_event_id == bindparam("event", type_=Uuid),
        potential_duplicates.c.is_settled.is_(False),
    )
    .values(is_settled=True)
)


@frozen
class Record:
    """A record that an act has locked."""

    id: UUID
    kind: VitalEventKind
    status: VitalEventStatus
    is_potential_duplicate: bool
    declared_by_client_id: UUID
    details_digest: bytes
    version: int
    has_open_correction: bool
    person_id: UUID | None
    accepted_alerts: frozenset[VitalEventAlert]
    inserted_at: datetime
    declared_by_user_id: UUID | None
    assignee_id: UUID | None
    """Whoever has taken it, as long as that holds."""


def act_on(acting: Acting, event_id: UUID | None, action: VitalEventAction) -> Act:
    """Do one act on a record; the trail names it after the record's kind, e.g. `birth.issued`."""
    return act(acting, ActionOnRecord(event_id, PARTICIPLES[action]))


async def lock_record(
    connection: Connection, acting: Acting, event_id: UUID | None, action: VitalEventAction
) -> Record:
    """Lock a record to do something with it, if that may be done now.

    Rules C1 and C9. Raises VitalEventNotFound, ActionIsNotAvailable or DuplicateIsUnsettled.
    """
    record = await lock(connection, acting, event_id)
    acting.records.add(record.id)
    check(record, action)
    return record


def check(record: Record, action: VitalEventAction) -> None:
    """Refuse what cannot be done with a locked record now. Raises what `check_action` raises."""
    check_action(
        record.status,
        action,
        is_potential_duplicate=record.is_potential_duplicate,
        has_open_correction=record.has_open_correction,
        is_assigned=record.assignee_id is not None,
    )


def check_assignee(record: Record, acting: Acting) -> None:
    """Refuse an act on what another has taken, once nothing else is wrong with it. Rule C16.

    Raises RecordIsAssigned.
    """
    if record.assignee_id is not None and record.assignee_id != acting.user_id:
        raise RecordIsAssigned


async def lock(connection: Connection, acting: Acting, event_id: UUID | None) -> Record:
    """Lock a record as far as the caller may read it. Rule C9. Raises VitalEventNotFound."""
    await reach.check_record(connection, acting, event_id)
    row = await connection.fetchrow(LOCK, event_id, acting.client_id, acting.user_id)
    if row is None:
        raise VitalEventNotFound
    resembles: bool = row["is_potential_duplicate"]
    if acting.is_limited:
        resembles = await reach.resembles(connection, acting, row["id"])
    return Record(
        row["id"],
        VitalEventKind(row["kind"]),
        VitalEventStatus(row["status"]),
        resembles,
        row["declared_by_client_id"],
        row["details_digest"],
        row["version"],
        row["has_open_correction"],
        row["person_id"],
        frozenset(map(VitalEventAlert, row["accepted_alerts"])),
        row["inserted_at"],
        row["declared_by_user_id"],
        row["assignee_id"],
    )


async def reject(acting: Acting, event_id: UUID | None, reason: str) -> None:
    """Reject a declaration, so that whoever declared it may amend it.

    Raises what `lock_record` raises, InputIsInvalid or RecordIsAssigned.
    """
    async with act_on(acting, event_id, VitalEventAction.REJECT) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.REJECT)
        _check_reason(reason)
        check_assignee(record, acting)
        await REJECT.rows(connection, event=record.id, why=cleaned(reason))


async def archive(acting: Acting, event_id: UUID | None, reason: str) -> None:
    """Archive a record.

    Raises what `lock_record` raises, InputIsInvalid or RecordIsAssigned.
    """
    async with act_on(acting, event_id, VitalEventAction.ARCHIVE) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.ARCHIVE)
        _check_reason(reason)
        check_assignee(record, acting)
        await ARCHIVE.rows(connection, event=record.id, why=cleaned(reason), duplicate_of=None)


async def reinstate(acting: Acting, event_id: UUID | None) -> None:
    """Reinstate an archived record, in the status that it had before.

    Records that came meanwhile may make it a potential duplicate. Raises what `lock_record` raises.
    """
    async with act_on(acting, event_id, VitalEventAction.REINSTATE) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.REINSTATE)
        await event_duplicates.find_again(connection, record.id)
        await REINSTATE.rows(connection, event=record.id)


async def mark_as_duplicate(
    acting: Acting, event_id: UUID | None, duplicate_of: UUID | None, reason: str
) -> None:
    """Mark a record as a duplicate of another, and archive it. Rule C5.

    Raises what `lock_record` raises, InputIsInvalid or RecordIsAssigned.
    """
    async with act_on(acting, event_id, VitalEventAction.MARK_AS_DUPLICATE) as connection:
        record = await lock_record(connection, acting, event_id, VitalEventAction.MARK_AS_DUPLICATE)
        violations = Violations()
        other = await FIND_KIND.row(connection, event=duplicate_of)
        if other is None or not await reach.exists(connection, acting, duplicate_of):
            violations.add(["duplicateOf"], "exists", "There is no such record")
        elif duplicate_of == record.id:
            violations.add(["duplicateOf"], "different", "No record is its own duplicate")
        elif other["kind"] != record.kind:
            violations.add(["duplicateOf"], "same_kind", "The record is of another kind")
        violations.check_text(["reason"], reason, TEXT_LIMIT)
        violations.refuse()
        check_assignee(record, acting)
        await ARCHIVE.rows(
            connection, event=record.id, why=cleaned(reason), duplicate_of=duplicate_of
        )


async def mark_as_not_duplicate(
    acting: Acting, event_id: UUID | None, reason: str | None = None
) -> None:
    """Mark a record as no duplicate of those that it was found similar to. Rule C5.

    What it resembles elsewhere is not for who does not see that to settle (rule R3). The reason is
    kept with the record, empty where none is given, so that the act is a step of its history.
    Raises what `lock_record` raises, InputIsInvalid or RecordIsAssigned.
    """
    async with act_on(acting, event_id, VitalEventAction.MARK_AS_NOT_DUPLICATE) as connection:
        action = VitalEventAction.MARK_AS_NOT_DUPLICATE
        record = await lock_record(connection, acting, event_id, action)
        if reason is not None:
            _check_reason(reason)
        check_assignee(record, acting)
        if acting.is_limited:
            await reach.settle_duplicates(connection, acting, record.id)
        else:
            await SETTLE.rows(connection, event=record.id)
        await KEEP_REASON.rows(connection, event=record.id, why=cleaned(reason or ""))


def _check_reason(reason: str) -> None:
    violations = Violations()
    violations.check_text(["reason"], reason, TEXT_LIMIT)
    violations.refuse()
