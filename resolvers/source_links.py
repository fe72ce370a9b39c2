"""With which sources an organisation is linked, and who is shown that."""

from sqlalchemy import and_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from planner.sources import ToMany
from resolvers.persons_shown import PLACES


def link_is_shown(link: FromClause) -> ColumnElement[bool]:
    """Return whether a link exists for whoever asks: where they read its organisation."""
    shown: ColumnElement[bool] = is_at_or_below(link.c.organisation_id, PLACES)
    return shown


def _is_of(organisation: FromClause, link: FromClause) -> ColumnElement[bool]:
    return and_(link.c.organisation_id == organisation.c.id, link_is_shown(link))


SOURCE_LINKS = ToMany(_is_of, lambda link: [link.c.id], limited=_is_of)
