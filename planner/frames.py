"""A SELECT under construction: the columns that shapes read by position, and the rows joined in."""

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

from planner.sources import Head, Many, One


class Frame:
    """The rows of one SELECT; what is asked twice is selected and joined once."""

    def __init__(self, rows: FromClause, source: FromClause | None = None) -> None:
        self.rows = rows
        self.columns: list[ColumnElement[Any]] = []
        self.facts: set[str] = set()
        """The facts of the page that are asked for."""
        self._source = rows if source is None else source
        self._positions: dict[Hashable, int] = {}
        self._columns: dict[ColumnElement[Any], int] = {}
        self._joined: dict[Hashable, FromClause] = {}

    def column(self, column: ColumnElement[Any]) -> int:
        """Find the place of a column in each row; UUIDs travel as text, as they are told."""
        known = self._columns.get(column)
        if known is None:
            known = self._columns[column] = len(self.columns)
            self.columns.append(cast(column, Text) if isinstance(column.type, Uuid) else column)
        return known

    def position(self, key: Hashable, expression: Callable[[], ColumnElement[Any]]) -> int:
        """Find the place of what an expression says; it is made once for each key."""
        known = self._positions.get(key)
        if known is None:
            known = self._positions[key] = self.column(expression())
        return known

    def key(self, rows: FromClause) -> int:
        """Find the place of the key of some rows, which is null where there is no row."""
        return self.column(rows.c.id)

    def joined(self, parent: FromClause, one: One, table: FromClause) -> FromClause:
        """Find the row that another points at."""
        known = self._joined.get((parent, one))
        if known is None:
            known = self._joined[parent, one] = table.alias()
            self._source = self._source.outerjoin(known, one.on(parent, known))
        return known

    def beside(self, head: Head) -> FromClause:
        """Find the FROM item that a value beside the rows is told from."""
        known = self._joined.get(head.source)
        if known is None:
            known = self._joined[head.source] = head.source()
            self._source = self._source.outerjoin(known, true())
        return known

    def selected(self) -> Select[Any]:
        """Make the SELECT of all columns asked for so far."""
        return select(*self.columns).select_from(self._source)

    def gathered(self, many: Many, parent: FromClause) -> ColumnElement[Any]:
        """Make one array of records of the rows that point at a parent row."""
        rows = select(func.row(*self.columns)).select_from(self._source)
        rows = rows.where(many.on(parent, self.rows)).order_by(*many.order(self.rows))
        return func.array(rows.correlate(parent).scalar_subquery())
