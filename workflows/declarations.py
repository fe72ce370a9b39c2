"""How a birth, a death or a marriage comes onto record, and how a rejected one is amended."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Uuid, bindparam, delete

from db.declarations import PEOPLE_COLUMNS, RECORD_COLUMNS, names_of, types_of
from db.statements import Connection, Statement
from db.vital_events import individuals
from rules.declarations import Declaration
from rules.frozen import frozen
from rules.idempotency import IdempotencyKeyWasUsed
from rules.violations import InputIsInvalid, Violations
from rules.vital_events import (
    PARTICIPLES,
    DeclaredByAnotherClient,
    VitalEventAction,
    audit_action,
)
from workflows import event_duplicates, idempotency, reach
from workflows.acts import Act, Acting, act
from workflows.idempotency import Claim, IdempotentCall
from workflows.prepared_declarations import PreparedDeclaration, prepare
from workflows.vital_events import Record, lock_record

SIMILAR = "SA005"
DECLARE = """
select * from declare_plainly($1, $2, $3, $4, $5, $6,
                              $7, $8, $9::jsonb, $10::jsonb, $11, $12, $13, $14::jsonb, $15)
"""
"""The whole act in one statement, where the key is new and nothing on record is similar."""

ADD_PEOPLE = f"""
    insert into individuals (vital_event_id, {names_of(PEOPLE_COLUMNS)})
    select {{event}}, {names_of(PEOPLE_COLUMNS, "person")}
      from {{source}} jsonb_to_recordset({{people}}::jsonb) as person({types_of(PEOPLE_COLUMNS)})
"""
ADD = f"""
with added as (
    insert into vital_events (id, kind, tracking_id, declared_by_client_id, declared_by_user_id,
                              details_digest, {names_of(RECORD_COLUMNS)})
    select $7, $1, new_tracking_id($1), $2, $3, $4, {names_of(RECORD_COLUMNS, "details")}
      from jsonb_to_record($5::jsonb) as details({types_of(RECORD_COLUMNS)})
        on conflict (tracking_id) do nothing
    returning id),
people as ({ADD_PEOPLE.format(event="added.id", source="added,", people="$6")})
select id from added
"""
"""Parameters: kind, client, user, digest, details, people, and the record's id."""

AMEND = f"""
update vital_events
   set ({names_of(RECORD_COLUMNS)}) =
       (select {names_of(RECORD_COLUMNS, "details")}
          from jsonb_to_record($3::jsonb) as details({types_of(RECORD_COLUMNS)})),
       status = 'DECLARED', reason = null, details_digest = $2, version = version + 1
 where id = $1
"""
KEEP_VERSION = "select keep_version($1)"
REMOVE_PEOPLE = Statement(
    delete(individuals).where(
        individuals.c.vital_event_id == bindparam("event", type_=Uuid),
        individuals.c.certificate_id.is_(None),
    )
)
ADD_THERE = ADD.replace("details_digest, ", "details_digest, organisation_id, ").replace(
    "$4, ", "$4, $8, "
)
"""The same for an organisation, the last parameter."""
PUT_PEOPLE = ADD_PEOPLE.format(event="$1", source="", people="$2")


@frozen
class Place:
    """The organisation that a declaration names; None for an id that names nothing."""

    organisation_id: UUID | None


@frozen
class Declared:
    """A record that was declared, and what is known of its row without reading it."""

    id: UUID
    row: Mapping[str, Any] = field(default_factory=dict)
    """Columns with their values; empty where it may have changed since it was declared."""


async def declare(
    acting: Acting,
    declaration: Declaration,
    call: IdempotentCall,
    violations: Violations | None = None,
    place: Place | None = None,
) -> Declared:
    """Put a declaration on record, for an organisation where one is named, and return the record.

    `violations` are those that reading the input has noted. Rules C2 to C5 and R3. Raises
    IdempotencyKeyWasUsed, InputIsInvalid, OrganisationNotFound or OrganisationIsNotActive.
    """
    prepared = prepare(declaration, call.key, violations)
    declaring = act(acting, audit_action(prepared.kind, "declared"))
    is_plain = place is None and not acting.is_limited
    if is_plain and not prepared.violations.noted and not acting.is_open:
        declared = await _declare_plainly(declaring, call, prepared)
        if declared is not None:
            return declared
    async with declaring as connection:
        if prepared.violations.noted:
            return Declared(await _earlier_record_or_refuse(connection, acting, call, prepared))
        return Declared(await _add(connection, acting, call, prepared, place))


async def _declare_plainly(
    declaring: Act, call: IdempotentCall, prepared: PreparedDeclaration
) -> Declared | None:
    """Do the whole act by one statement, which commits itself.

    Returns None, with nothing done and the key as it was, where the key was claimed before or
    something on record may be similar: those take several statements.
    """
    details = (prepared.details_digest, prepared.record, prepared.people)
    key = (call.mutation, call.key, call.body_digest)
    is_read = declaring.acting.logs_reads
    try:
        row = await declaring.fetchrow(
            DECLARE, prepared.kind, *details, *key, prepared.search, is_read
        )
    except asyncpg.PostgresError as error:
        if error.sqlstate != SIMILAR:
            raise
        return None
    if row is None:
        return None
    if is_read:
        declaring.acting.reads_logged.add(row["id"])
    return Declared(row["id"], dict(row))


async def _earlier_record_or_refuse(
    connection: Connection, acting: Acting, call: IdempotentCall, prepared: PreparedDeclaration
) -> UUID:
    """Return the record of this very request, which was once valid; else refuse it. Rule C4.

    What was in time when it was first declared may be late by now. Raises IdempotencyKeyWasUsed
    or InputIsInvalid.
    """
    claim = await idempotency.claim(connection, acting, call)
    if claim is None or claim.is_new:
        raise InputIsInvalid(violations=prepared.violations.noted)
    return await _answered(connection, acting, claim)


async def _answered(connection: Connection, acting: Acting, claim: Claim) -> UUID:
    """Return the record of this very request, where it exists for the caller. Rules C4 and R3.

    Raises IdempotencyKeyWasUsed.
    """
    answered = claim.answered()
    if not await reach.exists(connection, acting, answered):
        raise IdempotencyKeyWasUsed
    return answered


async def _add(
    connection: Connection,
    acting: Acting,
    call: IdempotentCall,
    prepared: PreparedDeclaration,
    place: Place | None,
) -> UUID:
    """Put a declaration on record under its key, with what it is similar to. Rules C4 and C5.

    Raises IdempotencyKeyWasUsed.
    """
    claim = await idempotency.claim(connection, acting, call)
    assert claim is not None  # the key was found fit
    if not claim.is_new:
        return await _answered(connection, acting, claim)
    organisation_id = await reach.place_of_declaration(
        connection, acting, place.organisation_id if place else None, is_named=place is not None
    )
    similar: list[UUID] = []
    if prepared.profile is not None and prepared.search is not None:
        similar = await event_duplicates.find(
            connection, prepared.kind, prepared.profile, prepared.search
        )
    columns = (
        prepared.kind,
        acting.client_id,
        acting.user_id,
        prepared.details_digest,
        prepared.record,
        prepared.people,
    )
    added = None
    while added is None:  # the random tracking id was taken; it may be taken again
        added = await (
            connection.fetchrow(ADD, *columns, claim.record_id)
            if organisation_id is None
            else connection.fetchrow(ADD_THERE, *columns, claim.record_id, organisation_id)
        )
    await event_duplicates.note(connection, claim.record_id, similar)
    return claim.record_id


async def amend(
    acting: Acting,
    event_id: UUID | None,
    declaration: Declaration,
    call: IdempotentCall,
    violations: Violations | None = None,
) -> UUID:
    """Amend a rejected declaration, and return the record's id.

    `violations` are those that reading the input has noted. Rules C1 to C5. Raises
    IdempotencyKeyWasUsed, VitalEventNotFound, ActionIsNotAvailable, DeclaredByAnotherClient or
    InputIsInvalid.
    """
    prepared = prepare(declaration, call.key, violations)
    async with act(
        acting, audit_action(prepared.kind, PARTICIPLES[VitalEventAction.AMEND])
    ) as connection:
        await reach.check_record(connection, acting, event_id)
        claim = await idempotency.claim(connection, acting, call, event_id)
        if claim is not None and not claim.is_new:
            return claim.answered()
        record = await lock_record(connection, acting, event_id, VitalEventAction.AMEND)
        _check_amendment(prepared, record, acting)
        await _replace(connection, record, prepared)
        return record.id


def _check_amendment(prepared: PreparedDeclaration, record: Record, acting: Acting) -> None:
    """Refuse an amendment by another client, to another kind, or with violations. Rule C1.

    Raises DeclaredByAnotherClient or InputIsInvalid.
    """
    if record.declared_by_client_id != acting.client_id:
        raise DeclaredByAnotherClient
    if record.kind is not prepared.kind:
        message = f"The record is of a {record.kind.lower()}"
        prepared.violations.add(["amends"], "same_kind", message)
    prepared.violations.refuse()


async def _replace(connection: Connection, record: Record, prepared: PreparedDeclaration) -> None:
    """Put other details in the place of the rejected ones, and look again for similar records.

    Where the details are the same, what a registrar said of similar records holds (rule C5).
    """
    if prepared.details_digest != record.details_digest:
        await event_duplicates.forget(connection, record.id)
    if prepared.profile is not None and prepared.search is not None:
        await event_duplicates.find_and_note(
            connection, record.kind, record.id, prepared.profile, prepared.search
        )
    await connection.execute(KEEP_VERSION, record.id)
    await connection.execute(AMEND, record.id, prepared.details_digest, prepared.record)
    await REMOVE_PEOPLE.rows(connection, event=record.id)
    await connection.execute(PUT_PEOPLE, record.id, prepared.people)
