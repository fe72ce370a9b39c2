"""The records that a record resembles, and the one that it repeats; for registrars alone."""

from typing import Any

from sqlalchemy import ARRAY, Boolean, Text, and_, bindparam, case, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.vital_events import potential_duplicates
from planner.sources import ToMany, ToOne, Value
from resolvers.history import IS_A_USER

# Whether a user reads as a registrar does, whose reading is not written down.
IS_A_REGISTRAR = bindparam("is_registrar", type_=Boolean)


def _similar_records(events: FromClause, others: FromClause) -> ColumnElement[bool]:
    noted = potential_duplicates.alias()
    named = select(noted.c.resembled_id).where(
        noted.c.vital_event_id == events.c.id, ~noted.c.is_settled, IS_A_REGISTRAR
    )
    # Correlated by hand: within the condition of a join it would be a FROM item of its own.
    return others.c.id.in_(named.correlate(events))


def _is_duplicate_of(event: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(other.c.id == event.c.duplicate_of_id, IS_A_REGISTRAR)


def _not_duplicate_reasons(event: FromClause) -> ColumnElement[Any]:
    nothing: ColumnElement[Any] = literal_column("'{}'::text[]", ARRAY(Text))
    kept = func.coalesce(event.c.not_duplicate_reasons, nothing)
    return case((IS_A_USER, kept), else_=nothing)


SIMILAR_RECORDS = ToMany(_similar_records, lambda event: [event.c.id])
"""Those that nobody has settled yet (rule C5)."""
DUPLICATE_OF = ToOne(_is_duplicate_of, optional=True)
"""The one that a registrar named."""
REASONS_APART = Value(_not_duplicate_reasons, nullable=False, limited=True)
"""What users said each time that it is no duplicate; none for a machine."""
