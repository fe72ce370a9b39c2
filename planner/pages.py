"""Pages of Relay connections: their arguments, their orders, their cursors."""

import binascii
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    Select,
    Text,
    Uuid,
    literal_column,
    tuple_,
)
from sqlalchemy.sql import bindparam

from rules.frozen import frozen
from rules.refusals import BadRequest

DEFAULT_SIZE = 20
LARGEST_SIZE = 100


@dataclass(frozen=True, eq=False)
class Order:
    """A total order of a table's rows: its columns, of which the last is unique."""

    name: str
    columns: tuple[str, ...]
    descending: bool

    @property
    def salt(self) -> int:
        """What the checksums of its cursors begin with: no other order's begin so."""
        return zlib.crc32(self.name.encode())

    def sorted(self, rows: FromClause, *, backwards: bool) -> list[ColumnElement[Any]]:
        """Return the ORDER BY of this order, or of its reverse."""
        descending = self.descending != backwards
        return [rows.c[name].desc() if descending else rows.c[name].asc() for name in self.columns]

    def beyond(self, rows: FromClause, cursor: str, *, after: bool) -> ColumnElement[bool]:
        """Return the condition that a row lies after (or before) a cursor.

        The cursor's parts are parameters named `{cursor}_{column}`. Rows after it are greater in an
        ascending order and less in a descending one; those before it the other way round.
        """
        columns, parts = self._sides(rows, cursor)
        return columns < parts if after == self.descending else columns > parts

    def up_to(self, rows: FromClause, cursor: str, *, after: bool) -> ColumnElement[bool]:
        """Return the contrary: that a row is the cursor's own, or lies on its other side."""
        columns, parts = self._sides(rows, cursor)
        return columns >= parts if after == self.descending else columns <= parts

    def _sides(
        self, rows: FromClause, cursor: str
    ) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        columns = [rows.c[name] for name in self.columns]
        parts = [
            bindparam(f"{cursor}_{name}", type_=rows.c[name].type, required=True)
            for name in self.columns
        ]
        return tuple_(*columns), tuple_(*parts)


@frozen
class Page:
    """A page as its arguments ask for it: how many rows from which end, between which cursors."""

    order: Order
    size: int
    backwards: bool
    after: tuple[Any, ...] | None
    before: tuple[Any, ...] | None

    @property
    def plan_key(self) -> tuple[Order, int, bool, bool, bool]:
        """What of it changes the text of the statement.

        The size is part of the text: PostgreSQL makes no generic plan of a LIMIT that is a
        parameter, and planning a page each time takes as long as fetching it.
        """
        between = (self.after is not None, self.before is not None)
        return (self.order, self.size, self.backwards, *between)

    def cut(self, rows: Select[Any], ordered: FromClause) -> Select[Any]:
        """Take the page's rows from its own end, by the columns of `ordered`.

        One row more than asked for shows whether there are others.
        """
        size = literal_column(str(self.size + 1), Integer)
        return rows.order_by(*self.order.sorted(ordered, backwards=self.backwards)).limit(size)

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the statement: the parts of the cursors."""
        values: dict[str, Any] = {}
        for cursor, parts in (("after", self.after), ("before", self.before)):
            if parts is not None:
                for name, part in zip(self.order.columns, parts, strict=True):
                    values[f"{cursor}_{name}"] = part
        return values


@dataclass(slots=True)
class PageResult:
    """The rows of a page, and whether others lie around them."""

    rows: list[Any]
    has_next_page: bool
    has_previous_page: bool


def read_page(
    order: Order,
    read_cursor: Callable[[str], tuple[Any, ...]],
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> Page:
    """Read a connection's arguments; neither `first` nor `last` means the first 20. Rule G.

    `read_cursor` reads a cursor of this order. Raises BadRequest.
    """
    if first is not None and last is not None:
        raise BadRequest("A page is asked for by first or by last, not by both")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= LARGEST_SIZE:
            raise BadRequest(f"{name} is a number from 0 to {LARGEST_SIZE}")
    size = last if last is not None else first
    return Page(
        order,
        DEFAULT_SIZE if size is None else size,
        last is not None,
        None if after is None else read_cursor(after),
        None if before is None else read_cursor(before),
    )


def trim(
    rows: list[Any], page: Page, key_position: int, *, has_previous: bool, has_next: bool
) -> PageResult:
    """Drop the row that was fetched to see whether there are more, and the row of an empty page.

    `key_position` is the position of the primary key, null in the row of an empty page.
    `has_previous` and `has_next` say whether rows are known before `after`, or behind `before`.
    """
    if not rows or rows[0][key_position] is None:
        return PageResult([], has_next, has_previous)
    has_more = len(rows) > page.size
    if not has_more:
        return PageResult(rows, has_next, has_previous)
    if page.backwards:
        return PageResult(rows[1:] if page.size else [], has_next, True)
    return PageResult(rows[: page.size], True, has_previous)


def look_ahead(rows: list[Any], page: Page, key_position: int) -> Any:
    """Return the row that was fetched to see whether there are more; None where it shows none."""
    if rows[0][key_position] is None or len(rows) <= page.size:
        return None
    return rows[0 if page.backwards else page.size]


@cache
def cursor_writer(order: Order) -> Callable[..., str]:
    """Return the function that writes a cursor from the values of the order's columns."""
    salt = order.salt
    encode, checksum, dump = binascii.b2a_base64, zlib.crc32, orjson.dumps

    def write(*parts: Any) -> str:
        values = dump(parts)
        return encode(checksum(values, salt).to_bytes(4) + values, newline=False).decode()

    return write


def cursor_reader(order: Order, rows: FromClause) -> Callable[[str], tuple[Any, ...]]:
    """Return the function that reads a cursor back into the values of the order's columns.

    It raises BadRequest for what is no cursor, or is one of another order.
    """
    salt = order.salt
    readers = [_part_reader(rows.c[name]) for name in order.columns]

    def read(cursor: str) -> tuple[Any, ...]:
        try:
            encoded = cursor.encode("ascii")
            sealed = binascii.a2b_base64(encoded, strict_mode=True)
            values = sealed[4:]
            # base64 leaves unused bits in the last character: accept only the canonical spelling.
            is_canonical = binascii.b2a_base64(sealed, newline=False) == encoded
            if not is_canonical or zlib.crc32(values, salt).to_bytes(4) != sealed[:4]:
                raise ValueError("The cursor is another order's")
            parts = orjson.loads(values)
            return tuple(reader(part) for reader, part in zip(readers, parts, strict=True))
        except (ValueError, TypeError):
            raise BadRequest("The cursor is not one of this list in this order") from None

    return read


def _part_reader(column: ColumnElement[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, Uuid):
        return lambda part: UUID(_text(part))
    if isinstance(column.type, DateTime):
        return _time
    if isinstance(column.type, Integer):
        return _number
    assert isinstance(column.type, Text)
    return _text


# The checksum is no signature, so each part is validated before PostgreSQL sees it.
def _time(part: str) -> datetime:
    time = datetime.fromisoformat(part)
    if time.utcoffset() != timedelta(0):
        raise ValueError("A time in a cursor is UTC")
    return time


def _number(part: Any) -> int:
    if type(part) is not int or not 0 <= part < 2**31:
        raise ValueError("A number in a cursor counts")
    return part


def _text(part: Any) -> str:
    if not isinstance(part, str) or "\0" in part:
        raise ValueError("A text in a cursor is text")
    return part
