"""The plans of an organisation, in pages, for whoever looks after both that a plan is of."""

from sqlalchemy import and_, func, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisation_plans import organisation_plans
from db.organisations import is_at_or_below, places_of
from planner.pages import Order, Page, cursor_reader, read_page
from planner.row_queries import NestedQuery
from planner.sources import ToPage
from resolvers.persons_shown import holds_scope
from rules.access import SCOPES

SCOPE = "organisation:merge"
KEPT = places_of(*sorted(SCOPES[SCOPE].roles))
"""Where whoever asks may make plans: null is everywhere."""
NEWEST_FIRST = Order("organisation_plans", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, organisation_plans)


def plan_is_shown(plan: FromClause) -> ColumnElement[bool]:
    """Return whether a plan exists for whoever asks: for seven days, where they keep both."""
    return and_(
        is_at_or_below(plan.c.source_id, KEPT),
        is_at_or_below(plan.c.target_id, KEPT),
        plan.c.expires_at > func.now(),
    )


def _is_of(organisation: FromClause, plan: FromClause) -> ColumnElement[bool]:
    its = or_(plan.c.source_id == organisation.c.id, plan.c.target_id == organisation.c.id)
    return and_(its, holds_scope(SCOPE), plan_is_shown(plan))


PLANS = ToPage(_is_of, limited=_is_of)


def read_plans_page(
    first: int | None, after: str | None, last: int | None, before: str | None
) -> Page:
    """Return a page of plans, the newest first. Raises BadRequest."""
    return read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)


def plans_page(
    first: int | None, after: str | None, last: int | None, before: str | None
) -> NestedQuery:
    """Return the query for a page of an organisation's plans. Raises BadRequest."""
    return NestedQuery(read_plans_page(first, after, last, before))
