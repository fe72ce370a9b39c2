"""How the reasons of a rejection are asked for, given, shown and refused (rules V5 to V7)."""

from typing import Any
from uuid import UUID

from db.statements import Connection
from rules.corrections import SecondPersonIsNeeded
from rules.explanations import (
    EXPLANATION_LIMIT,
    DeclaredByAnother,
    ExplanationIsAssigned,
    ExplanationRequestNotFound,
    ExplanationStatus,
    ExternalIdWasUsed,
    check_move,
    check_period,
)
from rules.frozen import frozen
from rules.idempotency import check_key
from rules.limits import Limits
from rules.texts import cleaned
from rules.violations import Violations
from rules.vital_events import (
    ActionIsNotAvailable,
    VitalEventNotFound,
    VitalEventStatus,
    available_actions,
)
from workflows import idempotency, reach
from workflows.acts import Acting, act
from workflows.assignments import LOCK_TAKER
from workflows.idempotency import IdempotentCall
from workflows.vital_events import Record, lock

DECISION = """
select decision_id, decided_at, decided_by_id,
       (decided_at at time zone 'UTC')::date as decided_on,
       (now() at time zone 'UTC')::date as today
  from latest_rejection($1)
"""
ADD = """
insert into explanation_requests (
    id, vital_event_id, decision_id, decided_at, decided_by_id, due_on,
    requested_by_client_id, requested_by_user_id, external_id)
values ($1, $2, $3, $4, $5, $6::date + $7::integer, $8, $9, $10)
"""
CALLED = """
select id, vital_event_id from explanation_requests
 where requested_by_client_id = $1 and external_id = $2
"""
FIND = "select vital_event_id from explanation_requests where id = $1"
READ = "select * from explanation_requests where id = $1 for update"
ASSIGN = """
update explanation_requests set status = 'ASSIGNED', assignee_id = $2, assigned_at = now()
 where id = $1
"""
ANSWER = """
update explanation_requests set status = 'ANSWERED', explanation = $2, answered_at = now()
 where id = $1
"""
SHOW = """
update explanation_requests
   set shows_at = greatest(now(), decided_at + make_interval(days => $2::integer)),
       status = case when decided_at + make_interval(days => $2::integer) <= now()
                     then 'SHOWN' else status end,
       shown_at = case when decided_at + make_interval(days => $2::integer) <= now()
                       then now() end
 where id = $1
"""
REFUSE = "update explanation_requests set status = 'REFUSED', refusal_reason = $2 where id = $1"
OVERDUE = "select overdue_explanations()"
SHOW_DUE = "select show_due_explanations($1)"


@frozen
class Locked:
    """A request that an act has locked, with its record."""

    id: UUID
    record: Record
    row: Any


async def request(
    acting: Acting,
    event_id: UUID | None,
    call: IdempotentCall,
    limits: Limits,
    external_id: str | None = None,
) -> UUID:
    """Ask for the reasons of a rejection, and return the request's id. Rule V5.

    What another system asks for again, by what it calls the request, is the request that is there.
    Raises IdempotencyKeyWasUsed, VitalEventNotFound, InputIsInvalid, DeclaredByAnother,
    ActionIsNotAvailable, RequestPeriodIsOver, ExplanationWasRequested or ExternalIdWasUsed.
    """
    async with act(acting, "explanation.requested") as connection:
        await reach.check_record(connection, acting, event_id)
        claim = await idempotency.claim(connection, acting, call)
        if claim is not None and not claim.is_new:
            return claim.answered()
        record = await lock(connection, acting, event_id)
        acting.records.add(record.id)
        violations = Violations()
        check_key(violations, call.key)
        violations.refuse()
        assert claim is not None  # for a key that is none was noted
        _check_declarant(acting, record)
        known = await _called(connection, acting, record.id, external_id)
        if known is not None:
            return known
        if record.status is not VitalEventStatus.REJECTED:
            available = available_actions(
                record.status, is_potential_duplicate=record.is_potential_duplicate
            )
            raise ActionIsNotAvailable(status=record.status, availableActions=available)
        decision = await connection.fetchrow(DECISION, record.id)
        check_period(decision["decided_on"], decision["today"], limits.appeal_days)
        await connection.execute(
            ADD,
            claim.record_id,
            record.id,
            *(decision[name] for name in ("decision_id", "decided_at", "decided_by_id", "today")),
            limits.explanation_days,
            acting.client_id,
            acting.user_id,
            external_id,
        )
        return claim.record_id


async def _called(
    connection: Connection, acting: Acting, event_id: UUID, external_id: str | None
) -> UUID | None:
    """Return the request about a record that this client's system calls so; None where none is.

    Raises ExternalIdWasUsed where it calls another one so.
    """
    if external_id is None:
        return None
    found = await connection.fetchrow(CALLED, acting.client_id, external_id)
    if found is not None and found["vital_event_id"] != event_id:
        raise ExternalIdWasUsed
    known: UUID | None = None if found is None else found["id"]
    return known


def _check_declarant(acting: Acting, record: Record) -> None:
    if acting.user_id is None and record.declared_by_client_id != acting.client_id:
        raise VitalEventNotFound
    if record.declared_by_user_id != acting.user_id:
        raise DeclaredByAnother


async def assign(acting: Acting, request_id: UUID | None) -> UUID:
    """Take a request to answer it, and return its id. Rule V6.

    Raises what `_lock` raises, TransitionIsIncorrect or SecondPersonIsNeeded.
    """
    async with act(acting, "explanation.assigned") as connection:
        # Who ends the caller's access gives back what they have: this is before it, or refused.
        await connection.execute(LOCK_TAKER, acting.user_id)
        await acting.begin("explanation.assigned")
        found = await _lock(connection, acting, request_id, ExplanationStatus.ASSIGNED)
        _check_second_person(acting, found)
        await connection.execute(ASSIGN, found.id, acting.user_id)
        return found.id


async def answer(acting: Acting, request_id: UUID | None, explanation: str) -> UUID:
    """Give the reasons, which nobody else is shown yet; return the request's id. Rule V6.

    Raises what `_lock` raises, TransitionIsIncorrect, ExplanationIsAssigned or InputIsInvalid.
    """
    async with act(acting, "explanation.answered") as connection:
        found = await _lock(connection, acting, request_id, ExplanationStatus.ANSWERED)
        if found.row["assignee_id"] != acting.user_id:
            raise ExplanationIsAssigned
        _check_text("explanation", explanation)
        await connection.execute(ANSWER, found.id, cleaned(explanation))
        return found.id


async def show(acting: Acting, request_id: UUID | None, limits: Limits) -> UUID:
    """Show the reasons to who asked, now or once the day has come; return the id. Rule V7.

    Raises what `_lock` raises, TransitionIsIncorrect or SecondPersonIsNeeded.
    """
    async with act(acting, "explanation.shown") as connection:
        found = await _lock(connection, acting, request_id, ExplanationStatus.SHOWN)
        _check_second_person(acting, found)
        await connection.execute(SHOW, found.id, limits.show_after_days)
        return found.id


async def refuse(acting: Acting, request_id: UUID | None, reason: str | None) -> UUID:
    """Refuse to give reasons, and say why; return the request's id. Rule V6.

    Raises what `_lock` raises, TransitionIsIncorrect, SecondPersonIsNeeded or InputIsInvalid.
    """
    async with act(acting, "explanation.refused") as connection:
        found = await _lock(connection, acting, request_id, ExplanationStatus.REFUSED)
        _check_second_person(acting, found)
        _check_text("reason", reason or "")
        await connection.execute(REFUSE, found.id, cleaned(reason or ""))
        return found.id


async def show_due(connection: Connection, most: int) -> int:
    """Show what waited for its day; return how many there were. Rule V7."""
    found = await connection.fetchrow(SHOW_DUE, most)
    shown: int = found[0]
    return shown


async def count_overdue(connection: Connection) -> int:
    """Return how many requests nobody has answered by the day on which they were due. Rule V5."""
    found = await connection.fetchrow(OVERDUE)
    overdue: int = found[0]
    return overdue


async def _lock(
    connection: Connection, acting: Acting, request_id: UUID | None, to: ExplanationStatus
) -> Locked:
    """Lock a request that may come to this status, its record first.

    Raises ExplanationRequestNotFound or TransitionIsIncorrect.
    """
    found = await connection.fetchrow(FIND, request_id)
    if found is None or request_id is None:
        raise ExplanationRequestNotFound
    if not await reach.exists(connection, acting, found["vital_event_id"]):
        raise ExplanationRequestNotFound
    record = await lock(connection, acting, found["vital_event_id"])
    row = await connection.fetchrow(READ, request_id)
    check_move(
        ExplanationStatus(row["status"]),
        to,
        is_parked=row["parked_at"] is not None,
        is_waiting=row["shows_at"] is not None,
    )
    return Locked(request_id, record, row)


def _check_second_person(acting: Acting, found: Locked) -> None:
    """Refuse who rejected the record, and who asked why, to deal with that. Rule V6."""
    if acting.user_id in (found.row["decided_by_id"], found.row["requested_by_user_id"]):
        raise SecondPersonIsNeeded


def _check_text(field: str, text: str) -> None:
    violations = Violations()
    violations.check_text([field], text, EXPLANATION_LIMIT)
    violations.refuse()
