"""Which messages exist for a STEWARD: those of the organisations that they look after (rule V8)."""

from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from db.reach import limited_places
from planner.candidates import Part
from resolvers.record_reach import rows_of_places
from rules.access import Role

LOG_PLACES = limited_places(Role.STEWARD)
"""Where whoever asks reads the log."""


def message_in_reach(messages: FromClause) -> ColumnElement[bool]:
    """Return whether a message exists for whoever asks."""
    there: ColumnElement[bool] = is_at_or_below(messages.c.organisation_id, LOG_PLACES)
    return there


def messages_in_reach(messages: FromClause) -> list[Part]:
    """Return the messages of each organisation, where they are few; else all in their order."""
    return rows_of_places(messages, LOG_PLACES)
