"""What administrators do about access: who comes in, and what through which client (E3, E6)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    select,
    update,
)

from db.access import clients, users
from db.literals import quoted
from db.statements import Connection, Statement
from rules import access_administration as rules
from rules.access import ClientKind
from rules.access_administration import ClientHasNoSecret, ClientNotFound, UserNotFound
from rules.contacts import email_address
from workflows import credentials
from workflows.acts import Acting, act
from workflows.places import check_active

CLIENT = clients.c.id == bindparam("client", type_=Uuid)
USER = users.c.id == bindparam("person", type_=Uuid)

MAKE_CLIENT = Statement(
    insert(clients)
    .values(
        name=bindparam("new_name", type_=Text),
        kind=bindparam("new_kind", type_=Text),
        scopes=bindparam("new_scopes", type_=ARRAY(Text)),
        secret_digest=bindparam("digest", type_=LargeBinary),
        organisation_id=bindparam("organisation", type_=Uuid),
    )
    .returning(clients.c.id)
)
_CLIENT = select(
    clients.c.id, clients.c.kind, clients.c.is_blocked, clients.c.name, clients.c.scopes
).where(CLIENT)
LOCK_CLIENT = Statement(_CLIENT.with_for_update(key_share=True))
LOCK_USER_INTERFACE = Statement(
    _CLIENT.where(
        clients.c.kind == literal_column(quoted(ClientKind.USER_INTERFACE))
    ).with_for_update(key_share=True)
)
OVERLAP = bindparam("overlap", type_=Integer)
GOES_ON = (OVERLAP > 0) & clients.c.secret_digest.is_not(None)
ROTATE = Statement(
    update(clients)
    .where(CLIENT)
    .values(
        secret_digest=bindparam("digest", type_=LargeBinary),
        previous_secret_digest=case((GOES_ON, clients.c.secret_digest)),
        previous_secret_until=case(
            (GOES_ON, func.now() + func.make_interval(0, 0, 0, 0, 0, 0, OVERLAP))
        ),
    )
)
SET_CLIENT_BLOCKED = Statement(
    update(clients).where(CLIENT).values(is_blocked=bindparam("blocked", type_=Boolean))
)
CHANGE_CLIENT = Statement(
    update(clients)
    .where(CLIENT)
    .values(
        name=bindparam("new_name", type_=Text), scopes=bindparam("new_scopes", type_=ARRAY(Text))
    )
)
MAKE_USER = Statement(
    insert(users)
    .values(
        username=bindparam("new_username", type_=Text),
        display_name=bindparam("new_display_name", type_=Text),
        password_hash=bindparam("hash", type_=Text),
        email=bindparam("new_email", type_=Text),
    )
    .returning(users.c.id)
)
LOCK_USER = Statement(
    select(users.c.id, users.c.is_blocked, users.c.display_name, users.c.email)
    .where(USER, users.c.deleted_at.is_(None))
    .with_for_update(key_share=True)
)
SET_USER_BLOCKED = Statement(
    update(users).where(USER).values(is_blocked=bindparam("blocked", type_=Boolean))
)


CHANGE_USER = Statement(
    update(users)
    .where(USER)
    .values(
        display_name=bindparam("new_display_name", type_=Text),
        email=bindparam("new_email", type_=Text),
    )
)


async def create_client(
    acting: Acting,
    name: str,
    kind: ClientKind,
    scopes: Sequence[str],
    organisation_id: UUID | None = None,
    *,
    is_bound: bool = False,
) -> tuple[UUID, str | None]:
    """Make a client; return its id and, for a machine, the secret that is never shown again.

    A machine that `is_bound` is asked about one organisation and those below it alone. Rules E2, E3
    and R3. Raises InputIsInvalid, ClientNameIsTaken, OrganisationNotFound or
    OrganisationIsNotActive.
    """
    async with act(acting, "client.created") as connection:
        name = rules.trimmed(name)
        rules.check(
            rules.name_faults("name", name),
            rules.scope_faults(kind, scopes),
            rules.bound_faults(kind) if is_bound else (),
        )
        if is_bound:
            await check_active(connection, organisation_id)
        secret = credentials.new_secret() if kind is ClientKind.SYSTEM else None
        made = await MAKE_CLIENT.row(
            connection,
            new_name=name,
            new_kind=kind,
            new_scopes=list(dict.fromkeys(scopes)),
            digest=None if secret is None else credentials.digest(secret),
            organisation=organisation_id,
        )
        return made["id"], secret


async def rotate_secret(acting: Acting, client_id: UUID | None, overlap_seconds: int) -> str:
    """Give a machine a new secret; the old one goes on for the overlap. Rule E2.

    Raises ClientNotFound, ClientHasNoSecret or InputIsInvalid.
    """
    async with act(acting, "client.secret_rotated") as connection:
        client = await lock_client(connection, client_id)
        if client["kind"] != ClientKind.SYSTEM:
            raise ClientHasNoSecret
        rules.check(rules.overlap_faults(overlap_seconds))
        secret = credentials.new_secret()
        await ROTATE.rows(
            connection,
            client=client_id,
            digest=credentials.digest(secret),
            overlap=overlap_seconds,
        )
        return secret


async def block_client(acting: Acting, client_id: UUID | None) -> None:
    """Block a client, and end the sessions that came through it; a blocked one stays blocked.

    Rules A3 and E3. Raises ClientNotFound or NoAdminWouldRemain.
    """
    async with act(acting, "client.blocked") as connection:
        client = await lock_client(connection, client_id)
        if not client["is_blocked"]:
            await SET_CLIENT_BLOCKED.rows(connection, client=client_id, blocked=True)


async def unblock_client(acting: Acting, client_id: UUID | None) -> None:
    """Unblock a client. Raises ClientNotFound."""
    async with act(acting, "client.unblocked") as connection:
        client = await lock_client(connection, client_id)
        if client["is_blocked"]:
            await SET_CLIENT_BLOCKED.rows(connection, client=client_id, blocked=False)


async def update_client(
    acting: Acting, client_id: UUID | None, name: str | None, scopes: Sequence[str] | None
) -> None:
    """Give a client another name, or other scopes; what is None stays as it is.

    Rules E3 and E6. Raises ClientNotFound, InputIsInvalid, ConsoleKeepsItsName, ClientNameIsTaken
    or NoAdminWouldRemain.
    """
    async with act(acting, "client.updated") as connection:
        client = await lock_client(connection, client_id)
        new_name = client["name"] if name is None else rules.trimmed(name)
        new_scopes = client["scopes"] if scopes is None else list(dict.fromkeys(scopes))
        rules.check(
            () if name is None else rules.name_faults("name", new_name),
            rules.scope_faults(ClientKind(client["kind"]), scopes or ()),
        )
        rules.check_rename(client["name"], new_name)
        if (new_name, new_scopes) != (client["name"], client["scopes"]):
            await CHANGE_CLIENT.rows(
                connection, client=client_id, new_name=new_name, new_scopes=new_scopes
            )


async def create_user(
    acting: Acting, username: str, display_name: str, password: str, email: str | None = None
) -> UUID:
    """Make a user who may sign in with this password, and has no role yet.

    Raises InputIsInvalid or UsernameIsTaken.
    """
    async with act(acting, "user.created") as connection:
        username, display_name = rules.trimmed(username), rules.trimmed(display_name)
        rules.check(
            rules.name_faults("username", username),
            rules.display_name_faults("displayName", display_name),
            rules.password_faults(password),
            () if email is None else rules.email_faults(email),
        )
        made = await MAKE_USER.row(
            connection,
            new_username=username,
            new_display_name=display_name,
            hash=await credentials.hash_password(password),
            new_email=email and email_address(email),
        )
        user_id: UUID = made["id"]
        return user_id


async def update_user(
    acting: Acting,
    user_id: UUID | None,
    display_name: str | None,
    email: str | None,
    *,
    changes_email: bool,
) -> None:
    """Change what others see of a user, and the e-mail address, which None takes away.

    Rule E6. Raises UserNotFound or InputIsInvalid.
    """
    async with act(acting, "user.updated") as connection:
        user = await lock_user(connection, user_id)
        new_name = user["display_name"] if display_name is None else rules.trimmed(display_name)
        new_email = user["email"] if not changes_email else email and email_address(email)
        rules.check(
            () if display_name is None else rules.display_name_faults("displayName", new_name),
            () if email is None else rules.email_faults(email),
        )
        if (new_name, new_email) != (user["display_name"], user["email"]):
            await CHANGE_USER.rows(
                connection, person=user_id, new_display_name=new_name, new_email=new_email
            )


async def block_user(acting: Acting, user_id: UUID | None) -> None:
    """Block a user, and end their sessions; a blocked one stays blocked.

    Rules A4 and E3. Raises UserNotFound or NoAdminWouldRemain.
    """
    async with act(acting, "user.blocked") as connection:
        user = await lock_user(connection, user_id)
        if not user["is_blocked"]:
            await SET_USER_BLOCKED.rows(connection, person=user_id, blocked=True)


async def unblock_user(acting: Acting, user_id: UUID | None) -> None:
    """Unblock a user. Raises UserNotFound."""
    async with act(acting, "user.unblocked") as connection:
        user = await lock_user(connection, user_id)
        if user["is_blocked"]:
            await SET_USER_BLOCKED.rows(connection, person=user_id, blocked=False)


async def lock_client(
    connection: Connection, client_id: UUID | None, *, is_limited: bool = False
) -> Mapping[str, Any]:
    """Lock a client; return its row. Raises ClientNotFound.

    For who is limited to organisations machines do not exist: others' could be told apart (R3).
    """
    statement = LOCK_USER_INTERFACE if is_limited else LOCK_CLIENT
    client: Mapping[str, Any] | None = await statement.row(connection, client=client_id)
    if client is None:
        raise ClientNotFound
    return client


async def lock_user(connection: Connection, user_id: UUID | None) -> Mapping[str, Any]:
    """Lock a user who is not deleted; return their row. Raises UserNotFound."""
    user: Mapping[str, Any] | None = await LOCK_USER.row(connection, person=user_id)
    if user is None:
        raise UserNotFound
    return user
