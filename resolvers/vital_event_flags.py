"""What a vital event meets or not, as the list of records is narrowed by it (rule R3)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    Integer,
    Select,
    Uuid,
    and_,
    any_,
    exists,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.assignments import is_assigned
from db.corrections import corrections
from db.vital_events import potential_duplicates, vital_events
from planner.row_queries import Condition
from resolvers.available_actions import is_potential_duplicate
from resolvers.history import IS_A_USER
from resolvers.record_reach import is_duplicate_in_reach, record_in_reach
from resolvers.vital_events import ME
from rules.corrections import CorrectionStatus
from rules.vital_events import REGISTERED_STATUSES, VitalEventKind


def _is_mine(events: FromClause) -> ColumnElement[bool]:
    return and_(events.c.assignee_id == ME, is_assigned(events))


def _is_flagged(events: FromClause) -> ColumnElement[bool]:
    noted = potential_duplicates.alias()
    return events.c.id.in_(select(noted.c.vital_event_id).where(~noted.c.is_settled))


def _waits_for_a_correction(events: FromClause) -> ColumnElement[bool]:
    asked = corrections.alias()
    requested = asked.c.status == literal_column(f"'{CorrectionStatus.REQUESTED}'")
    return events.c.id.in_(select(asked.c.vital_event_id).where(requested))


def _is_ended(events: FromClause) -> ColumnElement[bool]:
    return and_(IS_A_USER, events.c.id.in_(_ended_marriages()))


def _is_ended_in_reach(events: FromClause) -> ColumnElement[bool]:
    """Find the marriages that have ended by a death that exists for whoever asks."""
    return and_(_is_ended(events), _has_ended(events, record_in_reach))


def _is_not_ended(
    events: FromClause, is_seen: Callable[[FromClause], ColumnElement[bool]] | None = None
) -> ColumnElement[bool]:
    """Find all others: of few, a page needs no more than a look at each."""
    is_registered = and_(
        events.c.kind == literal_column(f"'{VitalEventKind.MARRIAGE}'"),
        events.c.status.in_([literal_column(f"'{it}'") for it in REGISTERED_STATUSES]),
    )
    return and_(IS_A_USER, ~and_(is_registered, _has_ended(events, is_seen)))


def _has_ended(
    events: FromClause, is_seen: Callable[[FromClause], ColumnElement[bool]] | None
) -> ColumnElement[bool]:
    found = func.records_of_spouses(events.c.id, type_=ARRAY(Uuid))
    if is_seen is None:
        return func.cardinality(found) > literal_column("0", Integer)
    death = vital_events.alias()
    return exists().where(death.c.id == any_(found), is_seen(death))


def _ended_marriages() -> Select[tuple[Any]]:
    return select(func.ended_marriages().table_valued(Column("id", Uuid)).c.id)


FLAGS: Mapping[str, Mapping[bool, Condition]] = {
    "is_mine": {
        True: Condition(_is_mine, limited=True),
        False: Condition(
            lambda events: ~func.coalesce(_is_mine(events), literal_column("false")), limited=True
        ),
    },
    "is_potential_duplicate": {
        True: Condition(
            lambda events: and_(IS_A_USER, _is_flagged(events)),
            lambda events: and_(IS_A_USER, is_duplicate_in_reach(events)),
        ),
        False: Condition(
            lambda events: and_(IS_A_USER, ~is_potential_duplicate(events)),
            lambda events: and_(IS_A_USER, ~is_duplicate_in_reach(events)),
        ),
    },
    "has_open_correction": {
        True: Condition(_waits_for_a_correction, limited=True),
        False: Condition(lambda events: ~events.c.has_open_correction, limited=True),
    },
    "has_organisation": {
        True: Condition(lambda events: events.c.organisation_id.is_not(None), limited=True),
        False: Condition(lambda events: events.c.organisation_id.is_(None), limited=True),
    },
    "has_ended": {
        True: Condition(_is_ended, _is_ended_in_reach),
        False: Condition(_is_not_ended, lambda events: _is_not_ended(events, record_in_reach)),
    },
    "is_uncertified": {
        True: Condition(lambda events: events.c.uncertified_since.is_not(None), limited=True),
        False: Condition(lambda events: events.c.uncertified_since.is_(None), limited=True),
    },
}
"""Conditions that a record meets or not; those that few meet are written for their indexes."""
