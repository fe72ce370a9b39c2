"""What may be done next with a record, by its status and what hinders it (C1, C5, C10, C16)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import case, exists, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.assignments import is_assigned
from db.vital_events import potential_duplicates
from planner.sources import Value
from resolvers.record_reach import is_duplicate_in_reach
from rules.vital_events import VitalEventStatus, available_actions


def is_potential_duplicate(events: FromClause) -> ColumnElement[bool]:
    """Return the condition that a record has potential duplicates no registrar has settled."""
    noted = potential_duplicates.alias()
    return exists().where(noted.c.vital_event_id == events.c.id, ~noted.c.is_settled)


def _status_and_flag(
    events: FromClause,
    resembles: Callable[[FromClause], ColumnElement[bool]] = is_potential_duplicate,
) -> ColumnElement[Any]:
    flag = case((resembles(events), literal_column("' ?'")), else_="")
    waiting = case((events.c.has_open_correction, literal_column("' !'")), else_="")
    taken = case((is_assigned(events), literal_column("' @'")), else_="")
    return events.c.status + flag + waiting + taken


AVAILABLE = {
    status + flag + waiting + taken: [
        action.value
        for action in available_actions(
            status,
            is_potential_duplicate=bool(flag),
            has_open_correction=bool(waiting),
            is_assigned=bool(taken),
        )
    ]
    for status in VitalEventStatus
    for flag in ("", " ?")
    for waiting in ("", " !")
    for taken in ("", " @")
}
"""The available actions by status: " ?" says that the record is a potential duplicate, " !" that a
correction of it is open, " @" that a registrar has taken it."""

AVAILABLE_ACTIONS = Value(
    _status_and_flag,
    AVAILABLE.__getitem__,
    nullable=False,
    limited=lambda events: _status_and_flag(events, is_duplicate_in_reach),
)
