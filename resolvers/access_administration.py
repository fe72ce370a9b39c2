"""What admins may ask and do about clients, users, and the roles that users hold."""

import strawberry

from db.access import clients, users
from planner.pages import Order, page, reader
from planner.questions import Question
from planner.sources import Given, Same
from resolvers import ids
from resolvers.access import Scoped
from resolvers.declaring import input_type, object_type, root, told
from resolvers.nodes import BY_ID, Asking, Connection, Performing, by_id
from resolvers.viewer import Client, User
from rules.access import ClientKind, Role
from workflows import access as workflow

READING = Scoped("access:read")
WRITING = Scoped("access:write")

CLIENTS_OLDEST_FIRST = Order("clients", ("id",), descending=False)
USERS_OLDEST_FIRST = Order("users", ("id",), descending=False)
_read_client_cursor = reader(CLIENTS_OLDEST_FIRST, clients)
_read_user_cursor = reader(USERS_OLDEST_FIRST, users)


@input_type
class CreateClientInput:
    """A client to be made."""

    name: str = strawberry.field(description="1 to 64 characters, and no other client's.")
    kind: ClientKind
    scopes: list[str] = strawberry.field(
        description="All that its tokens may ever hold; a machine gets none that is closed to it."
    )


@input_type
class ClientIdInput:
    """A client."""

    id: strawberry.ID


@input_type
class CreateUserInput:
    """A user to be made."""

    username: str = strawberry.field(description="1 to 64 characters, and no other user's.")
    display_name: str = strawberry.field(description="1 to 64 characters.")
    password: str = strawberry.field(description="8 to 1,024 characters; never told again.")


@input_type
class UserIdInput:
    """A user."""

    id: strawberry.ID


@input_type
class RoleGrantInput:
    """A role that a user holds when they come through one client."""

    user_id: strawberry.ID
    client_id: strawberry.ID
    role: Role


@object_type(clients)
class CreateClientPayload:
    """The client, with its secret."""

    client: Client = told(Same())
    client_secret: str | None = told(
        Given("client_secret"),
        "Shown this once; only its digest is kept. Null for a USER_INTERFACE client.",
    )


@object_type(clients)
class ClientPayload:
    """The client as it is now."""

    client: Client = told(Same())


@object_type(users)
class UserPayload:
    """The user as they are now."""

    user: User = told(Same())


@object_type()
class AccessQueries:
    """Clients and users."""

    @root(Connection[Client], READING)
    def clients(
        call: strawberry.Parent[Asking],  # noqa: N805
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Question:
        """All clients, the oldest first."""
        window = page(CLIENTS_OLDEST_FIRST, _read_client_cursor, first, after, last, before)
        return Question("ClientConnection", (), window.parameters(), window)

    @root(Connection[User], READING)
    def users(
        call: strawberry.Parent[Asking],  # noqa: N805
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Question:
        """All users, the oldest first."""
        window = page(USERS_OLDEST_FIRST, _read_user_cursor, first, after, last, before)
        return Question("UserConnection", (), window.parameters(), window)


@object_type()
class ClientMutations:
    """What admins do with clients."""

    @root(CreateClientPayload | None, WRITING)
    async def create_client(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: CreateClientInput,  # noqa: A002
    ) -> Question:
        """Make a client; a machine's secret is told this once."""
        made, secret = await workflow.create_client(
            call.acting, input.name, input.kind, input.scopes
        )
        given = {"client_secret": secret}
        return Question("CreateClientPayload", (BY_ID,), {"id": made}, given=given)

    @root(CreateClientPayload | None, WRITING)
    async def rotate_client_secret(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: ClientIdInput,  # noqa: A002
        overlap_seconds: int | None = 0,
    ) -> Question:
        """Give a machine a new secret; its old one goes on for `overlapSeconds`, at most a week."""
        client_id = ids.key(input.id, "Client")
        secret = await workflow.rotate_secret(call.acting, client_id, overlap_seconds or 0)
        given = {"client_secret": secret}
        return Question("CreateClientPayload", (BY_ID,), {"id": client_id}, given=given)

    @root(ClientPayload | None, WRITING)
    async def block_client(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: ClientIdInput,  # noqa: A002
    ) -> Question | None:
        """Shut a client out from the next request on, and end the sessions through it."""
        client_id = ids.key(input.id, "Client")
        await workflow.block_client(call.acting, client_id)
        return by_id("ClientPayload", client_id)

    @root(ClientPayload | None, WRITING)
    async def unblock_client(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: ClientIdInput,  # noqa: A002
    ) -> Question | None:
        """Let a client in again; ended sessions stay ended."""
        client_id = ids.key(input.id, "Client")
        await workflow.unblock_client(call.acting, client_id)
        return by_id("ClientPayload", client_id)


@object_type()
class UserMutations:
    """What admins do with users."""

    @root(UserPayload | None, WRITING)
    async def create_user(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: CreateUserInput,  # noqa: A002
    ) -> Question | None:
        """Make a user who may sign in, and holds no role yet."""
        made = await workflow.create_user(
            call.acting, input.username, input.display_name, input.password
        )
        return by_id("UserPayload", made)

    @root(UserPayload | None, WRITING)
    async def block_user(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: UserIdInput,  # noqa: A002
    ) -> Question | None:
        """Shut a user out from the next request on, and end their sessions."""
        user_id = ids.key(input.id, "User")
        await workflow.block_user(call.acting, user_id)
        return by_id("UserPayload", user_id)

    @root(UserPayload | None, WRITING)
    async def unblock_user(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: UserIdInput,  # noqa: A002
    ) -> Question | None:
        """Let a user in again; ended sessions stay ended."""
        user_id = ids.key(input.id, "User")
        await workflow.unblock_user(call.acting, user_id)
        return by_id("UserPayload", user_id)

    @root(UserPayload | None, WRITING)
    async def grant_role(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: RoleGrantInput,  # noqa: A002
    ) -> Question | None:
        """Let a user hold a role when they come through a client; nobody grants to themselves."""
        user_id, client_id = ids.key(input.user_id, "User"), ids.key(input.client_id, "Client")
        await workflow.grant_role(call.acting, user_id, client_id, input.role)
        return by_id("UserPayload", user_id)

    @root(UserPayload | None, WRITING)
    async def revoke_role(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: RoleGrantInput,  # noqa: A002
    ) -> Question | None:
        """Take a role from a user; the last ADMIN keeps theirs."""
        user_id, client_id = ids.key(input.user_id, "User"), ids.key(input.client_id, "Client")
        await workflow.revoke_role(call.acting, user_id, client_id, input.role)
        return by_id("UserPayload", user_id)
