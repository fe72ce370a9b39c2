"""How a marriage and the deaths of those who married by it lead to each other."""

from sqlalchemy import and_, any_, func, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from planner.sources import ToMany
from resolvers.history import IS_A_USER
from rules.vital_events import VitalEventKind


def _of_spouses(kind: VitalEventKind) -> ToMany:
    """Return the records of a kind that are about those who married, or the deceased."""

    def is_of_them(events: FromClause, others: FromClause) -> ColumnElement[bool]:
        return and_(
            others.c.id == any_(func.records_of_spouses(events.c.id)),
            others.c.kind == literal_column(f"'{kind}'"),
            IS_A_USER,
        )

    return ToMany(is_of_them, lambda record: [record.c.event_date, record.c.id])


DEATHS_OF_SPOUSES = _of_spouses(VitalEventKind.DEATH)
MARRIAGES = _of_spouses(VitalEventKind.MARRIAGE)
