"""Which records exist for whoever is limited to organisations: those declared there (rule R3)."""

from sqlalchemy import Uuid, and_, any_, bindparam, exists, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import organisation_paths
from db.reach import limited_places
from db.vital_events import potential_duplicates, vital_events
from resolvers.history import IS_A_USER
from rules.access import Role

RECORD_PLACES = limited_places(Role.REGISTRAR)
"""Where whoever asks reads the records that were declared."""
MY_CLIENT = bindparam("client_id", type_=Uuid)


def record_in_reach(events: FromClause) -> ColumnElement[bool]:
    """Return whether a record exists for whoever asks; for a machine its own do everywhere."""
    path = organisation_paths.alias()
    is_there = exists().where(
        path.c.organisation_id == events.c.organisation_id,
        path.c.ancestor_id == any_(RECORD_PLACES),
    )
    return or_(is_there, and_(~IS_A_USER, events.c.declared_by_client_id == MY_CLIENT))


def is_of_record_in_reach(rows: FromClause) -> ColumnElement[bool]:
    """Return whether what hangs on a record exists for whoever asks."""
    events = vital_events.alias()
    return exists().where(events.c.id == rows.c.vital_event_id, record_in_reach(events))


def is_duplicate_in_reach(events: FromClause) -> ColumnElement[bool]:
    """Return whether a record resembles one that exists for whoever asks, which is not settled."""
    noted, other = potential_duplicates.alias(), vital_events.alias()
    return exists().where(
        noted.c.vital_event_id == events.c.id,
        ~noted.c.is_settled,
        other.c.id == noted.c.resembled_id,
        record_in_reach(other),
    )
