"""What administrators do about access: clients, users, and who may do what through which (E3)."""

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
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_unless_there

from db.access import clients, role_grants, users
from db.statements import Connection, Statement
from rules import access_administration as rules
from rules.access import ClientKind, Role
from rules.access_administration import ClientHasNoSecret, ClientNotFound, UserNotFound
from workflows import credentials
from workflows.acts import Acting, act

CLIENT = clients.c.id == bindparam("client", type_=Uuid)
USER = users.c.id == bindparam("person", type_=Uuid)

MAKE_CLIENT = Statement(
    insert(clients)
    .values(
        name=bindparam("new_name", type_=Text),
        kind=bindparam("new_kind", type_=Text),
        scopes=bindparam("new_scopes", type_=ARRAY(Text)),
        secret_digest=bindparam("digest", type_=LargeBinary),
    )
    .returning(clients.c.id)
)
LOCK_CLIENT = Statement(
    select(clients.c.id, clients.c.kind, clients.c.is_blocked)
    .where(CLIENT)
    .with_for_update(key_share=True)
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
MAKE_USER = Statement(
    insert(users)
    .values(
        username=bindparam("new_username", type_=Text),
        display_name=bindparam("new_display_name", type_=Text),
        password_hash=bindparam("hash", type_=Text),
    )
    .returning(users.c.id)
)
LOCK_USER = Statement(
    select(users.c.id, users.c.is_blocked).where(USER).with_for_update(key_share=True)
)
SET_USER_BLOCKED = Statement(
    update(users).where(USER).values(is_blocked=bindparam("blocked", type_=Boolean))
)
GRANT = Statement(
    insert_unless_there(role_grants)
    .values(
        user_id=bindparam("person", type_=Uuid),
        client_id=bindparam("client", type_=Uuid),
        role=bindparam("role", type_=Text),
    )
    .on_conflict_do_nothing()
)
REVOKE = Statement(
    delete(role_grants).where(
        role_grants.c.user_id == bindparam("person", type_=Uuid),
        role_grants.c.client_id == bindparam("client", type_=Uuid),
        role_grants.c.role == bindparam("role", type_=Text),
    )
)


async def create_client(
    acting: Acting, name: str, kind: ClientKind, scopes: Sequence[str]
) -> tuple[UUID, str | None]:
    """Make a client; return its id and, for a machine, the secret that is never shown again.

    Rules E2 and E3. Raises InputIsInvalid or ClientNameIsTaken.
    """
    async with act(acting, "client.created") as connection:
        name = rules.trimmed(name)
        rules.check(rules.name_faults("name", name), rules.scope_faults(kind, scopes))
        secret = credentials.new_secret() if kind is ClientKind.SYSTEM else None
        made = await MAKE_CLIENT.row(
            connection,
            new_name=name,
            new_kind=kind,
            new_scopes=list(dict.fromkeys(scopes)),
            digest=None if secret is None else credentials.digest(secret),
        )
        return made["id"], secret


async def rotate_secret(acting: Acting, client_id: UUID | None, overlap_seconds: int) -> str:
    """Give a machine a new secret; the old one goes on for the overlap. Rule E2.

    Raises ClientNotFound, ClientHasNoSecret or InputIsInvalid.
    """
    async with act(acting, "client.secret_rotated") as connection:
        client = await _client(connection, client_id)
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
        client = await _client(connection, client_id)
        if not client["is_blocked"]:
            await SET_CLIENT_BLOCKED.rows(connection, client=client_id, blocked=True)


async def unblock_client(acting: Acting, client_id: UUID | None) -> None:
    """Unblock a client. Raises ClientNotFound."""
    async with act(acting, "client.unblocked") as connection:
        client = await _client(connection, client_id)
        if client["is_blocked"]:
            await SET_CLIENT_BLOCKED.rows(connection, client=client_id, blocked=False)


async def create_user(acting: Acting, username: str, display_name: str, password: str) -> UUID:
    """Make a user who may sign in with this password, and has no role yet.

    Raises InputIsInvalid or UsernameIsTaken.
    """
    async with act(acting, "user.created") as connection:
        username, display_name = rules.trimmed(username), rules.trimmed(display_name)
        rules.check(
            rules.name_faults("username", username),
            rules.display_name_faults("displayName", display_name),
            rules.password_faults(password),
        )
        made = await MAKE_USER.row(
            connection,
            new_username=username,
            new_display_name=display_name,
            hash=await credentials.hash_password(password),
        )
        user_id: UUID = made["id"]
        return user_id


async def block_user(acting: Acting, user_id: UUID | None) -> None:
    """Block a user, and end their sessions; a blocked one stays blocked.

    Rules A4 and E3. Raises UserNotFound or NoAdminWouldRemain.
    """
    async with act(acting, "user.blocked") as connection:
        user = await _user(connection, user_id)
        if not user["is_blocked"]:
            await SET_USER_BLOCKED.rows(connection, person=user_id, blocked=True)


async def unblock_user(acting: Acting, user_id: UUID | None) -> None:
    """Unblock a user. Raises UserNotFound."""
    async with act(acting, "user.unblocked") as connection:
        user = await _user(connection, user_id)
        if user["is_blocked"]:
            await SET_USER_BLOCKED.rows(connection, person=user_id, blocked=False)


async def grant_role(
    acting: Acting, user_id: UUID | None, client_id: UUID | None, role: Role
) -> None:
    """Let a user hold a role through a client; one that is held stays as it is.

    Rule E3. Raises UserNotFound, ClientNotFound, GrantToOneself or InputIsInvalid.
    """
    async with act(acting, "role.granted") as connection:
        user = await _user(connection, user_id)
        client = await _client(connection, client_id)
        rules.check_grant(acting.user_id, user["id"])
        rules.check(rules.role_faults(ClientKind(client["kind"])))
        await GRANT.rows(connection, person=user_id, client=client_id, role=role)


async def revoke_role(
    acting: Acting, user_id: UUID | None, client_id: UUID | None, role: Role
) -> None:
    """Revoke a role of a user; nothing happens where it is not held.

    Rule E3. Raises UserNotFound, ClientNotFound or NoAdminWouldRemain.
    """
    async with act(acting, "role.revoked") as connection:
        await _user(connection, user_id)
        await _client(connection, client_id)
        await REVOKE.rows(connection, person=user_id, client=client_id, role=role)


async def _client(connection: Connection, client_id: UUID | None) -> Mapping[str, Any]:
    client: Mapping[str, Any] | None = await LOCK_CLIENT.row(connection, client=client_id)
    if client is None:
        raise ClientNotFound
    return client


async def _user(connection: Connection, user_id: UUID | None) -> Mapping[str, Any]:
    user: Mapping[str, Any] | None = await LOCK_USER.row(connection, person=user_id)
    if user is None:
        raise UserNotFound
    return user
