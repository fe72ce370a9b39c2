"""The runs of an organisation, in pages."""

from sqlalchemy import and_, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from db.runs import runs
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import NestedQuery
from planner.sources import ToPage
from resolvers.persons_shown import PLACES, USER

NEWEST_FIRST = Order("runs", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, runs)


def run_is_shown(run: FromClause) -> ColumnElement[bool]:
    """Return whether a run exists for whoever asks: they read its organisation, or asked for it."""
    return or_(is_at_or_below(run.c.organisation_id, PLACES), run.c.requested_by == USER)


def _is_of(organisation: FromClause, run: FromClause) -> ColumnElement[bool]:
    """Join the runs that change an organisation, as their own or as their target."""
    its = or_(run.c.organisation_id == organisation.c.id, run.c.target_id == organisation.c.id)
    return and_(its, run_is_shown(run))


RUNS = ToPage(_is_of, limited=_is_of)


def runs_page(
    first: int | None, after: str | None, last: int | None, before: str | None
) -> NestedQuery:
    """Return the query for a page of an organisation's runs. Raises BadRequest."""
    return NestedQuery(read_page(NEWEST_FIRST, _read_cursor, first, after, last, before))
