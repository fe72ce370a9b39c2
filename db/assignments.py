"""Whether a declaration is somebody's now, as statements of the planner ask it (C16)."""

from sqlalchemy import func, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from rules.assignments import ASSIGNED_HOURS


def is_assigned(events: FromClause) -> ColumnElement[bool]:
    """Return the condition that a record is somebody's, as `assignee_of` in SQL has it."""
    return events.c.assigned_at > func.now() - literal_column(f"interval '{ASSIGNED_HOURS} hours'")
