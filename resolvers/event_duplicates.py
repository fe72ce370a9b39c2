"""The records that a record resembles, and the one that it repeats; for registrars alone."""

from sqlalchemy import Boolean, and_, bindparam, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.vital_events import potential_duplicates
from planner.sources import ToMany, ToOne

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


SIMILAR_RECORDS = ToMany(_similar_records, lambda event: [event.c.id])
"""Those that nobody has settled yet (rule C5)."""
DUPLICATE_OF = ToOne(_is_duplicate_of, optional=True)
"""The one that a registrar named."""
