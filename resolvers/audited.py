"""What an entry of the audit trail is about: a record, a person, or a pair and who reviewed it."""

from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import Uuid, and_, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import manual_merge_candidates, merge_candidates, merge_requests
from db.vital_events import vital_events
from planner.sources import Expression, FromJson, JsonMember, ToMany, ToOne, Value
from resolvers import ids
from resolvers.definitions import UPDATED_AT, column, field, object_type
from resolvers.viewer import User
from rules.certificates import REVOKING_ACTS
from rules.merge_requests import MergeRequestStatus
from rules.vital_events import VitalEventKind


def _id(type_name: str, expression: Expression, *, nullable: bool = False) -> Value:
    """Return the global id of a row of a type; it names the row, which `node` reads or refuses."""
    return Value(expression, ids.identity(type_name), nullable=nullable)


def _about(entries: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (
        entries.c.resource,
        entries.c.resource_id,
        entries.c.changeset,
        entries.c.previous,
    )


PERSON_ID = _id(
    "Person", lambda entries: func.person_of_entry(*_about(entries), type_=Uuid), nullable=True
)


@object_type(vital_events)
class AuditedRecord:
    """A record that entries of the trail are about, by what names it; nothing of what it says."""

    id: strawberry.ID = field(
        _id("VitalEvent", lambda events: events.c.id), "The record's own id, for `vitalEvent`."
    )
    kind: VitalEventKind = column("Whether it is a birth, a death or a marriage.")
    tracking_id: str = column("The code that people hold.")
    registration_number: str | None = column("Null until it is registered.")


@object_type(merge_requests)
class AuditedReview:
    """What one reviewer said of a pair."""

    reviewer: User = field(
        ToOne(lambda request, user: user.c.id == request.c.assignee_id), "Who was given the pair."
    )
    status: MergeRequestStatus = column("What they said; NEW while they have not.")
    superseded_at: datetime | None = column(
        "When it was settled without them; null where it was not."
    )
    updated_at: datetime = column(UPDATED_AT)


def _of_pair(pairs: FromClause, requests: FromClause) -> ColumnElement[bool]:
    reviews = manual_merge_candidates.alias()
    review = select(reviews.c.id).where(reviews.c.merge_candidate_id == pairs.c.id)
    return requests.c.manual_merge_candidate_id == review.correlate(pairs).scalar_subquery()


@object_type(merge_candidates)
class AuditedPair:
    """Two persons who may be one, or were found to be, and who said so."""

    person_id: strawberry.ID = field(
        _id("Person", lambda pairs: pairs.c.person_id), "The possible duplicate, for `person`."
    )
    master_person_id: strawberry.ID = field(
        _id("Person", lambda pairs: pairs.c.master_person_id),
        "The one that stands after a merge, for `person`.",
    )
    reviews: list[AuditedReview] = field(
        ToMany(_of_pair, lambda requests: [requests.c.id]),
        "All reviewers who were given the pair, in that order.",
    )


@object_type()
class AuditedVote:
    """What a reviewer's vote came to when it was given, whatever became of it since."""

    decision: MergeRequestStatus = field(
        JsonMember(), "What they said of the pair: MERGE, SPLIT or TRASH."
    )
    agreeing: int = field(
        JsonMember(),
        "How many reviewers had said the same once the act was done, this one among them.",
    )
    is_settled: bool = field(
        JsonMember(),
        "Whether the act settled the pair, since so many agreed; a MERGE merged both records then.",
    )


VOTE = FromJson(
    lambda entries: func.vote_of_act(
        entries.c.action, entries.c.act_id, entries.c.correlation_id, type_=JSONB
    ),
    nullable=True,
)
RECORD = ToOne(
    lambda entries, events: (
        events.c.id
        == func.record_of_entry(
            entries.c.action,
            entries.c.resource,
            entries.c.resource_id,
            entries.c.correlation_id,
            entries.c.act_id,
        )
    ),
    optional=True,
)
PAIR = ToOne(
    lambda entries, pairs: (
        pairs.c.id
        == func.pair_of_entry(entries.c.action, entries.c.resource, entries.c.resource_id)
    ),
    optional=True,
)
ORGANISATION = ToOne(
    lambda entries, its: its.c.id == func.organisation_of_entry(*_about(entries)), optional=True
)
USER = ToOne(lambda entries, user: user.c.id == func.user_of_entry(*_about(entries)), optional=True)
SOURCE = ToOne(
    lambda entries, source: source.c.id == func.source_of_entry(*_about(entries)), optional=True
)
WEBHOOK = ToOne(
    lambda entries, webhook: webhook.c.id == func.webhook_of_entry(*_about(entries)[:3]),
    optional=True,
)
CHANGED_CLIENT = ToOne(
    lambda entries, client: and_(
        client.c.id == entries.c.resource_id, entries.c.resource == literal_column("'client'")
    ),
    optional=True,
)


def revokes_certificate(entries: FromClause) -> ColumnElement[bool]:
    """Return whether an entry revokes a certificate, by whichever act."""
    # The acts are constants, so that the database knows how few entries they have.
    acts: list[ColumnElement[str]] = [literal_column(f"'{act}'") for act in REVOKING_ACTS]
    return and_(
        entries.c.resource == literal_column("'certificate'"),
        entries.c.action.in_(acts),
        entries.c.changeset.has_key(literal_column("'revoked_at'")),
    )
