"""By what messages are found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, DateTime, Text, Uuid, any_, bindparam, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import organisation_paths
from planner.row_queries import Condition
from resolvers import ids
from resolvers.definitions import input_type, optional, set_fields
from resolvers.enumerations import describe_enum
from resolvers.environments import Environment
from resolvers.faults import MessageFault
from rules.messages import NOUNS, MessageStatus, WaitsFor

describe_enum(
    WaitsFor,
    "What a message that is ENQUEUED waits for.",
    ATTEMPT="Its next attempt.",
    EARLIER_MESSAGE="An earlier message of the same record, which goes first.",
    DEADLINE="The moment before which it is not meant to go.",
    SWITCH="Somebody to switch on again what is switched off for its organisation.",
    UNBLOCKING="Somebody to unblock the client whose webhook it is for.",
)
NOTHING = UUID(int=0)
"""A key that no row has."""


def _is_below(rows: FromClause) -> ColumnElement[bool]:
    path = organisation_paths.alias()
    below = select(path.c.organisation_id).where(
        path.c.ancestor_id == bindparam("organisation_id", type_=Uuid)
    )
    found: ColumnElement[bool] = rows.c.organisation_id.in_(below)
    return found


def _equals(name: str, of: str, kind: Any) -> Condition:
    return Condition(lambda rows: rows.c[of] == bindparam(name, type_=kind), limited=True)


MOMENT = DateTime(timezone=True)
CONDITIONS: Mapping[str, Condition] = {
    "status": Condition(
        lambda rows: rows.c.status == any_(bindparam("status", type_=ARRAY(Text))), limited=True
    ),
    "kind": _equals("kind", "kind", Text),
    "correlation_id": _equals("correlation_id", "correlation_id", Uuid),
    "webhook_id": _equals("webhook_id", "webhook_id", Uuid),
    "organisation_id": Condition(_is_below, limited=True),
    "environment": _equals("environment", "environment", Text),
    "subject_id": _equals("subject_id", "record", Text),
    "fault": _equals("fault", "fault", Text),
    "inserted_from": Condition(
        lambda rows: rows.c.inserted_at >= bindparam("inserted_from", type_=MOMENT), limited=True
    ),
    "inserted_to": Condition(
        lambda rows: rows.c.inserted_at < bindparam("inserted_to", type_=MOMENT), limited=True
    ),
}


@input_type
class MessageFilter:
    """Narrows messages; together the fields narrow them further."""

    status: list[MessageStatus] | None = optional(
        "In any of these statuses; an empty list finds none."
    )
    kind: str | None = optional("Exactly this one, e.g. webhook.birth.declared.")
    correlation_id: UUID | None = optional("Caused by one request, by its `X-Correlation-ID`.")
    webhook_id: strawberry.ID | None = optional(
        "For this webhook, which may have been deleted meanwhile."
    )
    organisation_id: strawberry.ID | None = optional("Of this organisation, or one below it.")
    environment: Environment | None = optional("Sent in this one; null for whatever it was.")
    subject_id: strawberry.ID | None = optional("About this, as `subjectId` shows it.")
    fault: MessageFault | None = optional("Whose last attempt failed by this fault.")
    inserted_from: datetime | None = optional("Enqueued at this moment or later.")
    inserted_to: datetime | None = optional("Enqueued before this moment.")


def wanted_of(given: object) -> dict[str, Any]:
    """Return what a filter, or none, asks for, as the parameters of its conditions."""
    wanted: dict[str, Any] = set_fields(given, CONDITIONS)
    for name, kind in (("webhook_id", "Webhook"), ("organisation_id", "Organisation")):
        if name in wanted:
            wanted[name] = ids.key(wanted[name], kind) or NOTHING
    if "subject_id" in wanted:
        subject = ids.read(wanted["subject_id"])
        noun = None if subject is None else NOUNS.get(subject.type_name)
        wanted["subject_id"] = "" if subject is None else f"{noun}:{subject.key}"
    return wanted
