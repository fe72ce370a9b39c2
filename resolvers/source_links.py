"""With which sources an organisation is linked, and who is shown that."""

from sqlalchemy import and_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from db.sources import source_links
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import NestedQuery
from planner.sources import ToMany, ToPage
from resolvers.persons_shown import PLACES


def link_is_shown(link: FromClause) -> ColumnElement[bool]:
    """Return whether a link exists for whoever asks: where they read its organisation."""
    shown: ColumnElement[bool] = is_at_or_below(link.c.organisation_id, PLACES)
    return shown


def _is_of(organisation: FromClause, link: FromClause) -> ColumnElement[bool]:
    return and_(link.c.organisation_id == organisation.c.id, link_is_shown(link))


SOURCE_LINKS = ToMany(_is_of, lambda link: [link.c.id], limited=_is_of)


OLDEST_FIRST = Order("source_links", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, source_links)


def _is_with(source: FromClause, link: FromClause) -> ColumnElement[bool]:
    """Join the links with a source, of organisations that whoever asks may see (rule R3)."""
    return and_(link.c.source_id == source.c.id, link_is_shown(link))


LINKS_OF_SOURCE = ToPage(_is_with, limited=_is_with)


def links_page(
    first: int | None, after: str | None, last: int | None, before: str | None
) -> NestedQuery:
    """Return the query for a page of a source's links. Raises BadRequest."""
    return NestedQuery(read_page(OLDEST_FIRST, _read_cursor, first, after, last, before))
