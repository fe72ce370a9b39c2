"""Who asked for the reasons of which rejection, by when they are due, and what they are."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    text,
)

from db.literals import any_of, one_of
from db.metadata import key, known, metadata, times
from rules.explanations import EXPLAINED, UNANSWERED, ExplanationStatus

explanation_requests = Table(
    "explanation_requests",
    metadata,
    key(),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    # The entry of the trail that says who rejected the record, and when.
    Column("decision_id", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("decided_by_id", Uuid),
    Column("status", Text, nullable=False, server_default=ExplanationStatus.REQUESTED),
    Column("due_on", Date, nullable=False),
    Column("requested_by_client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("requested_by_user_id", Uuid, ForeignKey("users.id")),
    Column("assignee_id", Uuid, ForeignKey("users.id")),
    Column("assigned_at", DateTime(timezone=True)),
    Column("explanation", Text),
    Column("answered_at", DateTime(timezone=True)),
    Column("shows_at", DateTime(timezone=True)),
    Column("shown_at", DateTime(timezone=True)),
    Column("refusal_reason", Text),
    Column("parked_at", DateTime(timezone=True)),
    *times(),
    # Since when whoever owes it has been reminded.
    Column("reminded_at", DateTime(timezone=True)),
    # What the system calls it that asked from outside; goes with its organisation.
    Column("external_id", Text),
    known("status", ExplanationStatus, "explanation_status_is_known"),
    CheckConstraint(
        f"(status = {any_of(EXPLAINED)}) = (explanation is not null)"
        " and (explanation is null) = (answered_at is null)",
        name="an_answered_request_has_its_explanation",
    ),
    CheckConstraint(
        "(status = 'SHOWN') = (shown_at is not null)"
        " and (shows_at is null or explanation is not null)",
        name="an_explanation_is_shown_at_a_moment",
    ),
    CheckConstraint(
        "(status = 'REFUSED') = (refusal_reason is not null)",
        name="who_refuses_an_explanation_says_why",
    ),
)
Index(
    "one_explanation_request_per_decision",
    explanation_requests.c.vital_event_id,
    explanation_requests.c.decision_id,
    unique=True,
)
Index(
    "one_explanation_request_per_external_id",
    explanation_requests.c.requested_by_client_id,
    explanation_requests.c.external_id,
    unique=True,
    postgresql_where=text("external_id is not null"),
)
Index(
    "explanation_requests_by_insertion",
    explanation_requests.c.inserted_at,
    explanation_requests.c.id,
)
Index(
    "explanations_that_are_owed",
    explanation_requests.c.due_on,
    explanation_requests.c.id,
    postgresql_where=text(f"status in {one_of(UNANSWERED)} and parked_at is null"),
)
Index(
    "explanations_to_be_shown",
    explanation_requests.c.shows_at,
    postgresql_where=text("status = 'ANSWERED' and parked_at is null"),
)
