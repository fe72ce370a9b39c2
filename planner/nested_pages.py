"""The SQL of connections below the root: a page of the rows that refer to another row."""

from sqlalchemy import ColumnElement, FromClause, select

from planner.pages import Page
from planner.row_queries import NestedQuery
from planner.sources import On


def rows_of_page(nested: NestedQuery, table: FromClause, parent: FromClause, on: On) -> FromClause:
    """Return the rows of the page of a parent's row, and one more where there are more."""
    rows, page = table.alias(), page_of(nested)
    conditions = _conditions(nested, rows, parent, on)
    if page.after is not None:
        conditions.append(page.order.beyond(rows, f"{nested.prefix}after", after=True))
    if page.before is not None:
        conditions.append(page.order.beyond(rows, f"{nested.prefix}before", after=False))
    return page.cut(select(rows).where(*conditions), rows).correlate(parent).subquery()


def lies_before(
    nested: NestedQuery, table: FromClause, parent: FromClause, on: On
) -> ColumnElement[bool]:
    """Return whether rows of the parent's are at or before the cursor `after`."""
    return _lies_outside(nested, table, parent, on, "after")


def lies_behind(
    nested: NestedQuery, table: FromClause, parent: FromClause, on: On
) -> ColumnElement[bool]:
    """Return whether rows of the parent's are at or behind the cursor `before`."""
    return _lies_outside(nested, table, parent, on, "before")


def _lies_outside(
    nested: NestedQuery, table: FromClause, parent: FromClause, on: On, cursor: str
) -> ColumnElement[bool]:
    others, order = table.alias(), page_of(nested).order
    is_outside = order.up_to(others, f"{nested.prefix}{cursor}", after=cursor == "after")
    found = select(others.c.id).where(*_conditions(nested, others, parent, on), is_outside)
    return found.correlate(parent).exists()


def _conditions(
    nested: NestedQuery, rows: FromClause, parent: FromClause, on: On
) -> list[ColumnElement[bool]]:
    return [on(parent, rows), *(nested.named(it.build(rows)) for it in nested.conditions)]


def page_of(nested: NestedQuery) -> Page:
    """Return the page of a connection, which always has one."""
    assert nested.page is not None
    return nested.page
