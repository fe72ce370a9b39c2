"""Who works for an organisation, and who may be given a role there (rule R4)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from sqlalchemy import Text, Uuid, bindparam, true
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import colleagues, organisation_staff
from db.organisations import is_at_or_below, places_of
from planner.row_queries import Condition, RowQuery
from planner.sources import Identity, ToOne, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import INSERTED_AT, field, object_type, root_field
from resolvers.nodes import ListQuery, QueryContext
from resolvers.viewer import Client
from rules.access import Role

GRANTING = Scoped("access:write", only=frozenset({Role.ADMIN, Role.STEWARD}), limited=True)
WHERE_GRANTED = places_of(*sorted(GRANTING.roles))

IS_SHOWN = Condition(
    lambda grant: is_at_or_below(grant.c.organisation_id, WHERE_GRANTED), limited=True
)
OF_ORGANISATION = Condition(
    lambda grant: grant.c.organisation_id == bindparam("organisation", type_=Uuid),
    limited=True,
)
BY_USERNAME = Condition(
    lambda user: user.c.username == bindparam("username", type_=Text), limited=True
)
ANYBODY = Condition(lambda _: true(), limited=True)
"""Whoever gives roles finds anybody, by the whole name alone."""


def _shown(name: str, convert: Identity | None = None) -> Value:
    """Return a column of a view, where null never stands."""
    return Value(lambda rows: rows.c[name], convert, nullable=False, limited=True)


OrganisationId = Annotated[
    strawberry.ID,
    strawberry.argument(
        description="The `id` of an organisation where the caller may give roles; for any other"
        " there is nobody."
    ),
]
Username = Annotated[
    str, strawberry.argument(description="What they sign in with, letter by letter.")
]


def _holds(grant: FromClause, user: FromClause) -> ColumnElement[bool]:
    return user.c.id == grant.c.user_id


@object_type(colleagues, reach=ANYBODY)
class Colleague:
    """A user as whoever gives them a role needs to know them."""

    user_id: strawberry.ID = field(
        _shown("id", ids.identity("User")),
        "By which `grantRole` names them.",
    )
    username: str = field(_shown("username"), "What they sign in with; no other user has it.")
    display_name: str = field(
        _shown("display_name"), "What others see, e.g. in the history of a record."
    )
    is_blocked: bool = field(_shown("is_blocked"), "Whether their requests are refused.")


@object_type(organisation_staff, reach=IS_SHOWN)
class StaffGrant:
    """A role that somebody holds in an organisation."""

    grant_id: UUID = field(_shown("id"), "By which the trail names it.")
    colleague: Colleague = field(ToOne(_holds, limited=_holds), "Who holds it.")
    role: Role = field(_shown("role"), "What they may do there, and below it.")
    client: Client = field(
        ToOne(lambda grant, client: client.c.id == grant.c.client_id),
        "The only one through which the role counts.",
    )
    expires_at: datetime | None = field(
        Value(lambda grant: grant.c.expires_at, limited=True),
        "From when on it is none; null for good.",
    )
    inserted_at: datetime = field(_shown("inserted_at"), INSERTED_AT)


@object_type()
class StaffQueries:
    """Who works for organisations, for those who give roles there."""

    @root_field(list[StaffGrant], GRANTING)
    def organisation_staff(
        context: strawberry.Parent[QueryContext], organisation_id: OrganisationId
    ) -> ListQuery:
        """The roles that hold now in this very organisation, not those from above it."""
        wanted = {"organisation": ids.key(organisation_id, "Organisation")}
        return ListQuery(RowQuery("StaffGrant", (OF_ORGANISATION, IS_SHOWN), wanted))

    @root_field(Colleague | None, GRANTING)
    def colleague(context: strawberry.Parent[QueryContext], username: Username) -> RowQuery:
        """The user with this very name, so that they can be given a role; null for nobody."""
        return RowQuery("Colleague", (BY_USERNAME,), {"username": username})
