"""Which persons, memberships and consents exist for whoever asks (rules R3 and R6)."""

from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, and_, any_, bindparam, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.literals import any_of, quoted
from db.organisations import is_at_or_below, places_of
from rules.access import SCOPES, Role
from rules.consents import LIVE, ConsentStatus

CLIENT, USER = bindparam("client_id", type_=Uuid), bindparam("user_id", type_=Uuid)
SCOPES_OF_TOKEN = bindparam("scopes", type_=ARRAY(Text), required=True)
STEWARDED = places_of(Role.STEWARD)
"""Where whoever asks is STEWARD. For a machine that is all: see BY_A_STEWARD."""
PLACES = places_of(*sorted(SCOPES["organisation:read"].roles))
"""Where whoever asks reads organisations: null is everywhere."""
BY_A_STEWARD = USER.is_not(None)
"""What must hold beside STEWARDED: that a user asks."""
ACCEPTED = literal_column(quoted(ConsentStatus.ACCEPTED), Text)


def holds_scope(scope: str) -> ColumnElement[bool]:
    """Return whether the token of whoever asks has a scope."""
    held: ColumnElement[bool] = literal_column(f"'{scope}'", Text) == any_(SCOPES_OF_TOKEN)
    return held


def reads_all_persons() -> ColumnElement[bool]:
    """Return whether whoever asks reads every person: by the scope, and by a role without limit."""
    everywhere = places_of(*sorted(SCOPES["person:read"].roles)).is_(None)
    return and_(holds_scope("person:read"), everywhere)


def own_person() -> ColumnElement[UUID]:
    """Return who whoever asks is on record, where they are PERSON."""
    own: ColumnElement[UUID] = select(func.own_person(CLIENT, USER)).scalar_subquery()
    return own


def is_oneself(person_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Return whether a person is whoever asks."""
    return person_id == own_person()


def consent_is_shown(rows: FromClause) -> ColumnElement[bool]:
    """Return whether a consent exists for whoever asks: its person, or a steward while it is live.

    What is offered is shown too: somebody has to accept it, and must know whose it is.
    """
    is_live = rows.c.status == literal_column(any_of(LIVE))
    at_theirs = is_at_or_below(rows.c.organisation_id, STEWARDED)
    return or_(is_oneself(rows.c.person_id), and_(BY_A_STEWARD, is_live, at_theirs))
