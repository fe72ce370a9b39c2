"""Which records exist for whoever is limited to organisations: those declared there (rule R3)."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Integer,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import organisation_paths
from db.reach import each_of, limited_places
from db.vital_events import potential_duplicates, vital_events
from planner.candidates import Part
from resolvers.history import IS_A_USER
from rules.access import Role

FEW = 64
"""Of how many organisations the pages of each are put together."""
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


def records_in_reach(events: FromClause) -> list[Part]:
    """Return the records of each organisation, where they are few; else all, and a machine's own.

    Each organisation gives the first of its own; of many, what is newest is found sooner by looking
    at all records in their order.
    """
    own = events.alias()
    is_own = and_(~IS_A_USER, own.c.declared_by_client_id == MY_CLIENT)
    return [*rows_of_places(events, RECORD_PLACES), Part(own, own, [is_own])]


def rows_of_places(rows: FromClause, at: ColumnElement[Any]) -> list[Part]:
    """Return rows that have an organisation, of those at or below some places."""
    of_few, of_many = rows.alias(), rows.alias()
    below = organisation_paths.alias()
    found = select(below.c.organisation_id).where(below.c.ancestor_id == any_(at))
    found = found.limit(literal_column(str(FEW + 1), Integer))
    places = cast(select(func.array(found.scalar_subquery())).scalar_subquery(), ARRAY(Uuid))
    number = func.cardinality(places)
    few = literal_column(str(FEW), Integer)
    place = each_of(places)
    return [
        Part(of_few, of_few, [of_few.c.organisation_id == place.c.id], place, number <= few),
        Part(of_many, of_many, [], applies=number > few),
    ]


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
