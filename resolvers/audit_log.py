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
    optional,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, Node, QueryContext
from resolvers.root_arguments import After, Before, Filter, First, Last, OrderBy
from resolvers.viewer import Client, User
from rules.refusals import BadRequest


@node_type(audit_log, "audit_log:read")
class AuditEntry(Node):
    """One changed row: who changed it, by what act, when, and how."""

    database_id: UUID = column("The UUID within `id`; later entries have greater ones.", name="id")
    actor_id: UUID | None = column(
        "The user, or the client where a machine acted, or null where the system itself did."
    )
    client_id: UUID | None = column(
        "The client that the actor came through; null where the system itself acted."
    )
    actor: User | None = field(
        ToOne(lambda entry, user: user.c.id == entry.c.actor_id, optional=True),
        "The user who acted; null where it was none.",
    )
    client: Client | None = field(
        ToOne(lambda entry, client: client.c.id == entry.c.client_id, optional=True),
        "That client as it is now; null where the system itself acted.",
    )
    action: str = column("What was done: `noun.participle`, e.g. merge_request.postponed.")
    resource: str = column("The noun of the changed row.")
    resource_id: UUID = column("The changed row.")
    changeset: JSON = column(
        "The columns that changed, with their new values; personal data appears by name only."
    )
    previous: JSON | None = column(
        "The same columns with the values they had before; null for a new row."
    )
    correlation_id: UUID = column("One for all that one request caused.")
    inserted_at: datetime = column("When the row was changed.")


@enumeration(INSERTED_AT_ASC="The oldest first.", INSERTED_AT_DESC="The newest first.")
class AuditLogOrderBy(Enum):
    """How the audit trail is sorted."""

    INSERTED_AT_ASC = "INSERTED_AT_ASC"
    INSERTED_AT_DESC = "INSERTED_AT_DESC"


@input_type
class AuditLogFilter:
    """Narrows the audit trail; together the fields narrow it further."""

    actor_id: UUID | None = optional("The `databaseId` of the user who acted, or of the machine.")
    client_id: UUID | None = optional("The `databaseId` of the client that the actor came through.")
    action: str | None = optional("Exactly this act, e.g. merge_request.postponed.")
    action_not: list[str] | None = optional("Leaves these out, e.g. session.renewed.")
    resource: str | None = optional("Rows of this kind, e.g. vital_event.")
    resource_id: UUID | None = optional("The `databaseId` of the changed row.")
    correlation_id: UUID | None = optional(
        "All that one request caused, by its `X-Correlation-ID`."
    )
    inserted_from: datetime | None = optional("Changes at this moment or later.")
    inserted_to: datetime | None = optional("Changes before this moment.")


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
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: OrderBy[AuditLogOrderBy | None] = AuditLogOrderBy.INSERTED_AT_DESC,
        filter: Filter[AuditLogFilter | None] = None,
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
