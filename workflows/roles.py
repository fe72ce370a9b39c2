"""What administrators do about roles: who holds which through which client (rule E3)."""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, delete
from sqlalchemy.dialects.postgresql import insert as insert_unless_there

from db.access import role_grants
from db.statements import Statement
from rules import access_administration as rules
from rules.access import ClientKind, Role
from workflows.access import lock_client, lock_user
from workflows.acts import Acting, act

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


async def grant_role(
    acting: Acting, user_id: UUID | None, client_id: UUID | None, role: Role
) -> None:
    """Let a user hold a role through a client; one that is held stays as it is.

    Rule E3. Raises UserNotFound, ClientNotFound, GrantToOneself or InputIsInvalid.
    """
    async with act(acting, "role.granted") as connection:
        user = await lock_user(connection, user_id)
        client = await lock_client(connection, client_id)
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
        await lock_user(connection, user_id)
        await lock_client(connection, client_id)
        await REVOKE.rows(connection, person=user_id, client=client_id, role=role)
