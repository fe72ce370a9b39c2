"""Requests for the reasons of a rejection: queries and mutations (rules V5 to V7)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import (
    ARRAY,
    Boolean,
    Date,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.explanations import explanation_requests
from db.organisations import organisation_paths
from db.vital_events import vital_events
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import SameRow, ToOne, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.correction_fields import is_of_visible_record
from resolvers.definitions import (
    DATABASE_ID,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    required,
    root_field,
    set_fields,
)
from resolvers.enumerations import describe_enum
from resolvers.history import IS_A_USER
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.record_reach import is_of_record_in_reach
from resolvers.root_arguments import After, Before, Filter, First, Input, Last
from resolvers.viewer import User
from resolvers.vital_events import IS_A_REGISTRAR, ME, VitalEvent
from rules.access import Role
from rules.explanations import ExplanationStatus
from workflows import explanations as workflow
from workflows.idempotency import IdempotentCall, digest

describe_enum(
    ExplanationStatus,
    "How far a request for an explanation has come.",
    REQUESTED="Waits for a registrar other than the one who rejected the record.",
    ASSIGNED="A registrar has taken it.",
    ANSWERED="The reasons are written down, and not shown yet.",
    SHOWN="Who asked may read the reasons.",
    REFUSED="A registrar said why no reasons are given.",
)

ASK = Scoped("vital_event:read", frozenset({Role.REGISTRAR}), limited=True)
READ = Scoped("explanation:read", limited=True)
WRITE = Scoped("explanation:write", limited=True)
ORDER = Order("explanation_requests", ("inserted_at", "id"), descending=True)
READER = cursor_reader(ORDER, explanation_requests)
ANSWERED = literal_column("'ANSWERED'", Text)
ASSIGNED = literal_column("'ASSIGNED'", Text)
REQUESTED = literal_column("'REQUESTED'", Text)
SHOWN = literal_column("'SHOWN'", Text)


def _is_kept_back(rows: FromClause) -> ColumnElement[bool]:
    """Return whether an explanation is not there for whoever asks: not shown, and theirs (V7)."""
    is_mine = func.coalesce(rows.c.requested_by_user_id == ME, literal_column("false"))
    return and_(rows.c.status != SHOWN, or_(~IS_A_USER, is_mine))


def _unless_kept_back(name: str) -> Value:
    def shown(rows: FromClause) -> ColumnElement[Any]:
        return case((~_is_kept_back(rows), rows.c[name]))

    return Value(shown, limited=shown)


def _status(rows: FromClause) -> ColumnElement[Any]:
    """Return the status as whoever asks may know it: an answer that is kept back is none."""
    is_hidden = and_(rows.c.status == ANSWERED, _is_kept_back(rows))
    return case((is_hidden, ASSIGNED), else_=rows.c.status)


def _is_overdue(rows: FromClause) -> ColumnElement[bool]:
    today = literal_column("(now() at time zone 'UTC')::date", Date)
    is_late = and_(
        rows.c.due_on < today,
        _status(rows).in_([REQUESTED, ASSIGNED]),
        rows.c.parked_at.is_(None),
    )
    return is_late == bindparam("overdue", type_=Boolean)


def _is_of_organisation(rows: FromClause) -> ColumnElement[bool]:
    event, path = vital_events.alias(), organisation_paths.alias()
    return exists().where(
        event.c.id == rows.c.vital_event_id,
        path.c.organisation_id == event.c.organisation_id,
        path.c.ancestor_id == bindparam("organisation_id", type_=Uuid),
    )


def _is_its_record(rows: FromClause, event: FromClause) -> ColumnElement[bool]:
    return event.c.id == rows.c.vital_event_id


@node_type(
    explanation_requests,
    "explanation:read",
    (Condition(is_of_visible_record),),
    limited=True,
    reach=Condition(is_of_record_in_reach),
    read_logged=True,
    logged_column="vital_event_id",
)
class ExplanationRequest(Node):
    """The reasons of a rejection, as they are asked for, given and shown."""

    database_id: UUID = column(DATABASE_ID, name="id")
    vital_event: VitalEvent = field(
        ToOne(_is_its_record, limited=_is_its_record), "The record that was rejected."
    )
    status: ExplanationStatus = field(
        Value(_status, nullable=False, limited=_status),
        "How far it has come; ASSIGNED to machines and who asked, until it is shown.",
    )
    requested_at: datetime = column("When it was asked for.", name="inserted_at")
    due_on: date = column("By when it is to be answered.")
    assignee: User | None = field(
        ToOne(
            lambda rows, user: and_(user.c.id == rows.c.assignee_id, IS_A_REGISTRAR), optional=True
        ),
        "The registrar who has taken it, and alone answers it; null for all but registrars who see"
        " everything.",
    )
    assigned_at: datetime | None = column("When it was taken.")
    answered_at: datetime | None = field(
        _unless_kept_back("answered_at"), "When it was answered; null as long as that is not shown."
    )
    shows_at: datetime | None = field(
        _unless_kept_back("shows_at"),
        "From when on it is shown, where a registrar has said that it may be.",
    )
    shown_at: datetime | None = column("When it was shown to who asked.")
    explanation: str | None = field(
        _unless_kept_back("explanation"),
        "The reasons; null for machines and who asked, as long as they are not shown.",
    )
    refusal_reason: str | None = column("Why no reasons are given; null otherwise.")
    parked_at: datetime | None = column(
        "When the record was amended or archived, and the request with that parked for good."
    )


@input_type
class ExplanationFilter:
    """Which requests are wanted."""

    status: list[ExplanationStatus] | None = optional("As the caller sees it: one of these.")
    overdue: bool | None = optional("Whether it is neither answered nor refused, and was due.")
    organisation_id: strawberry.ID | None = optional(
        "Of records that were declared for this organisation, or one below it."
    )


@input_type
class RequestExplanationInput:
    """Which decision shall be explained."""

    idempotency_key: str = required("At most 255 characters; a repeated call does nothing more.")
    vital_event_id: strawberry.ID = required("A REJECTED record that the caller declared.")


@input_type
class AnswerExplanationInput:
    """The reasons."""

    id: strawberry.ID = required("A request that the caller has taken.")
    explanation: str = required("1 to 3,000 characters.")


@input_type
class ExplanationIdInput:
    """Which request is meant."""

    id: strawberry.ID = required("The `id` of a request.")
    reason: str | None = optional("Why it is refused, in 1 to 3,000 characters; needed there only.")


@object_type(explanation_requests)
class ExplanationPayload:
    """The request as it stands now."""

    explanation_request: ExplanationRequest = field(SameRow(), "With its status.")


FILTERS = {
    "status": Condition(
        lambda rows: _status(rows) == any_(bindparam("status", type_=ARRAY(Text))), limited=True
    ),
    "overdue": Condition(_is_overdue, limited=True),
    "organisation_id": Condition(_is_of_organisation, limited=True),
}


@object_type()
class ExplanationQueries:
    """Requests as a list; one is found by `node`."""

    @root_field(Connection[ExplanationRequest], READ)
    def explanation_requests(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter[ExplanationFilter | None] = None,
    ) -> RowQuery:
        """What was asked for, the latest first; a machine sees those of what it declared."""
        page = read_page(ORDER, READER, first, after, last, before)
        wanted: dict[str, Any] = set_fields(filter, FILTERS)
        if "status" in wanted:
            wanted["status"] = [status.value for status in wanted["status"]]
        if "organisation_id" in wanted:
            wanted["organisation_id"] = ids.key(wanted["organisation_id"], "Organisation")
        conditions = tuple(FILTERS[name] for name in wanted)
        parameters = page.parameters() | wanted
        return RowQuery(
            "ExplanationRequestConnection", conditions, parameters, page, finds_only_own=True
        )


def _key(id: strawberry.ID) -> UUID | None:
    return ids.key(id, "ExplanationRequest")


@object_type()
class ExplanationMutations:
    """What is done about the reasons of a rejection."""

    @root_field(ExplanationPayload | None, ASK)
    async def request_explanation(
        context: strawberry.Parent[MutationContext], input: Input[RequestExplanationInput]
    ) -> RowQuery | None:
        """Ask why a record was rejected, once for each rejection."""
        call = IdempotentCall(
            "requestExplanation", input.idempotency_key, digest(input.vital_event_id)
        )
        event = ids.key(input.vital_event_id, "VitalEvent")
        requested = await workflow.request(context.acting, event, call, context.limits)
        return by_id("ExplanationPayload", requested)

    @root_field(ExplanationPayload | None, WRITE)
    async def assign_explanation_request(
        context: strawberry.Parent[MutationContext], input: Input[ExplanationIdInput]
    ) -> RowQuery | None:
        """Take a request, to answer it."""
        return by_id("ExplanationPayload", await workflow.assign(context.acting, _key(input.id)))

    @root_field(ExplanationPayload | None, WRITE)
    async def answer_explanation_request(
        context: strawberry.Parent[MutationContext], input: Input[AnswerExplanationInput]
    ) -> RowQuery | None:
        """Give the reasons; who asked reads them once they are shown."""
        answered = await workflow.answer(context.acting, _key(input.id), input.explanation)
        return by_id("ExplanationPayload", answered)

    @root_field(ExplanationPayload | None, WRITE)
    async def show_explanation(
        context: strawberry.Parent[MutationContext], input: Input[ExplanationIdInput]
    ) -> RowQuery | None:
        """Show the reasons to who asked: now, or as soon as the day has come."""
        shown = await workflow.show(context.acting, _key(input.id), context.limits)
        return by_id("ExplanationPayload", shown)

    @root_field(ExplanationPayload | None, WRITE)
    async def refuse_explanation(
        context: strawberry.Parent[MutationContext], input: Input[ExplanationIdInput]
    ) -> RowQuery | None:
        """Give no reasons, and say why."""
        refused = await workflow.refuse(context.acting, _key(input.id), input.reason)
        return by_id("ExplanationPayload", refused)
