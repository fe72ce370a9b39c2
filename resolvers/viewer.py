"""The viewer: whom the token speaks for; the types Client and User."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import (
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import (
    clients,
    live_grants,
    role_grants,
    second_factors,
    users,
)
from planner.row_queries import Condition, RowQuery
from planner.sources import HANGS_ON, RootValueSource, SameRow, ToMany, ToOne, Value
from resolvers.access import Public
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    UPDATED_AT,
    column,
    field,
    node_type,
    object_type,
    root_field,
)
from resolvers.failed_sign_ins import FailedSignIns, of_user
from resolvers.letter_kinds import LetterKind
from resolvers.nodes import Node, QueryContext
from resolvers.organisations import Organisation
from resolvers.persons import Person
from resolvers.persons_shown import holds_scope, own_person
from resolvers.users_shown import (
    ME,
    is_grant_shown,
    is_the_user,
    last_used,
    of_second_factor,
    of_themselves,
    open_sessions,
)
from resolvers.viewer_organisations import ViewerOrganisation
from rules.access import ClientKind, Role
from rules.merges import UNMERGE_ROLES

THE_CLIENT = Condition(lambda rows: rows.c.id == bindparam("client_id", type_=Uuid), limited=True)
MOST_NAMES = 20
LAST_USED_AT = "When a request of theirs was last granted, to about a minute; null for never."


@node_type(clients, "access:read", reach=HANGS_ON)
class Client(Node):
    """A program that comes in: a user interface, or a machine."""

    database_id: UUID = column(
        "The UUID within `id`; a machine's `client_id` at the token endpoint.", name="id"
    )
    name: str = column("What people call it; no other client has it.")
    kind: ClientKind = column("Whether its tokens speak for users or for itself.")
    scopes: list[str] = column("All that its tokens may hold, e.g. vital_event:read.")
    is_blocked: bool = column("Whether its requests are refused, whoever makes them.")
    organisation: Organisation | None = field(
        ToOne(lambda client, its: its.c.id == client.c.organisation_id, optional=True),
        "The one that a machine is bound to; null where it is asked about all.",
    )
    last_used_at: datetime | None = field(Value(last_used, limited=True), LAST_USED_AT)
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)


@object_type(role_grants, reach=HANGS_ON)
class RoleGrant:
    """A role that a user holds when they come through one client."""

    role: Role = column("What the user may do there.")
    client: Client = field(
        ToOne(lambda grant, client: client.c.id == grant.c.client_id),
        "The only one through which the role counts.",
    )
    organisation: Organisation | None = field(
        ToOne(lambda grant, its: its.c.id == grant.c.organisation_id, optional=True),
        "Where the role holds, and below it; null for everywhere.",
    )
    expires_at: datetime | None = column("From when on it is none; null for good.")


@node_type(users, "access:read", reach=HANGS_ON)
class User(Node):
    """A person who signs in."""

    database_id: UUID = column(DATABASE_ID, name="id")
    username: str = column("What they sign in with; no other user has it.")
    display_name: str = column("What others see, e.g. in the history of a record.")
    email: str | None = field(
        Value(of_themselves(lambda user: user.c.email), limited=True),
        "Where mail reaches them; null where that is not known, and to whoever is neither this user"
        " nor ADMIN.",
    )
    is_blocked: bool = column(
        "Whether their requests are refused, through whichever client they come."
    )
    deleted_at: datetime | None = column(
        "When they were deleted: what they did keeps their names. Null while they are there."
    )
    last_used_at: datetime | None = field(
        Value(of_themselves(last_used), limited=True),
        f"{LAST_USED_AT.removesuffix('.')}, and to whoever is neither this user nor ADMIN.",
    )
    open_sessions: int | None = field(
        Value(of_themselves(open_sessions), limited=True),
        "How many sign-ins of theirs have not ended; null to whoever is neither this user nor"
        " ADMIN.",
    )
    failed_sign_ins: FailedSignIns | None = field(
        ToOne(of_user, optional=True, limited=of_user),
        "Sign-ins by their name that failed, the last of them within 30 days; null where none did,"
        " and to whoever is neither this user nor ADMIN.",
    )
    second_factor_since: datetime | None = field(
        Value(of_second_factor(second_factors.c.confirmed_at), limited=True),
        "When a second factor was set up; null where there is none, and to whoever is neither this"
        " user nor ADMIN.",
    )
    recovery_codes_left: int | None = field(
        Value(of_second_factor(func.cardinality(second_factors.c.recovery_digests)), limited=True),
        "How many codes are left for the day on which it is lost; null as `secondFactorSince` is.",
    )
    roles: list[RoleGrant] = field(
        ToMany(is_grant_shown, lambda grant: [grant.c.id]),
        "Each that holds now, with the client through which it counts. To others than the user and"
        " an ADMIN only those are shown that hold where the caller is STEWARD.",
    )
    person: Person | None = field(
        ToOne(is_the_user, optional=True, limited=is_the_user),
        "The record of this user as a person, whom they never review themselves; null where that"
        " is not known, and to whoever is no ADMIN.",
    )
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)


def _my_roles(rows: FromClause) -> ColumnElement[list[str]]:
    mine = (
        select(live_grants.c.role)
        .where(
            live_grants.c.client_id == rows.c.id,
            live_grants.c.user_id == ME,
            live_grants.c.organisation_id.is_(None),
        )
        .order_by(live_grants.c.role)
        .correlate(rows)
    )
    return func.array(mine.scalar_subquery(), type_=Text)


def _my_muted_letters(_: FromClause) -> ColumnElement[list[str]]:
    mine = select(users.c.muted_letters).where(users.c.id == ME)
    return func.coalesce(mine.scalar_subquery(), literal_column("'{}'::text[]"))


def _who_undoes_merges(rows: FromClause) -> ColumnElement[list[str]]:
    """List them for reviewers alone, who have no other list of users."""
    reviewing = live_grants.alias()
    names = (
        select(users.c.display_name)
        .distinct()
        .join(live_grants, live_grants.c.user_id == users.c.id)
        .where(
            live_grants.c.role.in_([_written(role) for role in UNMERGE_ROLES]),
            live_grants.c.organisation_id.is_(None),
            ~users.c.is_blocked,
            select(reviewing.c.user_id)
            .where(
                reviewing.c.client_id == rows.c.id,
                reviewing.c.user_id == ME,
                reviewing.c.role == _written(Role.NHS_REVIEWER),
            )
            .correlate(rows)
            .exists(),
        )
        .order_by(users.c.display_name)
        .limit(literal_column(str(MOST_NAMES)))
        .correlate(rows)
    )
    return func.array(names.scalar_subquery(), type_=Text)


def _written(role: Role) -> ColumnElement[str]:
    return literal_column(f"'{role}'", Text)


def _is_me(_: FromClause, person: FromClause) -> ColumnElement[bool]:
    """Join the record of whoever asks, where their token may read what they consent to."""
    return and_(person.c.id == own_person(), holds_scope("consent:read"))


def _are_mine(client: FromClause, place: FromClause) -> ColumnElement[bool]:
    return and_(place.c.user_id == ME, place.c.client_id == client.c.id)


@object_type(clients)
class Viewer:
    """Who the token speaks for."""

    user: User | None = field(
        ToOne(lambda client, user: user.c.id == ME, optional=True), "Null for a machine."
    )
    client: Client = field(SameRow(), "The one that the token was issued to.")
    scopes: list[str] = field(RootValueSource("scopes"), "The scopes of the token.")
    roles: list[Role] = field(
        Value(_my_roles, nullable=False),
        "The roles that the user holds through this client, without those that are limited to"
        " organisations.",
    )
    organisations: list[ViewerOrganisation] = field(
        ToMany(_are_mine, lambda place: [place.c.id]),
        "Where the user holds roles through this client that are limited to organisations.",
    )
    merges_taken_back_by: list[str] = field(
        Value(_who_undoes_merges, nullable=False),
        f"The names of those who take a wrong merge back, at most {MOST_NAMES}, so that a reviewer"
        " knows whom to ask; empty for all but reviewers.",
    )
    muted_letters: list[LetterKind] = field(
        Value(_my_muted_letters, nullable=False),
        "What the user gets no letters about: see `muteMyLetters`. Empty for a machine.",
    )
    person: Person | None = field(
        ToOne(_is_me, optional=True, narrows=True),
        "The user's own record, where they are PERSON through this client and the token has"
        " `consent:read`.",
    )


@object_type()
class ViewerQueries:
    """Who is asking."""

    @root_field(Viewer, Public())
    def viewer(context: strawberry.Parent[QueryContext]) -> RowQuery:
        """Who the token speaks for. Needs a valid token and no scope."""
        root_values = {"scopes": sorted(context.caller.scopes)}
        return RowQuery("Viewer", (THE_CLIENT,), root_values=root_values)
