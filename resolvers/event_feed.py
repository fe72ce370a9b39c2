"""The feed of events, for whoever asks for what has happened instead of being sent it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from sqlalchemy import Text, cast, true
from strawberry.scalars import JSON

from db.outbox import event_feed, event_positions
from planner.pages import Order, cursor_reader, cursor_writer, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import FromJson, JsonMember, Value
from resolvers.access import Scoped
from resolvers.definitions import column, field, object_type, root_field
from resolvers.nodes import QueryContext
from rules.event_feed import CursorIsOlder, check_types

# The cursor is the event's id: where that stands is looked up, so that nobody reads from a place
# that another database, or this one before it was restored, has given to another event.
IN_ORDER = Order("event_feed", ("event_id",), descending=False)
_read_cursor = cursor_reader(IN_ORDER, event_positions)


@object_type()
class FeedEvent:
    """Something that happened, as webhooks are sent it."""

    id: UUID = field(JsonMember(), "The event's own; it is the same however often it is read.")
    type: str = field(JsonMember(), "What happened, such as birth.declared.")
    aggregate_type: str = field(
        JsonMember(), "Of what: vital_event, person, consent, membership and so on."
    )
    aggregate_id: UUID = field(JsonMember(), "Its `databaseId`; its events come in their order.")
    version: int | None = field(
        JsonMember(),
        "Which version of it that made: whoever keeps the highest has what is on record. Null for"
        " what does not count each of its changes, as vital events.",
    )
    payload: JSON = field(JsonMember(), "What webhooks are sent: `type`, `timestamp` and `data`.")
    correlation_id: UUID = field(JsonMember(), "That of the request which caused it.")
    occurred_at: datetime = field(
        JsonMember(), "When it was written down; later ones may stand before it in the feed."
    )


# What is in it the function narrows, event by event, as it does for webhooks.
NARROWED = Condition(lambda _: true())


@object_type(event_feed, reach=NARROWED)
class EventFeed:
    """Events in the order in which everybody reads them, and from where to go on."""

    events: list[FeedEvent] = field(
        FromJson(lambda feed: feed.c.events, limited=True), "Those that the client may receive."
    )
    end_cursor: str | None = field(
        Value(lambda feed: cast(feed.c.end_event_id, Text), cursor_writer(IN_ORDER), limited=True),
        "What to give as `after` to go on: beyond these events, and beyond others that were passed"
        " over. Null where nothing has happened yet.",
    )
    has_more: bool = column("Whether to go on at once: also where this page is empty.")


First = Annotated[
    int | None,
    strawberry.argument(description="At most so many events: 0 to 100, 20 where nothing is said."),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="The `endCursor` of what was read last, of any `types`: only what follows it."
        " Without it the feed begins with the oldest event that is kept."
    ),
]
Types = Annotated[
    list[str] | None,
    strawberry.argument(
        description="Only events of these types, such as consent.withdrawn; null for all."
    ),
]


@object_type()
class EventFeedQueries:
    """What has happened."""

    @root_field(EventFeed, Scoped("event:read", limited=True))
    def event_feed(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        types: Types = None,
    ) -> RowQuery:
        """What happened after a cursor, in one order for all; it never misses what comes late."""
        page = read_page(IN_ORDER, _read_cursor, first, after, None, None)
        check_types(types)
        parameters = {
            "after_event_id": page.after[0] if page.after else None,
            "types": types,
            "most": page.size,
        }
        return RowQuery("EventFeed", (), parameters, absent=CursorIsOlder())
