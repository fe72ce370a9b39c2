"""Builds one SELECT: its columns, which shapes read by position, and its joins."""

from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import (
    Cast,
    ColumnClause,
    ColumnElement,
    FromClause,
    Select,
    Text,
    Uuid,
    cast,
    func,
    select,
    true,
)

from planner.pages import Order
from planner.sources import On, PageScalar, ToMany, ToOne


class SelectBuilder:
    """A SELECT under construction; a column or a join that is asked for twice is there once."""

    def __init__(self, rows: FromClause, from_item: FromClause | None = None) -> None:
        self.rows = rows
        self.columns: list[ColumnElement[Any]] = []
        self.count_rows: Callable[[int], ColumnElement[Any]] | None = None
        """Returns how many rows the query has, counted so far; None below a root field."""
        self.page_info_fields: set[str] = set()
        """The fields of PageInfo that are asked for in addition to the cursors."""
        self._from = rows if from_item is None else from_item
        self._expression_positions: dict[Hashable, int] = {}
        self._column_positions: dict[ColumnElement[Any], int] = {}
        self._joined: dict[Hashable, FromClause] = {}

    def position_of_column(self, column: ColumnElement[Any]) -> int:
        """Select a column and return its position; UUIDs as text, the form of answers."""
        known = self._column_positions.get(column)
        if known is None:
            known = self._column_positions[column] = len(self.columns)
            self.columns.append(cast(column, Text) if isinstance(column.type, Uuid) else column)
        return known

    def position_of_expression(
        self, key: Hashable, expression: Callable[[], ColumnElement[Any]]
    ) -> int:
        """Select an expression, built once for each key, and return its position."""
        known = self._expression_positions.get(key)
        if known is None:
            known = self._expression_positions[key] = self.position_of_column(expression())
        return known

    def position_of_key(self, rows: FromClause) -> int:
        """Select a table's primary key, null where no row was joined; return its position."""
        return self.position_of_column(rows.c.id)

    def join(self, parent: FromClause, one: ToOne, table: FromClause, on: On) -> FromClause:
        """Join the row that `parent` refers to, and return its alias."""
        known = self._joined.get((parent, one))
        if known is None:
            known = self._joined[parent, one] = table.alias()
            self._from = self._from.outerjoin(known, on(parent, known))
        return known

    def join_page_scalar(self, scalar: PageScalar) -> FromClause:
        """Join the FROM item of a value that a page has once, and return it."""
        known = self._joined.get(scalar.from_item)
        if known is None:
            known = self._joined[scalar.from_item] = scalar.from_item()
            self._from = self._from.outerjoin(known, true())
        return known

    def columns_of_rows(self, after: int) -> tuple[str, ...] | None:
        """Name the columns after a position; None where one is of anything but `rows`."""
        columns = [it.clause if isinstance(it, Cast) else it for it in self.columns[after + 1 :]]
        names = [
            it.name for it in columns if isinstance(it, ColumnClause) and it.table is self.rows
        ]
        return tuple(names) if len(names) == len(columns) else None

    def select(self) -> Select[Any]:
        """Return the SELECT of all columns asked for so far."""
        return select(*self.columns).select_from(self._from)

    def array_of(self, many: ToMany, parent: FromClause, on: On) -> ColumnElement[Any]:
        """Return an array of records, one for each row that refers to a parent row."""
        records = self._records().where(on(parent, self.rows)).order_by(*many.order(self.rows))
        return func.array(records.correlate(parent).scalar_subquery())

    def array_of_page(self, order: Order) -> ColumnElement[Any]:
        """Return an array of records, one for each row of a page, in its order."""
        records = self._records().order_by(*order.sorted(self.rows, backwards=False))
        return func.array(records.scalar_subquery())

    def _records(self) -> Select[Any]:
        return select(func.row(*self.columns)).select_from(self._from)
