"""The shapes of an answer's parts: each generates the Python that builds its part from a row.

The generated function trusts columns that are NOT NULL. It checks the non-null fields whose source
may be null, and stops with UnexpectedNull at the first null among them. The same shapes then build
the answer again, slowly, with an error
for each such null at its path, and propagate it to the nearest nullable field (GraphQL
specification, "Handling Execution Errors").
"""
# ruff: noqa: D102 - Shape says what `code` and `build_with_errors` do

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from graphql import FieldNode

from planner.pages import Order, PageResult, cursor_writer
from planner.sources import Identity
from rules.frozen import frozen

Path = tuple[str | int, ...]


class UnexpectedNull(Exception):
    """The generated function met a null in a non-null field."""


class NullPropagation(Exception):
    """A null of a non-null field, on its way up to the nearest nullable field."""


@frozen
class FieldError:
    """The error of a null in a non-null field: its path, and the nodes of the field.

    `message` is for the log; clients receive an internal error.
    """

    message: str
    path: Path
    nodes: Sequence[FieldNode]


@dataclass(slots=True)
class ErrorWalk:
    """What is at hand while an answer is built with errors, and the errors found so far."""

    page_result: PageResult | None
    root_values: Mapping[str, Any]
    errors: list[FieldError]


class Namespace:
    """The values that generated code refers to, each under a name of its own."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._rows = 0

    def name(self, value: Any) -> str:
        """Return the name of a value, which is added where it is new."""
        for name, known in self.values.items():
            if known is value:
                return name
        name = f"n{len(self.values)}"
        self.values[name] = value
        return name

    def row(self) -> str:
        """Return a new name for a row."""
        self._rows += 1
        return f"r{self._rows}"


class Shape(Protocol):
    """One part of an answer, built from a row.

    In `code`, `row` is the name of the variable that holds the row; in `build_with_errors` it is
    the row itself.
    """

    @property
    def nullable(self) -> bool:
        """Whether it can be null."""

    def code(self, row: str, names: Namespace) -> str:
        """Generate the Python expression that builds it."""

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        """Build it and collect errors; raise NullPropagation where a null must go further up."""


Build = Callable[[Any, PageResult | None, Mapping[str, Any]], Any]


class Builder:
    """Builds a shape from a row, a page and the root field's values.

    Its function is generated when it is first called: rows that compiled code writes need none.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._build: Build | None = None

    def __call__(self, row: Any, page: PageResult | None, root_values: Mapping[str, Any]) -> Any:
        """Raise UnexpectedNull where a non-null field is null."""
        if self._build is None:
            self._build = compile_shape(self._shape)
        return self._build(row, page, root_values)


def compile_shape(shape: Shape) -> Build:
    """Generate the function that builds a shape from a row, a page and the root field's values."""
    names = Namespace()
    generated = f"def build(row, page, root_values):\n    return {shape.code('row', names)}"
    # Of what clients write, only response keys are in it, as literals.
    exec(generated, names.values)
    build: Build = names.values["build"]
    return build


@frozen
class Constant:
    """The same value for every row, as `__typename` is."""

    value: str
    nullable: bool = False

    def code(self, row: str, names: Namespace) -> str:
        return repr(self.value)

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        return self.value


@frozen
class Scalar:
    """The value of one column, converted by a function unless it is null."""

    position: int
    convert: Callable[[Any], Any] | None
    nullable: bool

    def code(self, row: str, names: Namespace) -> str:
        value = f"{row}[{self.position}]"
        if self.convert is None:
            return value
        converted = f"{names.name(self.convert)}({value})"
        return f"(None if {value} is None else {converted})" if self.nullable else converted

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        value = row[self.position]
        return value if value is None or self.convert is None else self.convert(value)


@frozen
class GlobalId:
    """A global id, from the column that holds the primary key."""

    position: int
    identity: Identity
    nullable: bool = False

    def code(self, row: str, names: Namespace) -> str:
        return Scalar(self.position, self.identity.write, self.nullable).code(row, names)

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        key = row[self.position]
        return None if key is None else self.identity.write(key)


shared_scalar, shared_id = lru_cache(maxsize=1000)(Scalar), lru_cache(maxsize=1000)(GlobalId)
"""Plans that have the same column at the same place share its shape."""


@frozen
class Cursor:
    """The cursor of a row, from the columns of the page's order."""

    order: Order
    positions: tuple[int, ...]
    nullable: bool = False

    def code(self, row: str, names: Namespace) -> str:
        arguments = ", ".join(f"{row}[{position}]" for position in self.positions)
        return f"{names.name(cursor_writer(self.order))}({arguments})"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        return cursor_writer(self.order)(*(row[position] for position in self.positions))


@frozen
class RootValue:
    """A value that the root field's function returned along with its query."""

    name: str
    nullable: bool = True

    def code(self, row: str, names: Namespace) -> str:
        return f"root_values[{self.name!r}]"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        return walk.root_values[self.name]


@frozen
class PageInfoValue:
    """A field of PageInfo, by its name in planner.pages.PageResult."""

    name: str
    nullable: bool = False

    def code(self, row: str, names: Namespace) -> str:
        return f"page.{self.name}"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        return getattr(walk.page_result, self.name)


@frozen
class BoundaryCursor:
    """The cursor of a page's first row (index 0) or last row (-1); null where it has no rows."""

    cursor: Cursor
    index: int
    nullable: bool = True

    def code(self, row: str, names: Namespace) -> str:
        cursor = self.cursor.code(f"page.rows[{self.index}]", names)
        return f"({cursor} if page.rows else None)"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        assert walk.page_result is not None
        rows = walk.page_result.rows
        return self.cursor.build_with_errors(rows[self.index], path, walk) if rows else None


@frozen
class NonNull:
    """A non-null field whose row may hold null all the same."""

    shape: Shape
    message: str
    nodes: Sequence[FieldNode]
    nullable: bool = False

    def code(self, row: str, names: Namespace) -> str:
        return f"{names.name(non_null)}({self.shape.code(row, names)})"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        value = self.shape.build_with_errors(row, path, walk)
        if value is None:
            walk.errors.append(FieldError(self.message, path, self.nodes))
            raise NullPropagation
        return value


@frozen
class Nullable:
    """A nullable field: a null that propagates from beneath it stops here."""

    shape: Shape
    nullable: bool = True

    def code(self, row: str, names: Namespace) -> str:
        return self.shape.code(row, names)

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        try:
            return self.shape.build_with_errors(row, path, walk)
        except NullPropagation:
            return None


def non_null(value: Any) -> Any:
    """Return a value that is not null. Raises UnexpectedNull."""
    if value is None:
        raise UnexpectedNull
    return value
