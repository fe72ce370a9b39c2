"""Invitations: who is invited to work for an organisation, by link."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, case, cast, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.invitations import invitations
from db.messages import messages
from db.organisations import is_at_or_below, places_of
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import SameRow, ToOne, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.enumerations import describe_enum
from resolvers.nodes import BY_ID, Connection, MutationContext, Node, QueryContext
from resolvers.organisations import Organisation
from resolvers.root_arguments import After, Before, First, Input, Last
from rules.access import Role
from rules.invitations import InvitationStatus
from rules.messages import MessageStatus
from workflows import invitations as workflow
from workflows.places import KEEPERS

describe_enum(
    InvitationStatus,
    "What has become of an invitation.",
    PENDING="It may be accepted.",
    ACCEPTED="Somebody has the role by it.",
    WITHDRAWN="It was taken back; its link leads nowhere.",
    EXPIRED="Nobody accepted it in time.",
)

LOOKING_AFTER = Scoped("organisation:write", limited=True)
PAGE = "/invitation#"
"""Where the console's page is; what follows is no part of an address that a server is sent."""

NEWEST_FIRST = Order("invitations", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, invitations)
BY_ORGANISATION = Condition(
    lambda rows: rows.c.organisation_id == bindparam("organisation", type_=Uuid), limited=True
)


def _is_looked_after(rows: FromClause) -> ColumnElement[bool]:
    looked_after: ColumnElement[bool] = is_at_or_below(rows.c.organisation_id, places_of(*KEEPERS))
    return looked_after


def _status_now(rows: FromClause) -> ColumnElement[str]:
    # As `rules.invitations.status_of` has it.
    has_expired = (rows.c.status == literal_column("'PENDING'")) & (rows.c.expires_at <= func.now())
    return case((has_expired, literal_column("'EXPIRED'")), else_=rows.c.status)


def _of_letter(rows: FromClause, name: str) -> ColumnElement[Any]:
    letter = messages.alias()
    found: ColumnElement[Any] = (
        select(letter.c[name])
        .where(
            letter.c.event_id == rows.c.id,
            letter.c.record == literal_column("'invitation:'") + cast(rows.c.id, Text),
            letter.c.kind == literal_column("'letter.invitation'"),
        )
        .correlate(rows)
        .scalar_subquery()
    )
    return found


def _is_its_place(invitation: FromClause, place: FromClause) -> ColumnElement[bool]:
    return place.c.id == invitation.c.organisation_id


BY_STATUS = Condition(
    lambda rows: _status_now(rows) == any_(bindparam("statuses", type_=ARRAY(Text))), limited=True
)
IS_LOOKED_AFTER = Condition(_is_looked_after)


@node_type(
    invitations,
    "organisation:write",
    (IS_LOOKED_AFTER,),
    limited=True,
    reach=IS_LOOKED_AFTER,
)
class Invitation(Node):
    """Somebody who is invited to hold a role in an organisation."""

    database_id: UUID = column(DATABASE_ID, name="id")
    organisation: Organisation = field(
        ToOne(_is_its_place, limited=_is_its_place),
        "Where the role would hold.",
    )
    role: Role = column("What they would be there.")
    email: str = column("Whom the link was made for.")
    status: InvitationStatus = field(
        Value(_status_now, nullable=False, limited=True), "PENDING while it may be accepted."
    )
    letter_status: MessageStatus | None = field(
        Value(lambda rows: _of_letter(rows, "status"), limited=True),
        "How far the letter with the link has come; null where there is none, or none any more.",
    )
    letter_error: str | None = field(
        Value(lambda rows: _of_letter(rows, "last_error"), limited=True),
        "Why the letter has not arrived; null where nothing failed.",
    )
    expires_at: datetime = column("From when on nobody can accept it.")
    role_expires_at: datetime | None = column(
        "From when on the role will be none; null for one that is held for good."
    )
    inserted_at: datetime = column(INSERTED_AT)


@input_type
class InviteUserInput:
    """Who is invited to what."""

    organisation_id: strawberry.ID = required("An ACTIVE organisation that the caller looks after.")
    email: str = required("One address, with nothing around it.")
    role: Role = required("REGISTRAR or STEWARD.")
    client_id: strawberry.ID | None = optional(
        "The client through which the role holds; null for the one that asks."
    )
    role_expires_at: datetime | None = optional(
        "From when on the role is none, and nobody accepts any more; null for a role for good."
    )


@input_type
class InvitationIdInput:
    """Which invitation the mutation is about."""

    id: strawberry.ID = required("As `inviteUser` or `invitations` shows it.")


def _url(_: FromClause) -> ColumnElement[str]:
    address = bindparam("public_address", type_=Text) + literal_column(f"'{PAGE}'")
    return address + bindparam("invitation_token", type_=Text)


@object_type(invitations)
class InvitationPayload:
    """The invitation as it is now."""

    invitation: Invitation = field(SameRow(), "After the mutation.")
    url: str | None = field(
        Value(_url, limited=True),
        "The link, shown this once by `inviteUser`; only its digest is kept.",
    )


@object_type()
class InvitationQueries:
    """Who is invited."""

    @root_field(Connection[Invitation], LOOKING_AFTER)
    def invitations(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        organisation_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only those to this organisation; null for all."),
        ] = None,
        status: Annotated[
            list[InvitationStatus] | None,
            strawberry.argument(description="Only those in one of these; null for whichever."),
        ] = None,
    ) -> RowQuery:
        """Invitations to organisations that the caller looks after, the newest first."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        conditions: tuple[Condition, ...] = ()
        parameters: dict[str, Any] = page.parameters()
        if organisation_id is not None:
            conditions += (BY_ORGANISATION,)
            parameters["organisation"] = ids.key(organisation_id, "Organisation")
        if status is not None:
            conditions += (BY_STATUS,)
            parameters["statuses"] = status
        return RowQuery("InvitationConnection", conditions, parameters, page)


@object_type()
class InvitationMutations:
    """What is done about invitations; they are accepted at `POST /invitations/{token}`."""

    @root_field(InvitationPayload | None, LOOKING_AFTER)
    async def invite_user(
        context: strawberry.Parent[MutationContext], input: Input[InviteUserInput]
    ) -> RowQuery:
        """Invite somebody to hold a role in an organisation; the link is shown this once."""
        acting = context.acting
        client = input.client_id
        invitation_id, token = await workflow.invite(
            acting,
            ids.key(input.organisation_id, "Organisation"),
            input.email,
            input.role,
            acting.client_id if client is None else ids.key(client, "Client"),
            input.role_expires_at,
            context.token_of,
        )
        return _shown(invitation_id, token)

    @root_field(InvitationPayload | None, LOOKING_AFTER)
    async def withdraw_invitation(
        context: strawberry.Parent[MutationContext], input: Input[InvitationIdInput]
    ) -> RowQuery:
        """Withdraw an invitation; its link leads nowhere from then on."""
        invitation_id = ids.key(input.id, "Invitation")
        await workflow.withdraw(context.acting, invitation_id)
        return _shown(invitation_id, None)


def _shown(invitation_id: Any, token: str | None) -> RowQuery:
    parameters = {"id": invitation_id, "invitation_token": token}
    return RowQuery("InvitationPayload", (BY_ID,), parameters)
