"""The sources of fields: where each value comes from, as the schema declares it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause

from planner.candidates import Parts
from planner.row_queries import Condition
from rules.frozen import frozen

TypeName = str
Expression = Callable[[FromClause], ColumnElement[Any]]
On = Callable[[FromClause, FromClause], ColumnElement[bool]]
Limited = Expression | bool
"""What a value is for a caller who is limited to some of the rows: the expression that says nothing
of others, True where its own does not, or False, which refuses the caller."""


@frozen
class Identity:
    """How the global ids of a type are made: what stands before the key, and the whole of it."""

    prefix: bytes
    write: Callable[[str], str]


@dataclass(frozen=True, eq=False)
class Value:
    """A column of the object's own row, or an expression on it.

    `convert` turns a value that is not null into its JSON form, an Identity a key into an id.
    `nullable` says whether the database may hold null there; where it may not, nothing is checked
    at run time.
    """

    expression: Expression
    convert: Callable[[Any], Any] | Identity | None = None
    nullable: bool = True
    limited: Limited = False


@dataclass(frozen=True, eq=False)
class GlobalIdSource:
    """The object's global id: its type's name and its primary key."""


@dataclass(frozen=True, eq=False)
class RootValueSource:
    """A value that the root field's function returned along with its query, by its name there."""

    name: str


@dataclass(frozen=True, eq=False)
class ComputedItem:
    """The value at this position of an item of a Computed list."""

    position: int


@dataclass(frozen=True, eq=False)
class SameRow:
    """An object rendered from the same row, as the node of a payload or of an edge is."""


@dataclass(frozen=True, eq=False)
class ToOne:
    """The row of another table that this one refers to: `on(this row, that row)` joins the two.

    Where it is `optional`, there may be no such row, and the object is null. For a caller who is
    limited, `limited` joins the two, or else `on` does and the reach of the other's type. Where it
    `narrows`, everybody reads what is below that row as who is limited does.
    """

    on: On
    optional: bool = False
    limited: On | None = None
    narrows: bool = False


@dataclass(frozen=True, eq=False)
class ToMany:
    """The rows of another table that refer to this one, in an order; `limited` as of ToOne."""

    on: On
    order: Callable[[FromClause], Sequence[ColumnElement[Any]]]
    limited: On | None = None


@dataclass(frozen=True, eq=False)
class ToPage:
    """A connection of rows of another table that refer to this one, by the field's own arguments.

    `on` and `limited` are as of ToMany. What the arguments ask for is a NestedQuery.
    """

    on: On
    limited: On | None = None


@dataclass(frozen=True, eq=False)
class Computed:
    """A list that Python computes from one value of the row; see ComputedItem for its items."""

    expression: Expression
    to_rows: Callable[[Any], Sequence[Sequence[Any]]]
    limited: Limited = False


@dataclass(frozen=True, eq=False)
class TypeByColumn:
    """A union whose types are rendered from the same row; the value of a column chooses one."""

    expression: Expression
    types: Mapping[str, TypeName]
    limited: Limited = True

    def possible(self) -> Iterator[tuple[str, TypeName, "ToOne | None"]]:
        """Return each value with its type, whose rows are those that have the value."""
        return ((value, name, None) for value, name in self.types.items())


@dataclass(frozen=True, eq=False)
class NodeByColumn:
    """An object of an interface: the value of a column chooses its type, of which a row is joined.

    Null where no type has the value, or the row does not exist for the caller.
    """

    expression: Expression
    types: Mapping[TypeName, ToOne]
    limited: Limited = True

    def possible(self) -> Iterator[tuple[str, TypeName, ToOne | None]]:
        """Return each value, which is the name of its type, and how a row of that is joined."""
        return ((name, name, one) for name, one in self.types.items())


@dataclass(frozen=True, eq=False)
class FromJson:
    """An object, or a list of objects, that the database writes as JSON by the fields' names.

    The selection picks of it; the objects in it need no rows. A union's has `__typename`. Where it
    `takes_arguments`, the expression names parameters that a NestedQuery gives.
    """

    expression: Expression
    nullable: bool = False
    limited: Limited = False
    takes_arguments: bool = False


@dataclass(frozen=True, eq=False)
class JsonMember:
    """The member of the field's own name, of an object that is read by FromJson."""


@dataclass(frozen=True, eq=False)
class PageRows:
    """The rows of a connection's page: its `nodes` or `edges`."""


@dataclass(frozen=True, eq=False)
class RowCursor:
    """The cursor of a row."""


@dataclass(frozen=True, eq=False)
class PageInfoField:
    """A field of PageInfo, by its name in planner.pages.PageResult or as one of the two cursors."""

    name: str


@dataclass(frozen=True, eq=False)
class PageScalar:
    """A value that a connection has once in addition to its rows, from a FROM item of its own."""

    from_item: Callable[[], FromClause]
    expression: Expression
    convert: Callable[[Any], Any] | None = None
    limited: Limited = False


@dataclass(frozen=True, eq=False)
class RowCount:
    """How many rows a connection has on all its pages, counted no further than `most` and one.

    Where somebody keeps account of what an answer reveals, it is null: to count rows is to say that
    they are there.
    """

    most: int


Source = (
    Value
    | GlobalIdSource
    | RootValueSource
    | ComputedItem
    | SameRow
    | ToOne
    | ToMany
    | ToPage
    | Computed
    | FromJson
    | JsonMember
    | TypeByColumn
    | NodeByColumn
    | PageRows
    | RowCursor
    | PageInfoField
    | PageScalar
    | RowCount
)


@dataclass(frozen=True, eq=False)
class HangsOn:
    """The reach of rows that belong to another: to whoever may see that one, through it alone."""


HANGS_ON = HangsOn()


@dataclass(frozen=True, eq=False)
class TypeSource:
    """The sources of an object type: its table, where it has rows of its own, and its fields.

    A function of the database that returns rows is a table too; its arguments are parameters of
    the query.

    Every row query of the type has the conditions `visible` too: rows that do not meet them are as
    good as absent for the caller. Rows reached through ToOne or ToMany are not filtered: whoever
    may see the row of a query may see what hangs on it.

    A caller who is limited to some rows sees those that meet the condition `reach`, wherever they
    stand; without a reach the type is closed to them. `limited_roots` are the conditions of their
    row queries of it, None where they have none. Where rows themselves are others for them, as
    counts are, they are those of `limited_table`.
    """

    name: str
    table: FromClause | None
    fields: Mapping[str, Source] = field(default_factory=dict)
    visible: tuple[Condition, ...] = ()
    logged_column: str = "id"
    """Whose rows are meant where somebody keeps account of what was read (rule C9)."""
    reach: Condition | HangsOn | None = None
    limited_roots: tuple[Condition, ...] | None = None
    parts: Parts | None = None
    """From what their pages are cut."""
    limited_table: FromClause | None = None

    def table_for(self, *, limited: bool) -> FromClause | None:
        """Return the table of the rows that a caller reads, who may be limited to some."""
        return self.limited_table if limited and self.limited_table is not None else self.table


Sources = Mapping[TypeName, TypeSource]
