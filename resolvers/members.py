"""The members of an organisation: a page of its memberships."""

from typing import Annotated

import strawberry
from sqlalchemy import and_, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.consents import memberships
from db.organisations import is_at_or_below
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, NestedQuery
from planner.sources import ToPage
from resolvers.persons_shown import PLACES, is_oneself
from resolvers.reach import membership_in_reach

OLDEST_FIRST = Order("memberships", ("id",), descending=False)
HAS_NOT_ENDED = Condition(lambda rows: rows.c.ended_on.is_(None), limited=True)
_read_cursor = cursor_reader(OLDEST_FIRST, memberships)

EndedToo = Annotated[
    bool | None, strawberry.argument(description="Whether those that have ended are listed too.")
]


def _is_shown(organisation: FromClause, membership: FromClause) -> ColumnElement[bool]:
    """Join the memberships of an organisation that exist for whoever asks.

    Who is on record there may see the organisation, but of its memberships only their own.
    """
    return and_(
        membership.c.organisation_id == organisation.c.id,
        or_(is_at_or_below(organisation.c.id, PLACES), is_oneself(membership.c.person_id)),
    )


def _is_in_reach(organisation: FromClause, membership: FromClause) -> ColumnElement[bool]:
    return and_(membership.c.organisation_id == organisation.c.id, membership_in_reach(membership))


MEMBERS = ToPage(_is_shown, limited=_is_in_reach)


def members_page(
    first: int | None, after: str | None, last: int | None, before: str | None, *, ended_too: bool
) -> NestedQuery:
    """Return the query for a page of an organisation's memberships. Raises BadRequest."""
    page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
    return NestedQuery(page, () if ended_too else (HAS_NOT_ENDED,))
