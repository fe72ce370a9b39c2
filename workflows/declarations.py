"""How a birth, a death or a marriage comes onto record, and how a rejected one comes back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from rules import declarations as rules
from rules.declarations import Birth, Death, Declaration, Individual, Marriage, trimmed
from rules.event_duplicates import MatchProfile, key, match_profile
from rules.idempotency import check_key
from rules.individuals import IndividualRole
from rules.violations import Violations
from rules.vital_events import (
    DeclaredByAnotherClient,
    VitalEventAction,
    VitalEventKind,
    act_name,
)
from workflows import event_duplicates, idempotency
from workflows.acts import Acting, Connection, act
from workflows.idempotency import Request, digest
from workflows.vital_events import Record, lock_record

ROLES = {
    "child": IndividualRole.CHILD,
    "mother": IndividualRole.MOTHER,
    "father": IndividualRole.FATHER,
    "deceased": IndividualRole.DECEASED,
    "spouses": IndividualRole.SPOUSE,
    "witnesses": IndividualRole.WITNESS,
    "informant": IndividualRole.INFORMANT,
}
COLUMNS = (
    ("event_date", "date"),
    ("place", "text"),
    ("cause_of_death", "text"),
    ("late_registration_reason", "text"),
    ("informant_relationship", "text"),
    ("informant_email", "text"),
    ("informant_phone_number", "text"),
    ("principal_first_name", "text"),
    ("principal_last_name", "text"),
)
"""What a record's own row keeps of a declaration; the people are rows beside it."""

PEOPLE = (
    ("role", "text"),
    ("position", "integer"),
    ("first_name", "text"),
    ("second_name", "text"),
    ("last_name", "text"),
    ("birth_date", "date"),
    ("gender", "text"),
    ("national_id", "text"),
)


def _names(columns: tuple[tuple[str, str], ...], of: str = "") -> str:
    return ", ".join(f"{of}{name}" for name, _ in columns)


def _typed(columns: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns)


ADD_PEOPLE = f"""
    insert into individuals (vital_event_id, {_names(PEOPLE)})
    select {{event}}, {_names(PEOPLE, "person.")}
      from {{source}} jsonb_to_recordset({{people}}::jsonb) as person({_typed(PEOPLE)})
"""
ADD_RECORD = f"""
    insert into vital_events (id, kind, tracking_id, declared_by_client_id, declared_by_user_id,
                              details_digest, {_names(COLUMNS)})
    select {{event}}, $1, new_tracking_id($1), $2, $3, $4, {_names(COLUMNS, "told.")}
      from {{source}} jsonb_to_record($5::jsonb) as told({_typed(COLUMNS)})
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
found as materialized (
    select found.* from claim, lateral (
           select * from may_be_resembled($1, $10, $11, $12, $13, $14, $15, $16, null)
            where claim.is_new) found),
free as (
    select * from claim where is_new and not exists (select from found)),
added as ({ADD_RECORD.format(event="free.claimed_id", source="free,")}),
people as ({ADD_PEOPLE.format(event="added.id", source="added,", people="$6")})
select claimed_id, is_new, is_same, added.id as added_id, found.*
  from claim left join added on true left join found on true
"""
"""Most declarations resemble nothing: their key, the search and the record are one round trip."""

CHANGE = f"""
update vital_events
   set ({_names(COLUMNS)}) =
       (select {_names(COLUMNS, "told.")}
          from jsonb_to_record($3::jsonb) as told({_typed(COLUMNS)})),
       status = 'DECLARED', reason = null, details_digest = $2
 where id = $1
"""
REMOVE_PEOPLE = "delete from individuals where vital_event_id = $1 and certificate_id is null"
PUT_PEOPLE = ADD_PEOPLE.format(event="$1", source="", people="$2")


async def declare(
    acting: Acting,
    declaration: Declaration,
    request: Request,
    amends: UUID | None = None,
    *,
    is_amendment: bool = False,
) -> UUID:
    """Put a declaration on record, or amend a rejected one, and return the record's id.

    Rules C1 to C5. Raises VitalEventNotFound, ActionIsNotAvailable, DeclaredByAnotherClient,
    InputIsInvalid or IdempotencyKeyWasUsed.
    """
    kind = rules.kind_of(declaration)
    participle = "amended" if is_amendment else "declared"
    violations = Violations()
    check_key(violations, request.key)
    rules.check(violations, declaration, datetime.now(UTC))
    declaration = trimmed(declaration)
    one = match_profile(declaration)
    async with act(acting, act_name(kind, participle)) as connection:
        if one is not None and not is_amendment and not violations.noted:
            return await _claim_and_add(connection, acting, request, declaration, one)
        claim = await idempotency.claim(connection, acting, request, amends)
        if claim is not None and claim.is_answered:
            return claim.record_id
        amended = None
        if is_amendment:
            amended = await lock_record(connection, acting, amends, VitalEventAction.AMEND)
            _check_amendment(violations, amended, acting, kind)
        violations.refuse()
        assert claim is not None
        claim.refuse_other()
        if amended is not None:
            await _amend(connection, amended, declaration)
        else:
            await _add(connection, claim.record_id, _columns(acting, declaration))
        return claim.record_id


def _check_amendment(
    violations: Violations, record: Record, acting: Acting, kind: VitalEventKind
) -> None:
    if record.declared_by_client_id != acting.client_id:
        raise DeclaredByAnotherClient
    if record.kind is not kind:
        violations.add(["amends"], "same_kind", f"The record is of a {record.kind.lower()}")


async def _claim_and_add(
    connection: Connection,
    acting: Acting,
    request: Request,
    declaration: Declaration,
    one: MatchProfile,
) -> UUID:
    """Put a declaration on record under its key, with what it resembles. Rules C4 and C5."""
    columns = _columns(acting, declaration)
    asked = (request.operation, request.key, request.body, *event_duplicates.search_arguments(one))
    rows = await connection.fetch(CLAIM_AND_ADD, *columns, *asked)
    claim = idempotency.claim_of(rows[0])
    claim.refuse_other()
    if claim.is_new and rows[0]["added_id"] is None:
        await _add(connection, claim.record_id, columns)
        resembled = event_duplicates.similar_among(rows, one)
        await event_duplicates.note(connection, claim.record_id, resembled)
    return claim.record_id


async def _add(connection: Connection, event_id: UUID, columns: tuple[Any, ...]) -> None:
    added = None
    while added is None:  # the tracking id was taken by another record
        added = await connection.fetchrow(ADD, *columns, event_id)


def _columns(acting: Acting, declaration: Declaration) -> tuple[Any, ...]:
    return (
        rules.kind_of(declaration),
        acting.client_id,
        acting.user_id,
        digest(declaration),
        _written(_details(declaration)),
        _written(list(_people(declaration))),
    )


async def _amend(connection: Connection, record: Record, declaration: Declaration) -> None:
    """Put other details in the place of the rejected ones; what may be a duplicate is asked anew.

    Where the details are the same, what a registrar said of resemblances still holds (rule C5).
    """
    now_told = digest(declaration)
    if now_told != record.details_digest:
        await event_duplicates.forget(connection, record.id)
    one = match_profile(declaration)
    if one is not None:
        found = await event_duplicates.find(connection, record.kind, one, record.id)
        await event_duplicates.note(connection, record.id, found)
    await connection.execute(CHANGE, record.id, now_told, _written(_details(declaration)))
    await connection.execute(REMOVE_PEOPLE, record.id)
    await connection.execute(PUT_PEOPLE, record.id, _written(list(_people(declaration))))


def _details(declaration: Declaration) -> dict[str, Any]:
    told: dict[str, Any] = {
        "event_date": rules.event_date(declaration),
        "informant_relationship": declaration.informant.relationship,
        "informant_email": declaration.informant.email,
        "informant_phone_number": declaration.informant.phone_number,
    }
    match declaration:
        case Birth():
            told["place"] = declaration.place_of_birth
            told["late_registration_reason"] = declaration.late_registration_reason
        case Death():
            told["place"] = declaration.place_of_death
            told["cause_of_death"] = declaration.cause_of_death
            told["late_registration_reason"] = declaration.late_registration_reason
        case Marriage():
            told["place"] = declaration.place_of_marriage
    one = match_profile(declaration)
    if one is not None:
        told["principal_first_name"] = key(one.principal.first_name)
        told["principal_last_name"] = key(one.principal.last_name)
    return told


def _people(declaration: Declaration) -> Iterator[dict[str, Any]]:
    for path, individual in rules.individuals(declaration):
        position = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
        yield person(ROLES[str(path[0])], individual) | {"position": position}


def person(role: IndividualRole, individual: Individual) -> dict[str, Any]:
    """Write an individual as a row."""
    return {"role": role} | {name: getattr(individual, name) for name in Individual.__match_args__}


def _written(told: Any) -> str:
    return orjson.dumps(told).decode()
