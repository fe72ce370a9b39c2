"""What is done about roles: who holds which through which client, where and until when (E3, R4)."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, delete
from sqlalchemy.dialects.postgresql import insert as insert_unless_there

from db.access import role_grants
from db.statements import Connection, Statement
from rules import access_administration as rules
from rules.access import ClientKind, Role
from rules.frozen import frozen
from workflows import places
from workflows.access import lock_client, lock_user
from workflows.acts import Acting, act

ORGANISATION = bindparam("organisation", type_=Uuid)
EXPIRES_AT = bindparam("expires", type_=DateTime(timezone=True))
_GRANT = insert_unless_there(role_grants).values(
    user_id=bindparam("person", type_=Uuid),
    client_id=bindparam("client", type_=Uuid),
    role=bindparam("role", type_=Text),
    organisation_id=ORGANISATION,
    expires_at=EXPIRES_AT,
)
GRANT = Statement(
    _GRANT.on_conflict_do_update(
        index_elements=["user_id", "client_id", "role", "organisation_id"],
        set_={"expires_at": _GRANT.excluded.expires_at},
        where=role_grants.c.expires_at.is_distinct_from(_GRANT.excluded.expires_at),
    )
)
REVOKE = Statement(
    delete(role_grants).where(
        role_grants.c.user_id == bindparam("person", type_=Uuid),
        role_grants.c.client_id == bindparam("client", type_=Uuid),
        role_grants.c.role == bindparam("role", type_=Text),
        role_grants.c.organisation_id.is_not_distinct_from(ORGANISATION),
    )
)


@frozen
class Grant:
    """A role of a user through a client, everywhere or where it `is_limited` to an organisation."""

    user_id: UUID | None
    client_id: UUID | None
    role: Role
    organisation_id: UUID | None = None
    is_limited: bool = False
    expires_at: datetime | None = None


async def grant_role(acting: Acting, grant: Grant) -> None:
    """Let a user hold a role through a client until it expires; one that is held lasts so long now.

    Rules E3, R2 and R4. Raises RoleMissing, UserNotFound, ClientNotFound, GrantToOneself,
    RoleIsNotLimited, InputIsInvalid, OrganisationNotFound or OrganisationIsNotActive.
    """
    async with act(acting, "role.granted") as connection:
        await places.check_grant(connection, acting, grant.role, grant.organisation_id)
        await give(connection, acting.user_id, grant, is_limited=acting.is_limited)


async def give(
    connection: Connection, granting: UUID | None, grant: Grant, *, is_limited: bool = False
) -> None:
    """Write down a grant within an act, of a user who may give it. As `grant_role`."""
    user = await lock_user(connection, grant.user_id)
    client = await lock_client(connection, grant.client_id, is_limited=is_limited)
    rules.check_grant(granting, user["id"])
    rules.check_limit(grant.role, is_limited=grant.is_limited)
    rules.check(
        rules.role_faults(ClientKind(client["kind"])),
        rules.expiry_faults(grant.expires_at, datetime.now(UTC)),
    )
    if grant.is_limited:
        await places.check_active(connection, grant.organisation_id)
    await GRANT.rows(
        connection,
        person=grant.user_id,
        client=grant.client_id,
        role=grant.role,
        organisation=grant.organisation_id,
        expires=grant.expires_at,
    )


async def revoke_role(acting: Acting, grant: Grant) -> None:
    """Revoke a role of a user where it was granted; nothing happens where it is not held.

    Rules E3, R4 and R5. Raises RoleMissing, UserNotFound, ClientNotFound, NoAdminWouldRemain or
    OrganisationNeedsSteward.
    """
    async with act(acting, "role.revoked") as connection:
        await places.check_grant(connection, acting, grant.role, grant.organisation_id)
        await lock_user(connection, grant.user_id)
        await lock_client(connection, grant.client_id, is_limited=acting.is_limited)
        if grant.is_limited and grant.organisation_id is None:
            return
        await REVOKE.rows(
            connection,
            person=grant.user_id,
            client=grant.client_id,
            role=grant.role,
            organisation=grant.organisation_id,
        )
