"""How corrections and annulments are approved, rejected and withdrawn (C10 and C11)."""

from typing import Any
from uuid import UUID

import orjson

from db.declarations import RECORD_COLUMNS, names_of, types_of
from db.statements import Connection
from rules.corrections import (
    WHY_ANNULLED,
    WHY_CORRECTED,
    AskedByAnother,
    CorrectionIsSettled,
    CorrectionKind,
    CorrectionNotFound,
    CorrectionStatus,
    RecordHasChanged,
    SecondPersonIsNeeded,
)
from rules.frozen import frozen
from rules.texts import TEXT_LIMIT, cleaned
from rules.violations import Violations
from rules.vital_events import (
    ANNULLING,
    CORRECTED,
    DuplicateIsUnsettled,
    available_actions,
)
from workflows import annulled_persons, corrected_persons, reach
from workflows.acts import Act, Acting, ActionOnCorrection, act
from workflows.corrected_persons import Correction
from workflows.declarations import KEEP_VERSION, PUT_PEOPLE, REMOVE_PEOPLE
from workflows.vital_events import Record, lock

CLOSE = "update vital_events set has_open_correction = false where id = $1"
FIND = """
select correction.vital_event_id from corrections correction
  join vital_events event on event.id = correction.vital_event_id
 where correction.id = $1 and ($2::uuid is not null or event.declared_by_client_id = $3)
"""
NAME_WHO_ASKED = "select name_who_asked($1)"
READ = "select * from corrections where id = $1 for update"
SETTLE = "update corrections set status = $2, rejection_reason = $3 where id = $1"
FORGET = """
delete from potential_duplicates
 where vital_event_id = $1 and not is_settled and not is_deferred
"""
CORRECT = f"""
update vital_events
   set ({names_of(RECORD_COLUMNS)}) =
       (select {names_of(RECORD_COLUMNS, "details")}
          from jsonb_to_record($3::jsonb) as details({types_of(RECORD_COLUMNS)})),
       status = $4, details_digest = $2, version = version + 1, person_id = $5,
       accepted_alerts = $6, has_open_correction = false
 where id = $1
"""
ANNUL = "update vital_events set status = $2, has_open_correction = false where id = $1"
REVOKE = "select revoke_certificates($1, $2)"


@frozen
class Open:
    """A correction that an act has locked, with its record."""

    id: UUID
    record: Record
    row: Any


async def approve(acting: Acting, correction_id: UUID | None) -> UUID:
    """Let a record say what a correction asks for, or be void, and return the correction's id.

    Rules C10 and C11. Raises what `_lock` raises, SecondPersonIsNeeded, RecordHasChanged,
    DuplicateIsUnsettled, PersonIsOnOtherRecords or InputIsInvalid.
    """
    async with _settling(acting, correction_id, "approved") as connection:
        found = await _lock(connection, acting, correction_id)
        _check_second_person(acting, found)
        record = found.record
        if record.version != found.row["version"]:
            raise RecordHasChanged
        if record.is_potential_duplicate:
            available = available_actions(
                record.status, is_potential_duplicate=True, has_open_correction=True
            )
            raise DuplicateIsUnsettled(status=record.status, availableActions=available)
        await connection.execute(NAME_WHO_ASKED, found.row["requested_by_user_id"])
        await connection.execute(SETTLE, found.id, CorrectionStatus.APPROVED, None)
        if found.row["kind"] == CorrectionKind.ANNULMENT:
            await annulled_persons.annul(connection, record, orjson.loads(found.row["before"]))
            await connection.execute(ANNUL, record.id, ANNULLING[record.status])
            await connection.execute(REVOKE, record.id, WHY_ANNULLED)
        else:
            await _correct(connection, found)
            await connection.execute(REVOKE, record.id, WHY_CORRECTED)
        return found.id


async def _correct(connection: Connection, found: Open) -> None:
    """Put the corrected details in the place of the former ones, which are kept."""
    row, record = found.row, found.record
    correction = Correction(orjson.loads(row["before"]), row["record"], row["people"])
    corrected = await corrected_persons.lock(connection, record, correction)
    corrected_persons.check(corrected)
    person_id = await corrected_persons.correct(connection, record, correction, corrected)
    await connection.execute(KEEP_VERSION, record.id)
    await connection.execute(
        CORRECT,
        record.id,
        row["details_digest"],
        row["record"],
        CORRECTED[record.status],
        person_id,
        row["alerts"] or None,
    )
    await REMOVE_PEOPLE.rows(connection, event=record.id)
    await connection.execute(PUT_PEOPLE, record.id, row["people"])


async def reject(acting: Acting, correction_id: UUID | None, reason: str) -> UUID:
    """Leave a record as it is, and return the correction's id. Rule C10.

    Raises what `_lock` raises, SecondPersonIsNeeded or InputIsInvalid.
    """
    async with _settling(acting, correction_id, "rejected") as connection:
        found = await _lock(connection, acting, correction_id)
        violations = Violations()
        violations.check_text(["reason"], reason, TEXT_LIMIT)
        violations.refuse()
        _check_second_person(acting, found)
        await _close(connection, found, CorrectionStatus.REJECTED, cleaned(reason))
        return found.id


async def withdraw(acting: Acting, correction_id: UUID | None) -> UUID:
    """Take back what one has asked for oneself, and return the correction's id. Rule C10.

    Raises what `_lock` raises, or AskedByAnother.
    """
    async with _settling(acting, correction_id, "withdrawn") as connection:
        found = await _lock(connection, acting, correction_id)
        by_user, by_client = (found.row[f"requested_by_{who}_id"] for who in ("user", "client"))
        if by_user != acting.user_id or (by_user is None and by_client != acting.client_id):
            raise AskedByAnother
        await _close(connection, found, CorrectionStatus.WITHDRAWN, None)
        return found.id


def _settling(acting: Acting, correction_id: UUID | None, outcome: str) -> Act:
    return act(acting, ActionOnCorrection(correction_id, outcome))


async def _lock(connection: Connection, acting: Acting, correction_id: UUID | None) -> Open:
    """Lock an open correction, its record first.

    Raises CorrectionNotFound or CorrectionIsSettled.
    """
    found = await connection.fetchrow(FIND, correction_id, acting.user_id, acting.client_id)
    if found is None or correction_id is None:
        raise CorrectionNotFound
    if not await reach.exists(connection, acting, found["vital_event_id"]):
        raise CorrectionNotFound
    record = await lock(connection, acting, found["vital_event_id"])
    acting.records.add(record.id)
    row = await connection.fetchrow(READ, correction_id)
    if row["status"] != CorrectionStatus.REQUESTED:
        raise CorrectionIsSettled(status=row["status"])
    return Open(correction_id, record, row)


def _check_second_person(acting: Acting, found: Open) -> None:
    if found.row["requested_by_user_id"] == acting.user_id:
        raise SecondPersonIsNeeded


async def _close(
    connection: Connection, found: Open, status: CorrectionStatus, why: str | None
) -> None:
    """Settle a correction that changes nothing; what it would have resembled is forgotten."""
    await connection.execute(SETTLE, found.id, status, why)
    await connection.execute(FORGET, found.record.id)
    await connection.execute(CLOSE, found.record.id)
