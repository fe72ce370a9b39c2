"""Requests for the reasons of a rejection: queries and mutations (rules V5 to V7)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Text, and_, any_, bindparam

from db.explanations import explanation_requests
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
from resolvers.event_duplicates import IS_A_REGISTRAR
from resolvers.explanation_fields import (
    RECORD_ID,
    is_its_record,
    is_its_record_there,
    is_mine,
    is_of_organisation,
    is_of_place_in_reach,
    is_of_record,
    is_overdue,
    is_overdue_there,
    needs_another,
    status,
    status_there,
    tracking_id,
    unless_kept_back,
)
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Input, Last
from resolvers.viewer import User
from resolvers.vital_events import VitalEvent
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
STEWARD = frozenset({Role.STEWARD})
READ = Scoped("explanation:read", limited=True, within=STEWARD)
WRITE = Scoped("explanation:write", limited=True)
ORDER = Order("explanation_requests", ("inserted_at", "id"), descending=True)
READER = cursor_reader(ORDER, explanation_requests)


@node_type(
    explanation_requests,
    "explanation:read",
    (Condition(is_of_visible_record),),
    limited=True,
    within=STEWARD,
    reach=Condition(is_of_place_in_reach),
    read_logged=True,
    logged_column="vital_event_id",
)
class ExplanationRequest(Node):
    """The reasons of a rejection, as they are asked for, given and shown."""

    database_id: UUID = column(DATABASE_ID, name="id")
    vital_event: VitalEvent = field(
        ToOne(is_its_record, limited=is_its_record_there),
        "The record that was rejected; whoever asks for it as a STEWARD, who reads no records, is"
        " refused.",
    )
    vital_event_id: strawberry.ID | None = field(
        RECORD_ID, "The `id` of that record; null for a STEWARD."
    )
    tracking_id: str = field(
        Value(tracking_id, nullable=False, limited=True), "The short code of that record."
    )
    status: ExplanationStatus = field(
        Value(status, nullable=False, limited=status_there),
        "How far it has come; ASSIGNED to machines, stewards and who asked, until it is shown.",
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
    is_mine: bool = field(
        Value(is_mine, nullable=False, limited=True),
        "Whether the caller has taken it, and so answers it.",
    )
    needs_another: bool = field(
        Value(needs_another, nullable=False, limited=True),
        "Whether the caller rejected the record or asked why, so that another registrar deals with"
        " it.",
    )
    assigned_at: datetime | None = column("When it was taken.")
    answered_at: datetime | None = field(
        unless_kept_back("answered_at"), "When it was answered; null as long as that is not shown."
    )
    shows_at: datetime | None = field(
        unless_kept_back("shows_at"),
        "From when on it is shown, where a registrar has said that it may be.",
    )
    shown_at: datetime | None = column("When it was shown to who asked.")
    explanation: str | None = field(
        unless_kept_back("explanation"),
        "The reasons; null for machines, stewards and who asked, as long as they are not shown.",
    )
    refusal_reason: str | None = column("Why no reasons are given; null otherwise.")
    parked_at: datetime | None = column(
        "When the record was amended or archived, and the request with that parked for good."
    )
    external_id: str | None = column(
        "What the system calls it that asked from outside; null where none did."
    )


@input_type
class ExplanationFilter:
    """Which requests are wanted."""

    status: list[ExplanationStatus] | None = optional("As the caller sees it: one of these.")
    overdue: bool | None = optional("Whether it is neither answered nor refused, and was due.")
    organisation_id: strawberry.ID | None = optional(
        "Of records that were declared for this organisation, or one below it."
    )
    vital_event_id: strawberry.ID | None = optional("About this record.")


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


STATUSES = bindparam("status", type_=ARRAY(Text))
FILTERS = {
    "status": Condition(
        lambda rows: status(rows) == any_(STATUSES),
        lambda rows: status_there(rows) == any_(STATUSES),
    ),
    "overdue": Condition(is_overdue, limited=is_overdue_there),
    "organisation_id": Condition(is_of_organisation, limited=True),
    "vital_event_id": Condition(is_of_record, limited=True),
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
        """What was asked for, the latest first; machines and stewards see what is about theirs."""
        page = read_page(ORDER, READER, first, after, last, before)
        wanted: dict[str, Any] = set_fields(filter, FILTERS)
        if "status" in wanted:
            wanted["status"] = [status.value for status in wanted["status"]]
        if "organisation_id" in wanted:
            wanted["organisation_id"] = ids.key(wanted["organisation_id"], "Organisation")
        if "vital_event_id" in wanted:
            wanted["vital_event_id"] = ids.key(wanted["vital_event_id"], "VitalEvent")
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
