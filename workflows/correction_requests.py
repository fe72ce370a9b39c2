"""How a correction of a registered record, or its annulment, is asked for (C10 and C11)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import orjson

from db.statements import Connection
from rules.alerts import VitalEventAlert, alerts, check_alerts
from rules.corrections import (
    CorrectionKind,
    RecordHasChanged,
    changed_fields,
)
from rules.declarations import Declaration
from rules.frozen import frozen
from rules.idempotency import check_key
from rules.texts import TEXT_LIMIT, cleaned
from rules.violations import Violations
from rules.vital_events import (
    VitalEventAction,
    VitalEventNotFound,
)
from workflows import corrected_persons, event_duplicates, idempotency, reach
from workflows.acts import Acting
from workflows.alerts import EDITS
from workflows.corrected_persons import Correction
from workflows.idempotency import IdempotentCall
from workflows.prepared_declarations import PreparedDeclaration, prepare
from workflows.vital_events import Record, act_on, check, lock

BEFORE = "select current_details(event) from vital_events event where id = $1"
AFTER = "select details_of($1, $2::jsonb, $3::jsonb)"
ADD = """
insert into corrections (
    id, vital_event_id, kind, version, reason, before, after, changed_fields, record, people,
    details_digest, alerts, requested_by_client_id, requested_by_user_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
OPEN = "update vital_events set has_open_correction = true where id = $1"


@frozen
class Asked:
    """Which version of a record shall be corrected, why, and with which alerts accepted."""

    version: int
    reason: str
    accepted: Collection[VitalEventAlert] = ()


async def request(
    acting: Acting,
    event_id: UUID | None,
    asked: Asked,
    call: IdempotentCall,
    declaration: Declaration | None = None,
    violations: Violations | None = None,
) -> UUID:
    """Ask for a correction, or without a declaration for an annulment, and return its id.

    `violations` are those that reading the input has noted. Rules C2 to C5, C8a, C10 and C11.
    Raises IdempotencyKeyWasUsed, VitalEventNotFound, what `check` raises, InputIsInvalid,
    RecordHasChanged or AlertsNeedAnAnswer.
    """
    action = VitalEventAction.REQUEST_CORRECTION
    if declaration is None:
        action = VitalEventAction.REQUEST_ANNULMENT
    async with act_on(acting, event_id, action) as connection:
        await reach.check_record(connection, acting, event_id)
        claim = await idempotency.claim(connection, acting, call)
        if claim is not None and not claim.is_new:
            return claim.answered()
        record = await _lock_own(connection, acting, event_id)
        check(record, action)
        noted = Violations() if violations is None else violations
        prepared = None
        if declaration is None:
            check_key(noted, call.key)
        else:
            prepared = prepare(declaration, call.key, noted, record.inserted_at)
            if prepared.kind is not record.kind:
                noted.add(["id"], "same_kind", f"The record is of a {record.kind.lower()}")
        noted.check_text(["reason"], asked.reason, TEXT_LIMIT)
        noted.refuse()
        assert claim is not None  # for a key that is none was noted
        if asked.version != record.version:
            raise RecordHasChanged
        await _add(connection, acting, claim.record_id, record, asked, prepared)
        await connection.execute(OPEN, record.id)
        return claim.record_id


async def _lock_own(connection: Connection, acting: Acting, event_id: UUID | None) -> Record:
    """Lock a record that the caller may have corrected: a machine only what it declared."""
    record = await lock(connection, acting, event_id)
    if acting.user_id is None and record.declared_by_client_id != acting.client_id:
        raise VitalEventNotFound
    acting.records.add(record.id)
    return record


async def _add(
    connection: Connection,
    acting: Acting,
    correction_id: UUID,
    record: Record,
    asked: Asked,
    prepared: PreparedDeclaration | None,
) -> None:
    before = (await connection.fetchrow(BEFORE, record.id))[0]
    details: tuple[Any, ...] = (None, [], None, None, None, [])
    if prepared is not None:
        after = (await connection.fetchrow(AFTER, record.kind, prepared.record, prepared.people))[0]
        changed = changed_fields(orjson.loads(before), orjson.loads(after))
        if not changed:
            violations = Violations()
            violations.add([], "unchanged", "It changes nothing")
            violations.refuse()
        correction = Correction(orjson.loads(before), prepared.record, prepared.people)
        found = await _consequences(connection, acting, record, asked, prepared, correction)
        rows = (prepared.record, prepared.people, prepared.details_digest)
        details = (after, changed, *rows, found)
    await connection.execute(
        ADD,
        correction_id,
        record.id,
        CorrectionKind.ANNULMENT if prepared is None else CorrectionKind.DETAILS,
        record.version,
        cleaned(asked.reason),
        before,
        *details,
        acting.client_id,
        acting.user_id,
    )


async def _consequences(
    connection: Connection,
    acting: Acting,
    record: Record,
    asked: Asked,
    prepared: PreparedDeclaration,
    correction: Correction,
) -> list[VitalEventAlert]:
    """Note what a corrected record would resemble, and return the alerts that it would cause.

    Those that a registrar accepted at its registration are not asked again, and a machine, which
    sees none, is asked none: whoever approves sees them, and sees everything. Who is limited is
    asked about what they see. Rules C5, C8a and R3.
    """
    corrected = seen = await corrected_persons.look_up(connection, record, correction)
    if acting.is_limited:
        seen = await corrected_persons.look_up(connection, record, correction, acting)
    corrected_persons.check(seen)
    if acting.user_id is not None:
        check_alerts(alerts(seen.evidence, EDITS), {*asked.accepted, *record.accepted_alerts})
    if prepared.profile is not None and prepared.search is not None:
        further = await event_duplicates.find_further(
            connection, record.kind, record.id, prepared.profile, prepared.search
        )
        await event_duplicates.note(connection, record.id, further)
    return alerts(corrected.evidence, EDITS)
