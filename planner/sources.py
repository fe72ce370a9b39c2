"""Where the value of each field comes from: what a schema declares and a plan is compiled from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table

type_name = str
Expression = Callable[[FromClause], ColumnElement[Any]]


@dataclass(frozen=True, eq=False)
class Value:
    """A value in the object's own row: a column by its name, or an expression on the row.

    `shape` turns a value that is not null into what JSON holds. `nullable` says whether the
    database itself may hold null there; where it may not, nothing is checked at run time.
    """

    expression: Expression
    shape: Callable[[Any], Any] | None = None
    nullable: bool = True


@dataclass(frozen=True, eq=False)
class GlobalId:
    """The object's opaque id: its type's name and its key."""


@dataclass(frozen=True, eq=False)
class Given:
    """A value that the root field's own function gave along with its rows."""

    name: str


@dataclass(frozen=True, eq=False)
class Item:
    """The value at this position of an item of a Made list."""

    position: int


@dataclass(frozen=True, eq=False)
class Same:
    """An object that is told from the same row, as a payload's node or an edge's."""


@dataclass(frozen=True, eq=False)
class One:
    """Another row that this one points at: `on` joins the two, first this one."""

    on: Callable[[FromClause, FromClause], ColumnElement[bool]]
    optional: bool = False


@dataclass(frozen=True, eq=False)
class Many:
    """Rows that point at this one, in an order."""

    on: Callable[[FromClause, FromClause], ColumnElement[bool]]
    order: Callable[[FromClause], Sequence[ColumnElement[Any]]]


@dataclass(frozen=True, eq=False)
class Made:
    """A list that Python makes of one value of the row; its items answer by position."""

    expression: Expression
    make: Callable[[Any], Sequence[Sequence[Any]]]


@dataclass(frozen=True, eq=False)
class OneOf:
    """One of several types, all told from the same row, by what a column says."""

    expression: Expression
    types: Mapping[str, type_name]


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a page, as a connection lists them."""


@dataclass(frozen=True, eq=False)
class Cursor:
    """The place of a row in its page's order."""


@dataclass(frozen=True, eq=False)
class Window:
    """A fact of the page as a whole, by its name in planner.pages.Window."""

    name: str


@dataclass(frozen=True, eq=False)
class Head:
    """A value told once beside the rows, from a FROM item of its own."""

    source: Callable[[], FromClause]
    expression: Expression
    shape: Callable[[Any], Any] | None = None


Source = (
    Value
    | GlobalId
    | Given
    | Item
    | Same
    | One
    | Many
    | Made
    | OneOf
    | Rows
    | Cursor
    | Window
    | Head
)


@dataclass(frozen=True, eq=False)
class TypeSource:
    """An object type: the table of its rows, if it has rows of its own, and its fields."""

    name: str
    table: Table | None
    fields: Mapping[str, Source] = field(default_factory=dict)


Sources = Mapping[type_name, TypeSource]
