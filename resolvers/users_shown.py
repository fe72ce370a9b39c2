"""What of a user is shown to whom: to others less than to themselves and to an ADMIN."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Uuid, and_, bindparam, case, exists, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import last_uses, live_grants, second_factors, sessions
from db.organisations import is_at_or_below, places_of
from rules.access import Role

ME = bindparam("user_id", type_=Uuid)
THEIR_CLIENT = bindparam("client_id", type_=Uuid)


def last_used(rows: FromClause) -> ColumnElement[datetime]:
    """Return when a request of a client or a user was last granted."""
    found = select(last_uses.c.used_at).where(last_uses.c.id == rows.c.id).correlate(rows)
    return found.scalar_subquery()


def open_sessions(rows: FromClause) -> ColumnElement[int]:
    """Return how many sessions of a user are open."""
    found = select(func.count()).where(
        sessions.c.user_id == rows.c.id,
        sessions.c.ended_at.is_(None),
        sessions.c.expires_at > func.now(),
    )
    return found.correlate(rows).scalar_subquery()


ASKING = live_grants.alias("asking")
IS_ADMIN = exists().where(
    ASKING.c.user_id == ME,
    ASKING.c.client_id == THEIR_CLIENT,
    ASKING.c.role == literal_column(f"'{Role.ADMIN}'"),
)
"""Whether whoever asks is ADMIN."""


def of_themselves(
    value: Callable[[FromClause], ColumnElement[Any]],
) -> Callable[[FromClause], ColumnElement[Any]]:
    """Show something of a user to themselves and to an ADMIN."""
    return lambda user: case((IS_ADMIN | (user.c.id == ME), value(user)))


def is_the_user(user: FromClause, person: FromClause) -> ColumnElement[bool]:
    """Join the person that a user is, where whoever asks is ADMIN."""
    return and_(person.c.id == user.c.person_id, IS_ADMIN)


def is_grant_shown(user: FromClause, grant: FromClause) -> ColumnElement[bool]:
    """Join the grants of a user that hold, as far as whoever asks may know of them."""
    return and_(
        grant.c.user_id == user.c.id,
        or_(grant.c.expires_at.is_(None), grant.c.expires_at > func.now()),
        or_(
            user.c.id == ME,
            IS_ADMIN,
            is_at_or_below(grant.c.organisation_id, places_of(Role.STEWARD)),
        ),
    )


def of_second_factor(
    value: ColumnElement[Any],
) -> Callable[[FromClause], ColumnElement[Any]]:
    """Show a user's second factor to themselves and to an ADMIN; what is not confirmed is none."""

    def found(rows: FromClause) -> ColumnElement[Any]:
        kept = (
            select(value)
            .where(
                second_factors.c.user_id == rows.c.id, second_factors.c.confirmed_at.is_not(None)
            )
            .correlate(rows)
        )
        return case((IS_ADMIN | (rows.c.id == ME), kept.scalar_subquery()))

    return found
