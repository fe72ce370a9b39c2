"""How a birth, a death or a marriage comes onto record, and how a rejected one is amended."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete

from db.statements import Connection, Statement
from db.vital_events import individuals
from rules.declarations import Declaration
from rules.violations import InputIsInvalid, Violations
from rules.vital_events import (
    PARTICIPLES,
    DeclaredByAnotherClient,
    VitalEventAction,
    audit_action,
)
from workflows import event_duplicates, idempotency
from workflows.acts import Acting, act
from workflows.idempotency import IdempotentCall
from workflows.prepared_declarations import (
    PEOPLE_COLUMNS,
    RECORD_COLUMNS,
    PreparedDeclaration,
    prepare,
)
from workflows.vital_events import Record, lock_record


def _names(columns: Mapping[str, str], of: str = "") -> str:
    return ", ".join(f"{of}{name}" for name in columns)


def _typed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {sql_type}" for name, sql_type in columns.items())


ADD_PEOPLE = f"""
    insert into individuals (vital_event_id, {_names(PEOPLE_COLUMNS)})
    select {{event}}, {_names(PEOPLE_COLUMNS, "person.")}
      from {{source}} jsonb_to_recordset({{people}}::jsonb) as person({_typed(PEOPLE_COLUMNS)})
"""
ADD_RECORD = f"""
    insert into vital_events (id, kind, tracking_id, declared_by_client_id, declared_by_user_id,
                              details_digest, {_names(RECORD_COLUMNS)})
    select {{event}}, $1, new_tracking_id($1), $2, $3, $4, {_names(RECORD_COLUMNS, "details.")}
      from {{source}} jsonb_to_record($5::jsonb) as details({_typed(RECORD_COLUMNS)})
        on conflict (tracking_id) do nothing
    returning id
"""
ADD = f"""
with added as ({ADD_RECORD.format(event="$7", source="")}),
people as ({ADD_PEOPLE.format(event="added.id", source="added,", people="$6")})
select id from added
"""
CLAIM_AND_ADD = f"""
with claim as materialized (
    select * from claim_idempotency_key($2, $7, $8, $9, null)),
similar_records as materialized (
    select found.* from claim, lateral (
           select * from find_similar_events($1, $10::jsonb, null)
            where claim.is_new and $10 is not null) found),
free as (
    select * from claim where is_new and not exists (select from similar_records)),
added as ({ADD_RECORD.format(event="free.claimed_id", source="free,")}),
people as ({ADD_PEOPLE.format(event="added.id", source="added,", people="$6")})
select claimed_id, is_new, is_same, added.id as added_id, similar_records.*
  from claim left join added on true left join similar_records on true
"""
"""Claims the key, searches, and adds the record where none was found: one round trip for most.

`similar_records` are the coarse matches, and their `id` is theirs; the new record's is `added_id`.
Parameters: $1 to $6 are the record's (kind, client, user, digest, details, people), $7 to $9 the
key's (mutation, key, digest of the body), $10 is the search. Where coarse matches were found, ADD
adds the record afterwards: $1 to $6 are the same, and $7 is its id.
"""

AMEND = f"""
update vital_events
   set ({_names(RECORD_COLUMNS)}) =
       (select {_names(RECORD_COLUMNS, "details.")}
          from jsonb_to_record($3::jsonb) as details({_typed(RECORD_COLUMNS)})),
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
PUT_PEOPLE = ADD_PEOPLE.format(event="$1", source="", people="$2")


async def declare(
    acting: Acting,
    declaration: Declaration,
    call: IdempotentCall,
    violations: Violations | None = None,
) -> UUID:
    """Put a declaration on record, and return the record's id.

    `violations` are those that reading the input has noted. Rules C2 to C5. Raises
    IdempotencyKeyWasUsed or InputIsInvalid.
    """
    prepared = prepare(declaration, call.key, violations)
    async with act(acting, audit_action(prepared.kind, "declared")) as connection:
        if prepared.violations.noted:
            return await _earlier_record_or_refuse(connection, acting, call, prepared)
        return await _add(connection, acting, call, prepared)


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
    return claim.answered()


async def _add(
    connection: Connection, acting: Acting, call: IdempotentCall, prepared: PreparedDeclaration
) -> UUID:
    """Put a declaration on record under its key, with what it is similar to. Rules C4 and C5.

    Raises IdempotencyKeyWasUsed.
    """
    columns = (
        prepared.kind,
        acting.client_id,
        acting.user_id,
        prepared.details_digest,
        prepared.record,
        prepared.people,
    )
    key = (call.mutation, call.key, call.body_digest)
    rows = await connection.fetch(CLAIM_AND_ADD, *columns, *key, prepared.search)
    claim = idempotency.claim_of(rows[0])
    if not claim.is_new:
        return claim.answered()
    if rows[0]["added_id"] is None:
        # Coarse matches were found, or the random tracking id was taken; it may be taken again.
        added = None
        while added is None:
            added = await connection.fetchrow(ADD, *columns, claim.record_id)
        if prepared.profile is not None:
            similar = event_duplicates.similar_among(rows, prepared.profile)
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
