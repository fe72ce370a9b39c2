"""The syncs of links with sources that came last, or went well last."""

from typing import Any

from sqlalchemy import ARRAY, Text, any_, bindparam, literal_column, select, true
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select

from db.literals import quoted
from db.runs import runs
from db.sources import source_links
from planner.row_queries import Condition
from planner.sources import ToOne
from resolvers.source_links import link_is_shown
from rules.runs import RunKind, RunStatus


def _newest(link: FromClause, name: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Return a column of the newest sync of a link, which is found by the index of its lane."""
    return (
        select(runs.c[name])
        .where(
            runs.c.kind == literal_column(quoted(RunKind.SYNC)),
            runs.c.lane == link.c.sync_lane,
            runs.c.organisation_id == link.c.organisation_id,
            *conditions,
        )
        .order_by(runs.c.id.desc())
        .limit(1)
        .correlate(link)
    )


def _is_last(link: FromClause, run: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = run.c.id == _newest(link, "id").scalar_subquery()
    return its


def _is_last_good(link: FromClause, run: FromClause) -> ColumnElement[bool]:
    good = runs.c.status == literal_column(quoted(RunStatus.SUCCEEDED))
    its: ColumnElement[bool] = run.c.id == _newest(link, "id", good).scalar_subquery()
    return its


def _is_last_of_source(source: FromClause, synced: FromClause) -> ColumnElement[bool]:
    link = source_links.alias()
    of_link = _newest(link, "id").lateral()
    newest = (
        select(link.c.id)
        .select_from(link.join(of_link, true()))
        .where(link.c.source_id == source.c.id, link_is_shown(link))
        .order_by(of_link.c.id.desc())
        .limit(1)
        .correlate(source)
    )
    its: ColumnElement[bool] = synced.c.id == newest.scalar_subquery()
    return its


def _last_is(link: FromClause) -> ColumnElement[bool]:
    status = _newest(link, "status").scalar_subquery()
    its: ColumnElement[bool] = status == any_(bindparam("last_runs", type_=ARRAY(Text)))
    return its


LAST_RUN = ToOne(_is_last, optional=True, limited=_is_last)
LAST_GOOD_RUN = ToOne(_is_last_good, optional=True, limited=_is_last_good)
LAST_SYNCED_LINK = ToOne(_is_last_of_source, optional=True, limited=_is_last_of_source)
LAST_RUN_IS = Condition(_last_is, limited=True)
