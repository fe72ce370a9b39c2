"""What is read for a caller who is limited to some of the rows: nothing unless it is declared.

A type without a reach, and a field that does not say what it is for such a caller, refuse them.
"""

from sqlalchemy import ColumnElement, FromClause, and_

from planner.row_queries import Condition, RowQuery
from planner.sources import Expression, HangsOn, Limited, On, ToMany, ToOne, ToPage, TypeSource


class OutOfReach(Exception):
    """A type or a field is closed to callers who are limited to some of the rows."""


def conditions_of(row_query: RowQuery, type_source: TypeSource) -> tuple[Condition, ...]:
    """Return the conditions of a row query for a caller who is limited. Raises OutOfReach."""
    if type_source.limited_roots is None:
        raise OutOfReach(type_source.name)
    asked = tuple(
        Condition(expression_of(it.build, it.limited, f"a condition on {type_source.name}"))
        for it in row_query.conditions
    )
    return (*asked, *type_source.visible, *type_source.limited_roots)


def expression_of(own: Expression, limited: Limited, name: str) -> Expression:
    """Return the expression of a field. Raises OutOfReach."""
    if limited is False:
        raise OutOfReach(name)
    return own if limited is True else limited


def condition_of(join: ToOne | ToMany | ToPage, other: TypeSource) -> On:
    """Return what joins a row with those of another type. Raises OutOfReach."""
    if other.reach is None:
        raise OutOfReach(other.name)
    if join.limited is not None:
        return join.limited
    if isinstance(other.reach, HangsOn):
        return join.on
    on, is_seen = join.on, other.reach.build

    def joins(rows: FromClause, others: FromClause) -> ColumnElement[bool]:
        return and_(on(rows, others), is_seen(others))

    return joins
