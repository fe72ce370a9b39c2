"""The audit trail, as administrators read it."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Text, all_, bindparam
from strawberry.scalars import JSON

from db.audit_log import audit_log
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import ToOne
from resolvers.access import Scoped
from resolvers.definitions import (
    column,
    enumeration,
    field,
    input_type,
    node_type,
    object_type,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, Node, QueryContext
from resolvers.viewer import Client, User
from rules.refusals import BadRequest


@node_type(audit_log, "audit_log:read")
class AuditEntry(Node):
    """One changed row: who changed it, by what act, when, and how."""

    database_id: UUID = column(name="id")
    actor_id: UUID | None = column(
        "The user, or the client where a machine acted, or null where the system itself did."
    )
    client_id: UUID | None = column("The client that the actor came through.")
    actor: User | None = field(
        ToOne(lambda entry, user: user.c.id == entry.c.actor_id, optional=True),
        "The user who acted, where it was one.",
    )
    client: Client | None = field(
        ToOne(lambda entry, client: client.c.id == entry.c.client_id, optional=True)
    )
    action: str = column("noun.participle, e.g. merge_request.postponed")
    resource: str = column("The noun of the changed row.")
    resource_id: UUID = column("The changed row.")
    changeset: JSON = column(
        "The columns that changed, with their new values; personal data appears by name only."
    )
    previous: JSON | None = column(
        "The same columns with the values they had before; null for a new row."
    )
    correlation_id: UUID = column("One for all that one request caused.")
    inserted_at: datetime = column()


@enumeration
class AuditLogOrderBy(Enum):
    """The orders of the audit trail."""

    INSERTED_AT_ASC = "INSERTED_AT_ASC"
    INSERTED_AT_DESC = "INSERTED_AT_DESC"


@input_type
class AuditLogFilter:
    """Narrows the audit trail; together the fields narrow it further."""

    actor_id: UUID | None = None
    client_id: UUID | None = None
    action: str | None = None
    action_not: list[str] | None = strawberry.field(
        default=None, description="Leaves these out, e.g. session.renewed."
    )
    resource: str | None = None
    resource_id: UUID | None = None
    correlation_id: UUID | None = None
    inserted_from: datetime | None = strawberry.field(default=None, description="Inclusive.")
    inserted_to: datetime | None = strawberry.field(default=None, description="Exclusive.")


ORDERS = {
    by: Order(f"audit_log {by.value}", ("inserted_at", "id"), descending=by.value.endswith("DESC"))
    for by in AuditLogOrderBy
}
READERS = {by: cursor_reader(order, audit_log) for by, order in ORDERS.items()}


def _equal(name: str) -> Condition:
    # The caller's own ids are parameters too, `client_id` among them.
    parameter = bindparam(f"wanted_{name}", type_=audit_log.c[name].type)
    return Condition(lambda rows: rows.c[name] == parameter)


FILTERS = {
    name: _equal(name)
    for name in ("actor_id", "client_id", "action", "resource", "resource_id", "correlation_id")
} | {
    # The trail is walked in its order all the same, past the rows that are left out.
    "action_not": Condition(
        lambda rows: rows.c.action != all_(bindparam("wanted_action_not", type_=ARRAY(Text)))
    ),
    "inserted_from": Condition(
        lambda rows: (
            rows.c.inserted_at >= bindparam("wanted_inserted_from", type_=rows.c.inserted_at.type)
        )
    ),
    "inserted_to": Condition(
        lambda rows: (
            rows.c.inserted_at < bindparam("wanted_inserted_to", type_=rows.c.inserted_at.type)
        )
    ),
}


@object_type()
class AuditLogQueries:
    """The audit trail."""

    @root_field(Connection[AuditEntry], Scoped("audit_log:read"))
    def audit_log(
        context: strawberry.Parent[QueryContext],
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        order_by: AuditLogOrderBy | None = AuditLogOrderBy.INSERTED_AT_DESC,
        filter: AuditLogFilter | None = None,
    ) -> RowQuery:
        """Every change of state there was, one entry a row, in the order in which they came."""
        by = order_by or AuditLogOrderBy.INSERTED_AT_DESC
        page = read_page(ORDERS[by], READERS[by], first, after, last, before)
        wanted = {name: _in_utc(value) for name, value in set_fields(filter, FILTERS).items()}
        return RowQuery(
            "AuditEntryConnection",
            tuple(FILTERS[name] for name in wanted),
            page.parameters() | {f"wanted_{name}": value for name, value in wanted.items()},
            page,
            # One client may have written nearly every row, and another none.
            custom_plan=bool(wanted),
        )


def _in_utc(value: Any) -> Any:
    """Return a time in UTC. Raises BadRequest where the calendar has no such date."""
    if not isinstance(value, datetime):
        return value
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise BadRequest("A time to look for lies outside the calendar") from None
