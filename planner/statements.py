"""The SELECT of a row query: access, conditions, order and page."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Text,
    any_,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    true,
)

from planner.candidates import Parts, candidates
from planner.pages import Page
from planner.row_queries import RowQuery
from planner.select_builder import SelectBuilder

Guard = Callable[[], FromClause]
"""Makes a FROM item with one row, whose column `refusal` is null where the caller has access."""


def start_select(
    table: FromClause, row_query: RowQuery, guard: Guard | None, parts: Parts | None = None
) -> SelectBuilder:
    """Start the SELECT of a query; column 0 is the guard's refusal.

    A page is cut from the `parts` of the table that are the caller's, where it has any.

    The guard's row comes first and the rows are joined to it, so one row comes back even where
    nothing was found.
    """
    rows = _page(table, row_query, parts) if row_query.page else _filtered(table, row_query)
    access = guard() if guard else select(cast(null(), Text).label("refusal")).subquery("head")
    builder = SelectBuilder(rows, access.outerjoin(rows, true()))
    builder.count_rows = lambda most: _count(table, row_query, most)
    builder.position_of_column(access.c.refusal)
    return builder


def select_has_previous(
    table: FromClause, row_query: RowQuery, builder: SelectBuilder, logged: str
) -> int | None:
    """Select the flag that rows exist before this page, up to the cursor `after`.

    Returns its position; None where the page's own rows show it, or it is not asked for.
    """
    page = row_query.page
    if page is None or page.after is None or "has_previous_page" not in builder.page_info_fields:
        return None
    others = table.alias()
    lies_before = page.order.up_to(others, "after", after=True)
    return builder.position_of_column(_any(others, row_query, lies_before, logged))


def select_has_next(
    table: FromClause, row_query: RowQuery, builder: SelectBuilder, logged: str
) -> int | None:
    """Select the flag that rows exist after this page, from the cursor `before` on.

    Returns its position; None where the page's own rows show it, or it is not asked for.
    """
    page = row_query.page
    if page is None or page.before is None or "has_next_page" not in builder.page_info_fields:
        return None
    others = table.alias()
    lies_after = page.order.up_to(others, "before", after=False)
    return builder.position_of_column(_any(others, row_query, lies_after, logged))


def _count(table: FromClause, row_query: RowQuery, most: int) -> ColumnElement[Any]:
    """Return how many rows meet the conditions, at most one more than `most`."""
    if row_query.is_logged:
        return cast(null(), Integer)
    counted = table.alias()
    found = select(counted.c.id).where(*_conditions(counted, row_query))
    some = found.limit(literal_column(str(most + 1), Integer)).subquery()
    return select(cast(func.count(), Integer)).select_from(some).scalar_subquery()


def _filtered(table: FromClause, row_query: RowQuery) -> FromClause:
    return select(table).where(*_conditions(table, row_query)).subquery("t")


def _page(table: FromClause, row_query: RowQuery, parts: Parts | None) -> FromClause:
    page = row_query.page
    assert page is not None
    if parts is not None and not row_query.filter_first:
        keys = candidates(parts(table), page, lambda rows: _conditions(rows, row_query))
        return _cut(table, [table.c.id == any_(keys)], page)
    filtered = table.alias() if row_query.filter_first else table
    conditions = _conditions(filtered, row_query)
    if page.after is not None:
        conditions.append(page.order.beyond(filtered, "after", after=True))
    if page.before is not None:
        conditions.append(page.order.beyond(filtered, "before", after=False))
    if row_query.filter_first:
        keys = func.array(select(filtered.c.id).where(*conditions).scalar_subquery())
        conditions = [table.c.id == any_(keys)]
    return _cut(table, conditions, page)


def _cut(table: FromClause, conditions: list[ColumnElement[bool]], page: Page) -> FromClause:
    return page.cut(select(table).where(*conditions), table).subquery("t")


def _conditions(table: FromClause, row_query: RowQuery) -> list[ColumnElement[bool]]:
    return [condition.build(table) for condition in row_query.conditions]


def _any(
    others: FromClause, row_query: RowQuery, lies_outside: ColumnElement[bool], logged: str
) -> ColumnElement[Any]:
    """Return whether there is any such row; where the answer is logged, the key of one."""
    conditions = (*_conditions(others, row_query), lies_outside)
    if row_query.is_logged:
        one = select(others.c[logged]).where(*conditions).limit(literal_column("1", Integer))
        return one.scalar_subquery()
    return exists().select_from(others).where(*conditions)
