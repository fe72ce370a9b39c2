"""Pages in the Relay way: their arguments, their orders, and cursors that name a place in one."""

import binascii
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, DateTime, FromClause, Text, Uuid, tuple_
from sqlalchemy.sql import bindparam

from rules.refusals import BadRequest

DEFAULT_SIZE = 20
LARGEST_SIZE = 100


@dataclass(frozen=True, eq=False)
class Order:
    """A total order of a table's rows: its columns, the last of them unique."""

    name: str
    columns: tuple[str, ...]
    descending: bool

    def sorted(self, rows: FromClause, *, backwards: bool) -> list[ColumnElement[Any]]:
        """Make the ORDER BY of this order, or of its reverse."""
        falls = self.descending is not backwards
        return [rows.c[name].desc() if falls else rows.c[name].asc() for name in self.columns]

    def beyond(self, rows: FromClause, place: str, *, after: bool) -> ColumnElement[bool]:
        """Say that a row stands after (or before) the place whose parts the parameters hold."""
        columns, parts = self._sides(rows, place)
        falls = self.descending is after
        return columns < parts if falls else columns > parts

    def up_to(self, rows: FromClause, place: str, *, after: bool) -> ColumnElement[bool]:
        """Say the contrary: that a row stands at the place or on its other side."""
        columns, parts = self._sides(rows, place)
        falls = self.descending is after
        return columns >= parts if falls else columns <= parts

    def _sides(self, rows: FromClause, place: str) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        columns = [rows.c[name] for name in self.columns]
        parts = [
            bindparam(f"{place}_{name}", type_=rows.c[name].type, required=True)
            for name in self.columns
        ]
        return tuple_(*columns), tuple_(*parts)


@dataclass(frozen=True, slots=True)
class Page:
    """A page asked for: how many rows from which end, between which places."""

    order: Order
    size: int
    backwards: bool
    after: tuple[Any, ...] | None
    before: tuple[Any, ...] | None

    @property
    def shape(self) -> tuple[Order, int, bool, bool, bool]:
        """What of it changes the statement.

        The size does: as a parameter it is unknown to a plan that Postgres keeps, so that it
        would plan each page anew, which takes as long as to fetch it.
        """
        between = (self.after is not None, self.before is not None)
        return (self.order, self.size, self.backwards, *between)

    def parameters(self) -> dict[str, Any]:
        """Give the statement its parameters: the places that the page lies between."""
        given: dict[str, Any] = {}
        for place, parts in (("after", self.after), ("before", self.before)):
            if parts is not None:
                for name, part in zip(self.order.columns, parts, strict=True):
                    given[f"{place}_{name}"] = part
        return given


@dataclass(slots=True)
class Window:
    """What a page turned out to be."""

    rows: list[Any]
    has_next_page: bool
    has_previous_page: bool


def page(
    order: Order,
    read: Callable[[str], tuple[Any, ...]],
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> Page:
    """Read a connection's arguments; neither `first` nor `last` means the first 20. Rule G.

    `read` reads a cursor of this order. Raises BadRequest.
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
        None if after is None else read(after),
        None if before is None else read(before),
    )


def cut(rows: list[Any], page: Page, present: int, earlier: bool, later: bool) -> Window:
    """Take the extra row off the page, and the empty one that stands for no rows at all.

    `present` is the position of a column that only real rows have; `earlier` and `later` say
    whether rows are known to stand outside the places the page lies between.
    """
    if rows[0][present] is None:
        return Window([], later, earlier)
    has_more = len(rows) > page.size
    if not has_more:
        return Window(rows, later, earlier)
    if page.backwards:
        return Window(rows[1:] if page.size else [], later, True)
    return Window(rows[: page.size], True, earlier)


@cache
def writer(order: Order) -> Callable[..., str]:
    """Make the function that writes the cursor of a row from the row's parts of the order."""
    salt = _salt(order)
    encode, checksum, dump = binascii.b2a_base64, zlib.crc32, orjson.dumps

    def write(*parts: Any) -> str:
        place = dump(parts)
        return encode(checksum(place, salt).to_bytes(4) + place, newline=False).decode()

    return write


def reader(order: Order, rows: FromClause) -> Callable[[str], tuple[Any, ...]]:
    """Make the function that reads a cursor back into the parts of its place.

    It raises BadRequest for what is no cursor, or one of another order.
    """
    salt = _salt(order)
    readers = [_part_reader(rows.c[name]) for name in order.columns]

    def read(cursor: str) -> tuple[Any, ...]:
        try:
            encoded = cursor.encode("ascii")
            sealed = binascii.a2b_base64(encoded, strict_mode=True)
            place = sealed[4:]
            # The last character holds bits that mean nothing: another one is another cursor.
            is_whole = binascii.b2a_base64(sealed, newline=False) == encoded
            if not is_whole or zlib.crc32(place, salt).to_bytes(4) != sealed[:4]:
                raise ValueError("The cursor is another order's")
            parts = orjson.loads(place)
            return tuple(read(part) for read, part in zip(readers, parts, strict=True))
        except (ValueError, TypeError):
            raise BadRequest("The cursor is not one of this list in this order") from None

    return read


def _salt(order: Order) -> int:
    return zlib.crc32(order.name.encode())


def _part_reader(column: ColumnElement[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, Uuid):
        return lambda part: UUID(_text(part))
    if isinstance(column.type, DateTime):
        return _time
    assert isinstance(column.type, Text)
    return _text


# The checksum keeps nobody from making a cursor up: a part is what Postgres takes, or none at all.
def _time(part: str) -> datetime:
    time = datetime.fromisoformat(part)
    if time.utcoffset() != timedelta(0):
        raise ValueError("A time in a cursor is UTC")
    return time


def _text(part: Any) -> str:
    if not isinstance(part, str) or "\0" in part:
        raise ValueError("A text in a cursor is text")
    return part
