"""Queries and mutations of corrections and annulments (rules C10 and C11)."""

from collections.abc import Callable
from typing import Any

import strawberry
from sqlalchemy import ARRAY, Boolean, Text, Uuid, any_, bindparam, exists
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.corrections import corrections
from db.vital_events import vital_events
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.correction_fields import is_asked_by_caller
from resolvers.correction_inputs import (
    CorrectionFilter,
    CorrectionIdInput,
    RejectCorrectionInput,
    RequestAnnulmentInput,
    RequestBirthCorrectionInput,
    RequestDeathCorrectionInput,
    RequestMarriageCorrectionInput,
)
from resolvers.declarations import (
    birth,
    death,
    marriage,
)
from resolvers.definitions import (
    object_type,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, MutationContext, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Id, Input, Last
from resolvers.vital_events import Correction, CorrectionPayload
from rules.access import Role
from rules.declarations import Declaration
from rules.violations import Violations
from workflows import correction_requests
from workflows import corrections as workflow
from workflows.correction_requests import Asked
from workflows.idempotency import IdempotentCall, digest

READ = Scoped("vital_event:read", frozenset({Role.REGISTRAR}), limited=True)
CORRECT = Scoped("vital_event:correct", limited=True)
APPROVE = Scoped("vital_event:register")
REJECT = Scoped("vital_event:register", limited=True)
ORDER = Order("corrections", ("inserted_at", "id"), descending=True)
READER = cursor_reader(ORDER, corrections)


def _of_kind(rows: FromClause) -> ColumnElement[bool]:
    events = vital_events.alias()
    kind = bindparam("kind", type_=Text)
    return exists().where(events.c.id == rows.c.vital_event_id, events.c.kind == kind)


def _is_mine(rows: FromClause) -> ColumnElement[bool]:
    return is_asked_by_caller(rows) == bindparam("is_mine", type_=Boolean)


FILTERS = {
    "status": Condition(
        lambda rows: rows.c.status == any_(bindparam("status", type_=ARRAY(Text))), limited=True
    ),
    "kind": Condition(_of_kind, limited=True),
    "vital_event_id": Condition(
        lambda rows: rows.c.vital_event_id == bindparam("vital_event_id", type_=Uuid), limited=True
    ),
    "is_mine": Condition(_is_mine, limited=True),
}


@object_type()
class CorrectionQueries:
    """Corrections by id and as a list."""

    @root_field(Correction | None, READ)
    def correction(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The correction with this id; null when there is none that the caller may read."""
        return by_id("Correction", ids.key(id, "Correction"))

    @root_field(Connection[Correction], READ)
    def corrections(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter[CorrectionFilter | None] = None,
    ) -> RowQuery:
        """What was asked for, the latest first; a machine sees those of what it declared."""
        page = read_page(ORDER, READER, first, after, last, before)
        wanted: dict[str, Any] = set_fields(filter, FILTERS)
        if "vital_event_id" in wanted:
            wanted["vital_event_id"] = ids.key(wanted["vital_event_id"], "VitalEvent")
        if "status" in wanted:
            wanted["status"] = [status.value for status in wanted["status"]]
        if "kind" in wanted:
            wanted["kind"] = wanted["kind"].value
        conditions = tuple(FILTERS[name] for name in wanted)
        parameters = page.parameters() | wanted
        return RowQuery("CorrectionConnection", conditions, parameters, page, finds_only_own=True)


async def _requested(
    context: MutationContext,
    input: Any,
    operation: str,
    read: Callable[[Any, Violations], Declaration] | None = None,
) -> RowQuery | None:
    violations = Violations()
    declaration = None if read is None else read(input, violations)
    accepted = getattr(input, "accepted_alerts", None) or ()
    body = digest(
        declaration, input.id, input.version, input.reason, sorted(accepted), *violations.noted
    )
    call = IdempotentCall(operation, input.idempotency_key, body)
    requested = await correction_requests.request(
        context.acting,
        ids.key(input.id, "VitalEvent"),
        Asked(input.version, input.reason, accepted),
        call,
        declaration,
        violations,
    )
    return by_id("CorrectionPayload", requested)


@object_type()
class CorrectionMutations:
    """What is done about a registered record that says what is not so."""

    @root_field(CorrectionPayload | None, CORRECT)
    async def request_birth_correction(
        context: strawberry.Parent[MutationContext],
        input: Input[RequestBirthCorrectionInput],
    ) -> RowQuery | None:
        """Ask that the record of a birth says something else."""
        return await _requested(context, input, "requestBirthCorrection", birth)

    @root_field(CorrectionPayload | None, CORRECT)
    async def request_death_correction(
        context: strawberry.Parent[MutationContext],
        input: Input[RequestDeathCorrectionInput],
    ) -> RowQuery | None:
        """Ask that the record of a death says something else."""
        return await _requested(context, input, "requestDeathCorrection", death)

    @root_field(CorrectionPayload | None, CORRECT)
    async def request_marriage_correction(
        context: strawberry.Parent[MutationContext],
        input: Input[RequestMarriageCorrectionInput],
    ) -> RowQuery | None:
        """Ask that the record of a marriage says something else."""
        return await _requested(context, input, "requestMarriageCorrection", marriage)

    @root_field(CorrectionPayload | None, CORRECT)
    async def request_annulment(
        context: strawberry.Parent[MutationContext],
        input: Input[RequestAnnulmentInput],
    ) -> RowQuery | None:
        """Ask that a record is void."""
        return await _requested(context, input, "requestAnnulment")

    @root_field(CorrectionPayload | None, APPROVE)
    async def approve_correction(
        context: strawberry.Parent[MutationContext],
        input: Input[CorrectionIdInput],
    ) -> RowQuery | None:
        """Do what was asked for; certificates of the record are revoked, since it says another."""
        settled = await workflow.approve(context.acting, ids.key(input.id, "Correction"))
        return by_id("CorrectionPayload", settled)

    @root_field(CorrectionPayload | None, REJECT)
    async def reject_correction(
        context: strawberry.Parent[MutationContext],
        input: Input[RejectCorrectionInput],
    ) -> RowQuery | None:
        """Leave a record as it is."""
        key = ids.key(input.id, "Correction")
        return by_id("CorrectionPayload", await workflow.reject(context.acting, key, input.reason))

    @root_field(CorrectionPayload | None, CORRECT)
    async def withdraw_correction(
        context: strawberry.Parent[MutationContext],
        input: Input[CorrectionIdInput],
    ) -> RowQuery | None:
        """Take back what one has asked for."""
        settled = await workflow.withdraw(context.acting, ids.key(input.id, "Correction"))
        return by_id("CorrectionPayload", settled)
