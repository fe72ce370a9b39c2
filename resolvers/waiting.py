"""Since when a record waits for a registrar, as the queues count it (C16)."""

from datetime import datetime

from sqlalchemy import case, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.corrections import corrections
from planner.sources import Value
from resolvers.history import IS_A_USER
from rules.corrections import CorrectionStatus
from rules.registrar_queues import WAITING


def _waits_since(events: FromClause) -> ColumnElement[datetime]:
    asked = corrections.alias()
    correction = select(asked.c.inserted_at).where(
        asked.c.vital_event_id == events.c.id,
        asked.c.status == literal_column(f"'{CorrectionStatus.REQUESTED}'"),
    )
    is_to_be_done = events.c.status.in_([literal_column(f"'{it}'") for it in WAITING])
    since = case(
        (events.c.has_open_correction, correction.correlate(events).scalar_subquery()),
        (is_to_be_done, func.coalesce(events.c.recertified_since, events.c.inserted_at)),
        else_=events.c.uncertified_since,
    )
    return case((IS_A_USER, since))


WAITS_SINCE = Value(_waits_since, limited=True)
