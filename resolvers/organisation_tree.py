"""Where an organisation stands in the tree, as far as whoever asks may see that (rule R3)."""

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below, organisation_paths, organisations
from planner.sources import ToOne
from resolvers.persons_shown import PLACES


def is_seen(rows: FromClause) -> ColumnElement[bool]:
    """Return whether an organisation exists for whoever asks (rule R3)."""
    seen: ColumnElement[bool] = is_at_or_below(rows.c.id, PLACES)
    return seen


def above(of: str) -> ToOne:
    """Return the organisation that a column names, as far as it exists for whoever asks."""

    def is_above(rows: FromClause, other: FromClause) -> ColumnElement[bool]:
        return and_(other.c.id == rows.c[of], is_seen(other))

    return ToOne(is_above, optional=True, limited=is_above)


def stands_below(rows: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Join the organisations above one, as far as they exist for whoever asks."""
    over_it = (
        select(organisation_paths.c.ancestor_id)
        .where(organisation_paths.c.organisation_id == rows.c.id)
        .correlate(rows)
    )
    return and_(other.c.id.in_(over_it), other.c.id != rows.c.id, is_seen(other))


def depth(rows: FromClause) -> ColumnElement[int]:
    """Return how many organisations there are from the root down to one."""
    counted = (
        select(func.count())
        .select_from(organisation_paths)
        .where(organisation_paths.c.organisation_id == rows.c.id)
        .correlate(rows)
    )
    return counted.scalar_subquery()


def has_children(rows: FromClause) -> ColumnElement[bool]:
    """Return whether another organisation stands directly below one."""
    child = organisations.alias()
    return exists().where(child.c.parent_id == rows.c.id).correlate(rows)


def is_uppermost(rows: FromClause) -> ColumnElement[bool]:
    """Return whether no organisation above one exists for whoever asks."""
    return or_(rows.c.parent_id.is_(None), not_(is_at_or_below(rows.c.parent_id, PLACES)))
