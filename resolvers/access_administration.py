"""Clients and users as administrators list them, and what they do with clients."""

from uuid import UUID

import strawberry
from sqlalchemy import Uuid, bindparam

from db.access import clients, is_known_by, users
from db.folding import name_query
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import RootValueSource, SameRow
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    field,
    input_type,
    object_type,
    optional,
    required,
    root_field,
    set_fields,
)
from resolvers.nodes import BY_ID, Connection, MutationContext, QueryContext, by_id
from resolvers.root_arguments import (
    After,
    Before,
    Filter,
    First,
    Input,
    Last,
    OverlapSeconds,
)
from resolvers.viewer import Client, User
from rules import folding
from rules.access import ClientKind
from workflows import access as workflow

READING = Scoped("access:read")
WRITING = Scoped("access:write")

CLIENTS_OLDEST_FIRST = Order("clients", ("id",), descending=False)
USERS_OLDEST_FIRST = Order("users", ("id",), descending=False)
_read_client_cursor = cursor_reader(CLIENTS_OLDEST_FIRST, clients)
_read_user_cursor = cursor_reader(USERS_OLDEST_FIRST, users)
NOT_DELETED = Condition(lambda rows: rows.c.deleted_at.is_(None))
SEARCHES = {
    "name": Condition(lambda rows: is_known_by(rows, "name")),
    "database_id": Condition(lambda rows: rows.c.id == bindparam("database_id", type_=Uuid)),
}


@input_type
class UserFilter:
    """Narrows the list of users; together the fields narrow it further."""

    name: str | None = optional(
        "Words that begin words of the user name or of the display name, in any order, as people"
        " type them."
    )
    database_id: UUID | None = optional("The user of this `databaseId`, as the trail names them.")


@input_type
class CreateClientInput:
    """A client to be made."""

    name: str = required("1 to 64 characters, and no other client's.")
    kind: ClientKind = required(
        "SYSTEM for a machine, which gets a secret; USER_INTERFACE for people."
    )
    scopes: list[str] = required(
        "All that its tokens may ever hold; a machine gets none that is closed to it."
    )
    organisation_id: strawberry.ID | None = optional(
        "Of a machine: it is asked about this organisation and those below alone. It never changes;"
        " null for all."
    )


@input_type
class ClientIdInput:
    """Which client the mutation is about."""

    id: strawberry.ID = required("As `clients` shows it.")


@input_type
class UpdateClientInput:
    """What is to be changed of a client; what is left out or null stays as it is."""

    id: strawberry.ID = required("As `clients` shows it.")
    name: str | None = optional(
        "1 to 64 characters, and no other client's. The console's client keeps its name."
    )
    scopes: list[str] | None = optional(
        "All that its tokens may hold from now on. Tokens that it has keep theirs for ten minutes"
        " at most."
    )


@object_type(clients)
class CreateClientPayload:
    """The client, with its secret."""

    client: Client = field(SameRow(), "The one whose secret this is.")
    client_secret: str | None = field(
        RootValueSource("client_secret"),
        "Shown this once; only its digest is kept. Null for a USER_INTERFACE client.",
    )


@object_type(clients)
class ClientPayload:
    """The client as it is now."""

    client: Client = field(SameRow(), "After the mutation.")


@object_type()
class AccessQueries:
    """Clients and users."""

    @root_field(Connection[Client], READING)
    def clients(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """All clients, the oldest first."""
        page = read_page(CLIENTS_OLDEST_FIRST, _read_client_cursor, first, after, last, before)
        return RowQuery("ClientConnection", (), page.parameters(), page)

    @root_field(Connection[User], READING)
    def users(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter[UserFilter | None] = None,
    ) -> RowQuery:
        """Users that match all that is given, but for those who were deleted, the oldest first."""
        page = read_page(USERS_OLDEST_FIRST, _read_user_cursor, first, after, last, before)
        wanted = set_fields(filter, SEARCHES)
        conditions = (NOT_DELETED, *(SEARCHES[name] for name in wanted))
        if "name" in wanted:
            wanted["name"] = name_query(folding.search_words(wanted["name"]))
        return RowQuery(
            "UserConnection",
            conditions,
            page.parameters() | wanted,
            page,
            filter_first=bool(wanted),
        )


@object_type()
class ClientMutations:
    """What admins do with clients."""

    @root_field(CreateClientPayload | None, WRITING)
    async def create_client(
        context: strawberry.Parent[MutationContext],
        input: Input[CreateClientInput],
    ) -> RowQuery:
        """Make a client; a machine's secret is shown this once."""
        organisation = input.organisation_id
        client_id, secret = await workflow.create_client(
            context.acting,
            input.name,
            input.kind,
            input.scopes,
            None if organisation is None else ids.key(organisation, "Organisation"),
            is_bound=organisation is not None,
        )
        root_values = {"client_secret": secret}
        return RowQuery("CreateClientPayload", (BY_ID,), {"id": client_id}, root_values=root_values)

    @root_field(CreateClientPayload | None, WRITING)
    async def rotate_client_secret(
        context: strawberry.Parent[MutationContext],
        input: Input[ClientIdInput],
        overlap_seconds: OverlapSeconds = 0,
    ) -> RowQuery:
        """Give a machine a new secret; its old one goes on for `overlapSeconds`, at most a week."""
        client_id = ids.key(input.id, "Client")
        secret = await workflow.rotate_secret(context.acting, client_id, overlap_seconds or 0)
        root_values = {"client_secret": secret}
        return RowQuery("CreateClientPayload", (BY_ID,), {"id": client_id}, root_values=root_values)

    @root_field(ClientPayload | None, WRITING)
    async def update_client(
        context: strawberry.Parent[MutationContext],
        input: Input[UpdateClientInput],
    ) -> RowQuery | None:
        """Change a client's name or its scopes; the last ADMIN keeps the scope to administer."""
        client_id = ids.key(input.id, "Client")
        await workflow.update_client(context.acting, client_id, input.name, input.scopes)
        return by_id("ClientPayload", client_id)

    @root_field(ClientPayload | None, WRITING)
    async def block_client(
        context: strawberry.Parent[MutationContext],
        input: Input[ClientIdInput],
    ) -> RowQuery | None:
        """Shut a client out from the next request on, and end the sessions through it."""
        client_id = ids.key(input.id, "Client")
        await workflow.block_client(context.acting, client_id)
        return by_id("ClientPayload", client_id)

    @root_field(ClientPayload | None, WRITING)
    async def unblock_client(
        context: strawberry.Parent[MutationContext],
        input: Input[ClientIdInput],
    ) -> RowQuery | None:
        """Let a client in again; ended sessions stay ended."""
        client_id = ids.key(input.id, "Client")
        await workflow.unblock_client(context.acting, client_id)
        return by_id("ClientPayload", client_id)
