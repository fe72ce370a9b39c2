"""What the fields of a request for an explanation show, and to whom (rules V7 and R3)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import organisation_paths
from db.reach import limited_places
from db.vital_events import vital_events
from planner.sources import Value
from resolvers.history import IS_A_USER
from resolvers.record_reach import is_of_record_in_reach, record_in_reach
from rules.access import Role

ME = bindparam("user_id", type_=Uuid)
MY_CLIENT = bindparam("client_id", type_=Uuid)
ANSWERED = literal_column("'ANSWERED'", Text)
ASSIGNED = literal_column("'ASSIGNED'", Text)
REQUESTED = literal_column("'REQUESTED'", Text)
SHOWN = literal_column("'SHOWN'", Text)
STEWARDS_PLACES = limited_places(Role.STEWARD)

Shown = Callable[[FromClause], ColumnElement[Any]]


def _is_kept_back(rows: FromClause) -> ColumnElement[bool]:
    """Return whether an explanation is not there for whoever asks: not shown, and theirs (V7)."""
    is_mine = func.coalesce(rows.c.requested_by_user_id == ME, literal_column("false"))
    return and_(rows.c.status != SHOWN, or_(~IS_A_USER, is_mine))


def _is_kept_back_there(rows: FromClause) -> ColumnElement[bool]:
    """Return the same for who is limited: a STEWARD is on the side of who asked (V7)."""
    is_foreign = and_(rows.c.status != SHOWN, ~is_of_record_in_reach(rows))
    return or_(_is_kept_back(rows), is_foreign)


def unless_kept_back(name: str) -> Value:
    """Return a column of a request; null where the explanation is kept back from whoever asks."""

    def shown(is_kept_back: Shown) -> Shown:
        return lambda rows: case((~is_kept_back(rows), rows.c[name]))

    return Value(shown(_is_kept_back), limited=shown(_is_kept_back_there))


def _status_by(is_kept_back: Shown) -> Shown:
    def status(rows: FromClause) -> ColumnElement[Any]:
        is_hidden = and_(rows.c.status == ANSWERED, is_kept_back(rows))
        return case((is_hidden, ASSIGNED), else_=rows.c.status)

    return status


status = _status_by(_is_kept_back)
"""The status as whoever asks may know it: an answer that is kept back is none."""

status_there = _status_by(_is_kept_back_there)
"""The same for who is limited."""


def _overdue_by(status_of: Shown) -> Shown:
    def is_overdue(rows: FromClause) -> ColumnElement[bool]:
        today = literal_column("(now() at time zone 'UTC')::date", Date)
        is_late = and_(
            rows.c.due_on < today,
            status_of(rows).in_([REQUESTED, ASSIGNED]),
            rows.c.parked_at.is_(None),
        )
        return is_late == bindparam("overdue", type_=Boolean)

    return is_overdue


is_overdue = _overdue_by(status)
is_overdue_there = _overdue_by(status_there)


def is_of_organisation(rows: FromClause) -> ColumnElement[bool]:
    """Return whether its record was declared for the organisation that is asked for, or below."""
    event, path = vital_events.alias(), organisation_paths.alias()
    return exists().where(
        event.c.id == rows.c.vital_event_id,
        path.c.organisation_id == event.c.organisation_id,
        path.c.ancestor_id == bindparam("organisation_id", type_=Uuid),
    )


def is_of_place_in_reach(rows: FromClause) -> ColumnElement[bool]:
    """Return whether a request exists for who is limited: registrars, machines and STEWARDs."""
    event, path = vital_events.alias(), organisation_paths.alias()
    is_theirs = exists().where(
        path.c.organisation_id == event.c.organisation_id,
        path.c.ancestor_id == any_(STEWARDS_PLACES),
    )
    return exists().where(
        event.c.id == rows.c.vital_event_id, or_(record_in_reach(event), is_theirs)
    )


def is_its_record(rows: FromClause, event: FromClause) -> ColumnElement[bool]:
    """Join a request with its record."""
    its: ColumnElement[bool] = event.c.id == rows.c.vital_event_id
    return its


def is_its_record_there(rows: FromClause, event: FromClause) -> ColumnElement[bool]:
    """Join them for who is limited: to a STEWARD, who reads no records, that is refused."""
    key = func.record_for_reader(rows.c.vital_event_id, MY_CLIENT, ME, type_=Uuid)
    joined: ColumnElement[bool] = event.c.id == key
    return joined


def is_of_record(rows: FromClause) -> ColumnElement[bool]:
    """Return whether it is about the record that is asked for."""
    its: ColumnElement[bool] = rows.c.vital_event_id == bindparam("vital_event_id", type_=Uuid)
    return its


def _record_id(rows: FromClause) -> ColumnElement[Any]:
    return func.global_id(literal_column("'VitalEvent'", Text), rows.c.vital_event_id, type_=Text)


def _record_id_there(rows: FromClause) -> ColumnElement[Any]:
    return case((is_of_record_in_reach(rows), _record_id(rows)))


RECORD_ID = Value(_record_id, limited=_record_id_there)
"""The id of the record; null for a STEWARD, who reads none."""


def is_mine(rows: FromClause) -> ColumnElement[bool]:
    """Return whether the caller has taken a request."""
    return func.coalesce(rows.c.assignee_id == ME, literal_column("false"))


def needs_another(rows: FromClause) -> ColumnElement[bool]:
    """Return whether the caller rejected the record or asked why, so that others settle it (V6)."""
    mine = or_(rows.c.decided_by_id == ME, rows.c.requested_by_user_id == ME)
    return func.coalesce(mine, literal_column("false"))


def tracking_id(rows: FromClause) -> ColumnElement[Any]:
    """Return the short code of its record."""
    event = vital_events.alias()
    found = select(event.c.tracking_id).where(event.c.id == rows.c.vital_event_id)
    return found.correlate(rows).scalar_subquery()
