"""The sessions of whoever asks, and how they end them."""

from datetime import datetime

import strawberry
from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import clients, last_uses, sessions
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import GlobalIdSource, RootValueSource, ToOne, Value
from resolvers import ids
from resolvers.access import Public
from resolvers.definitions import column, field, input_type, object_type, required, root_field
from resolvers.nodes import Connection, MutationContext, QueryContext
from resolvers.root_arguments import After, Before, First, Input, Last
from resolvers.users_shown import ME
from resolvers.viewer import THE_CLIENT, Client
from workflows import own_sessions

ACCESS = Public(closed_to_machines=True)
NEWEST_FIRST = Order("sessions", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, sessions)
MINE = Condition(lambda rows: rows.c.user_id == ME)
OPEN = Condition(lambda rows: rows.c.ended_at.is_(None) & (rows.c.expires_at > func.now()))


def _last_used(rows: FromClause) -> ColumnElement[datetime]:
    seen = select(last_uses.c.used_at).where(last_uses.c.id == rows.c.id).correlate(rows)
    return func.greatest(rows.c.renewed_at, seen.scalar_subquery())


def _is_current(rows: FromClause) -> ColumnElement[bool]:
    return func.coalesce(rows.c.id == bindparam("session_id", type_=Uuid), False)


@object_type(sessions)
class Session:
    """A sign-in that has not ended."""

    id: strawberry.ID = field(GlobalIdSource(), "Opaque; `endSession` takes it.")
    started_at: datetime = column("When somebody signed in.", name="inserted_at")
    last_used_at: datetime = field(
        Value(_last_used, nullable=False),
        "When a request of it was last granted or its token renewed, to about a minute.",
    )
    expires_at: datetime = column("When it ends by itself, however often it is used.")
    is_current: bool = field(
        Value(_is_current, nullable=False), "Whether the token of this request was given to it."
    )
    browser: str | None = column(
        "The name alone, as the browser said it at the sign-in; null where it was not known."
    )
    system: str | None = column("What that browser ran on, e.g. Windows; null where not known.")
    client: Client = field(
        ToOne(lambda session, client: client.c.id == session.c.client_id),
        "The user interface that it came through.",
    )


@input_type
class SessionIdInput:
    """Which session the mutation is about."""

    id: strawberry.ID = required("As `mySessions` shows it.")


@object_type(clients)
class EndSessionsPayload:
    """What was ended."""

    ended_session_ids: list[strawberry.ID] = field(
        RootValueSource("ended_session_ids"), "Whose tokens are refused from now on."
    )


@object_type()
class SessionQueries:
    """Sessions of one's own."""

    @root_field(Connection[Session], ACCESS)
    def my_sessions(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """The open sessions of the user who asks, the newest first. Needs no scope."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        return RowQuery("SessionConnection", (MINE, OPEN), page.parameters(), page)


@object_type()
class SessionMutations:
    """What people do with sessions of their own."""

    @root_field(EndSessionsPayload | None, ACCESS)
    async def end_session(
        context: strawberry.Parent[MutationContext],
        input: Input[SessionIdInput],
    ) -> RowQuery:
        """End an open session of one's own; its tokens are refused from the next request on."""
        ended = await own_sessions.end_one(context.acting, ids.key(input.id, "Session"))
        return _ended([str(ended)])

    @root_field(EndSessionsPayload | None, ACCESS)
    async def end_other_sessions(context: strawberry.Parent[MutationContext]) -> RowQuery:
        """End all open sessions of one's own but the one that asks."""
        return _ended([str(key) for key in await own_sessions.end_others(context.acting)])


def _ended(keys: list[str]) -> RowQuery:
    # The payload is read with the row of the caller's own client: it has none of its own.
    opaque = ids.identify("Session")
    root_values = {"ended_session_ids": [opaque(key) for key in keys]}
    return RowQuery("EndSessionsPayload", (THE_CLIENT,), root_values=root_values)
