"""How users are invited to work for an organisation, and accept (rule R13)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    update,
)

from db.invitations import invitations
from db.organisations import is_at_or_below, places_of
from db.statements import Connection, Statement
from rules import access_administration as rules
from rules.access import ClientKind, Role
from rules.contacts import email_address
from rules.frozen import frozen
from rules.invitations import (
    LASTING_DAYS,
    MOST_A_DAY,
    MOST_OF_ONE_ADDRESS,
    InvitationIsSettled,
    InvitationNotFound,
    InvitationStatus,
    TooManyInvitations,
    check_pending,
)
from rules.violations import InputIsInvalid
from workflows import credentials, places, roles
from workflows.access import MAKE_USER, lock_client, lock_user
from workflows.acts import Acting, act
from workflows.letters import TokenOf
from workflows.roles import Grant

NEW_ID = "select uuidv7()"
ENDS_AT = "select invited_role_ends_at($1, $2) as ends_at"
WAIT = "select wait_of_inviter($1, $2, $3, $4) as wait"
ROLE_EXPIRES_AT = bindparam("role_expires", type_=DateTime(timezone=True))
INVITE = Statement(
    insert(invitations).values(
        id=bindparam("new_id", type_=Uuid),
        organisation_id=bindparam("organisation", type_=Uuid),
        client_id=bindparam("client", type_=Uuid),
        role=bindparam("new_role", type_=Text),
        email=bindparam("address", type_=Text),
        token_digest=bindparam("digest", type_=LargeBinary),
        invited_by=bindparam("inviter", type_=Uuid),
        expires_at=func.least(
            func.now() + func.make_interval(0, 0, 0, bindparam("days", type_=Integer)),
            ROLE_EXPIRES_AT,
        ),
        role_expires_at=ROLE_EXPIRES_AT,
    )
)
SHOWN = (invitations, func.now().label("now"))
LOCK = Statement(
    select(*SHOWN)
    .where(
        invitations.c.id == bindparam("invitation", type_=Uuid),
        is_at_or_below(invitations.c.organisation_id, places_of(*places.KEEPERS)),
    )
    .with_for_update()
)
OF_TOKEN = select(
    *SHOWN,
    func.may_still_invite(invitations.c.invited_by, invitations.c.organisation_id).label(
        "is_meant"
    ),
).where(invitations.c.token_digest == bindparam("digest", type_=LargeBinary))
FIND = Statement(OF_TOKEN)
LOCK_BY_TOKEN = Statement(OF_TOKEN.with_for_update(of=invitations))
SETTLE = Statement(
    update(invitations)
    .where(invitations.c.id == bindparam("invitation", type_=Uuid))
    .values(status=bindparam("new_status", type_=Text), accepted_by=bindparam("who", type_=Uuid))
)


@frozen
class Newcomer:
    """A user who is made by accepting: as `createUser` takes them, the password hashed."""

    username: str
    display_name: str
    password_hash: str


async def invite(
    acting: Acting,
    organisation_id: UUID | None,
    email: str,
    role: Role,
    client_id: UUID | None,
    role_expires_at: datetime | None,
    token_of: TokenOf,
) -> tuple[UUID, str]:
    """Invite somebody to hold a role in an organisation; return the id, and the token.

    The role is held for good, or until it expires: nobody accepts from then on.

    Rule R13. Raises OrganisationNotFound, RoleMissing, ClientNotFound, RoleIsNotLimited,
    InputIsInvalid, OrganisationIsNotActive or TooManyInvitations.
    """
    async with act(acting, "invitation.created") as connection:
        await places.looked_after(connection, acting, organisation_id)
        rules.check_limit(role, is_limited=True)
        await places.check_grant(connection, acting, role, organisation_id)
        client = await lock_client(connection, client_id, is_limited=acting.is_limited)
        rules.check(
            rules.role_faults(ClientKind(client["kind"])),
            rules.email_faults(email),
            rules.expiry_faults(role_expires_at, datetime.now(UTC), "roleExpiresAt"),
        )
        await places.check_active(connection, organisation_id)
        address = email_address(email)
        limits = (MOST_A_DAY, MOST_OF_ONE_ADDRESS)
        row = await connection.fetchrow(WAIT, acting.user_id, address, *limits)
        if row["wait"] is not None:
            raise TooManyInvitations(row["wait"])
        invitation_id: UUID = (await connection.fetchrow(NEW_ID))[0]
        token = token_of(invitation_id)
        await INVITE.rows(
            connection,
            new_id=invitation_id,
            organisation=organisation_id,
            client=client_id,
            new_role=role,
            address=address,
            digest=credentials.digest(token),
            inviter=acting.user_id,
            role_expires=role_expires_at,
            days=LASTING_DAYS,
        )
        return invitation_id, token


async def withdraw(acting: Acting, invitation_id: UUID | None) -> None:
    """Withdraw an invitation: its link leads nowhere from then on.

    Rule R13. Raises InvitationNotFound or InvitationIsSettled.
    """
    async with act(acting, "invitation.withdrawn") as connection:
        found = await LOCK.row(connection, invitation=invitation_id, **places.who(acting))
        if found is None:
            raise InvitationNotFound
        check_pending(InvitationStatus(found["status"]), found["expires_at"], found["now"])
        await SETTLE.rows(
            connection, invitation=invitation_id, new_status=InvitationStatus.WITHDRAWN, who=None
        )


async def check_token(connection: Connection, token: str) -> None:
    """Refuse a token that no invitation waits for, before anything is asked of whoever has it.

    Rule R13. Raises InvitationNotFound or InvitationIsSettled.
    """
    _check(await FIND.row(connection, digest=credentials.digest(token)))


async def accept(acting: Acting, token: str, newcomer: Newcomer | None) -> None:
    """Let whoever has the token hold the role: the user who acts, or else one who is made.

    One is let in, however many come at once. Rule R13. Raises InvitationNotFound,
    InvitationIsSettled, UsernameIsTaken, GrantToOneself, or what a grant is refused with.
    """
    async with act(acting, "invitation.accepted") as connection:
        if newcomer is None:
            # Before the invitation, as whoever deletes them does.
            await lock_user(connection, acting.user_id)
        found = _check(await LOCK_BY_TOKEN.row(connection, digest=credentials.digest(token)))
        user_id = acting.user_id
        if newcomer is not None:
            made = await MAKE_USER.row(
                connection,
                new_username=newcomer.username,
                new_display_name=newcomer.display_name,
                hash=newcomer.password_hash,
                new_email=found["email"],
            )
            user_id = made["id"]
        await _give(connection, found, user_id)
        await SETTLE.rows(
            connection,
            invitation=found["id"],
            new_status=InvitationStatus.ACCEPTED,
            who=user_id,
        )


async def _give(connection: Connection, found: Mapping[str, Any], user_id: UUID | None) -> None:
    """Give what somebody is invited to, for as long as that was said; as `roles.give`.

    What was said of the role later than the invitation stands: whose role was given an end or
    taken away meanwhile gets no more of it by a link from before. Rule R13.
    """
    since = await connection.fetchrow(ENDS_AT, found["id"], user_id)
    until = min(filter(None, (found["role_expires_at"], since["ends_at"])), default=None)
    if until is not None and until <= datetime.now(UTC):
        raise InvitationIsSettled
    grant = Grant(
        user_id, found["client_id"], Role(found["role"]), found["organisation_id"], True, until
    )
    try:
        await roles.give(connection, found["invited_by"], grant)
    except InputIsInvalid:
        # Rows were waited for meanwhile, longer than the role would have lasted.
        if until is not None and until <= datetime.now(UTC):
            raise InvitationIsSettled from None
        raise


def _check(found: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Refuse an invitation that is none, or over, or not meant any more by whoever made it."""
    if found is None:
        raise InvitationNotFound
    status = InvitationStatus(found["status"]) if found["is_meant"] else InvitationStatus.WITHDRAWN
    check_pending(status, found["expires_at"], found["now"])
    return found
