"""Who has read the trail, as administrators read that in turn (rule Y7)."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import Uuid, bindparam
from strawberry.scalars import JSON

from db.audit_readings import audit_readings
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import GlobalIdSource, ToOne
from resolvers.access import Scoped
from resolvers.definitions import column, field, input_type, object_type, optional, root_field
from resolvers.nodes import Connection, QueryContext
from resolvers.root_arguments import After, Before, Filter, First, Last
from resolvers.viewer import Client, User

# Keys are of UUIDv7, so their order is that in which the readings came.
NEWEST_FIRST = Order("audit_readings", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, audit_readings)
BY_READER = Condition(lambda rows: rows.c.reader_id == bindparam("wanted_reader", type_=Uuid))


@object_type(audit_readings)
class AuditReading:
    """A question that somebody asked of the trail, and how much of it they were shown."""

    id: strawberry.ID = field(GlobalIdSource(), "Opaque.")
    reader_id: UUID = column("The `databaseId` of the user who read.")
    reader: User | None = field(
        ToOne(lambda reading, user: user.c.id == reading.c.reader_id, optional=True),
        "That user; null where there is none any more.",
    )
    client: Client | None = field(
        ToOne(lambda reading, client: client.c.id == reading.c.client_id, optional=True),
        "The client that they came through.",
    )
    question: str = column("The root field that was asked, e.g. auditLog.")
    filter: JSON = column(
        "What it was asked for; what may be personal data, such as a name, appears by name only."
    )
    rows: int = column("How many entries the answer shows.")
    first_row_id: UUID | None = column(
        "The `databaseId` of the first entry that the answer shows; null where that is none."
    )
    last_row_id: UUID | None = column("That of the last one.")
    correlation_id: UUID = column("That of the request.")
    read_at: datetime = column("When it was answered.")


@input_type
class AuditReadingFilter:
    """Narrows the readings."""

    reader_id: UUID | None = optional("The `databaseId` of the user who read.")


@object_type()
class AuditReadingQueries:
    """Readings of the trail."""

    @root_field(Connection[AuditReading], Scoped("audit_log:read"))
    def audit_readings(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter[AuditReadingFilter | None] = None,
    ) -> RowQuery:
        """Who has read which part of the trail, the newest first. To read this is a reading too."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        reader = filter.reader_id if filter is not None else None
        conditions = () if reader is None else (BY_READER,)
        asked = {} if reader is None else {"readerId": str(reader)}
        return RowQuery(
            "AuditReadingConnection",
            conditions,
            page.parameters() | {"wanted_reader": reader},
            page,
            custom_plan=reader is not None,
            reading=asked,
        )
