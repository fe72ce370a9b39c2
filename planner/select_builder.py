"""Builds one SELECT: its columns, which shapes read by position, and its joins."""

from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import (
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

from planner.sources import PageScalar, ToMany, ToOne


class SelectBuilder:
    """A SELECT under construction; a column or a join that is asked for twice is there once."""

    def __init__(self, rows: FromClause, source: FromClause | None = None) -> None:
        self.rows = rows
        self.columns: list[ColumnElement[Any]] = []
        self.page_info_fields: set[str] = set()
        """The fields of PageInfo that are asked for beside the cursors."""
        self._source = rows if source is None else source
        self._positions: dict[Hashable, int] = {}
        self._columns: dict[ColumnElement[Any], int] = {}
        self._joined: dict[Hashable, FromClause] = {}

    def column(self, column: ColumnElement[Any]) -> int:
        """Return the position of a column; UUIDs are selected as text, the form of answers."""
        known = self._columns.get(column)
        if known is None:
            known = self._columns[column] = len(self.columns)
            self.columns.append(cast(column, Text) if isinstance(column.type, Uuid) else column)
        return known

    def position(self, key: Hashable, expression: Callable[[], ColumnElement[Any]]) -> int:
        """Return the position of an expression, which is built once for each key."""
        known = self._positions.get(key)
        if known is None:
            known = self._positions[key] = self.column(expression())
        return known

    def key(self, rows: FromClause) -> int:
        """Return the position of a table's primary key, which is null where no row was joined."""
        return self.column(rows.c.id)

    def join(self, parent: FromClause, one: ToOne, table: FromClause) -> FromClause:
        """Join the row that `parent` refers to, and return its alias."""
        known = self._joined.get((parent, one))
        if known is None:
            known = self._joined[parent, one] = table.alias()
            self._source = self._source.outerjoin(known, one.on(parent, known))
        return known

    def join_page_scalar(self, scalar: PageScalar) -> FromClause:
        """Join the FROM item of a value that a page has once, and return it."""
        known = self._joined.get(scalar.source)
        if known is None:
            known = self._joined[scalar.source] = scalar.source()
            self._source = self._source.outerjoin(known, true())
        return known

    def select(self) -> Select[Any]:
        """Return the SELECT of all columns asked for so far."""
        return select(*self.columns).select_from(self._source)

    def array_of(self, many: ToMany, parent: FromClause) -> ColumnElement[Any]:
        """Return an array of records, one for each row that refers to a parent row."""
        rows = select(func.row(*self.columns)).select_from(self._source)
        rows = rows.where(many.on(parent, self.rows)).order_by(*many.order(self.rows))
        return func.array(rows.correlate(parent).scalar_subquery())
