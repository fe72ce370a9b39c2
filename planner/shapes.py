"""How rows become the answer: shapes that write the Python that builds it, and can walk a bad row.

The written code trusts the database and stops with NullFound at the first null where the schema
promises none. Then the same shapes are walked with care, to report every such null at its path
and to carry it up to the nearest field that may be null, as the specification asks.
"""
# ruff: noqa: D102 - what `code` and `walk` do is told once, by Shape

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import FieldNode

from planner.pages import Window

Path = tuple[str | int, ...]


class NullFound(Exception):
    """The written code met a null where the schema promises a value."""


class Bubble(Exception):
    """A null on its way up to the nearest field that may be null."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """A null where the schema promises a value: what to say, at which path, of which nodes."""

    message: str
    path: Path
    nodes: Sequence[FieldNode]


@dataclass(slots=True)
class Scene:
    """What a careful walk sees: the page's window, what was given, and the errors so far."""

    window: Window | None
    given: Mapping[str, Any]
    errors: list[FieldError]


class Names:
    """What written code refers to, each under a name of its own."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._rows = 0

    def name(self, value: Any) -> str:
        """Give the name under which written code finds a value."""
        for name, known in self.values.items():
            if known is value:
                return name
        name = f"n{len(self.values)}"
        self.values[name] = value
        return name

    def row(self) -> str:
        """Give a name that no other row has."""
        self._rows += 1
        return f"r{self._rows}"


class Shape(Protocol):
    """One part of an answer. `row` names the variable, or is the value, that it is told from."""

    @property
    def nullable(self) -> bool:
        """Whether it may come out as null."""

    def code(self, row: str, names: Names) -> str:
        """Write the Python expression that builds it."""

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        """Build it with care, noting errors; raise Bubble for a null that must go up."""


Build = Callable[[Any, Window | None, Mapping[str, Any]], Any]


def written(shape: Shape) -> Build:
    """Write the function that builds a shape from a row, a page's window and what was given."""
    names = Names()
    source = f"def build(row, window, given):\n    return {shape.code('row', names)}"
    exec(source, names.values)  # written from shapes alone: the client's words are in it as reprs
    build: Build = names.values["build"]
    return build


@dataclass(frozen=True, slots=True)
class Constant:
    """The same value every time, as `__typename` is."""

    value: str
    nullable: bool = False

    def code(self, row: str, names: Names) -> str:
        return repr(self.value)

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        return self.value


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value at a position of the row, shaped by a function unless it is null."""

    position: int
    shape: Callable[[Any], Any] | None
    nullable: bool

    def code(self, row: str, names: Names) -> str:
        value = f"{row}[{self.position}]"
        if self.shape is None:
            return value
        shaped = f"{names.name(self.shape)}({value})"
        return f"(None if {value} is None else {shaped})" if self.nullable else shaped

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        value = row[self.position]
        return value if value is None or self.shape is None else self.shape(value)


@dataclass(frozen=True, slots=True)
class Call:
    """A value made of several positions of the row, as a cursor is."""

    make: Callable[..., Any]
    positions: tuple[int, ...]
    nullable: bool = False

    def code(self, row: str, names: Names) -> str:
        arguments = ", ".join(f"{row}[{position}]" for position in self.positions)
        return f"{names.name(self.make)}({arguments})"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        return self.make(*(row[position] for position in self.positions))


@dataclass(frozen=True, slots=True)
class Told:
    """A value that the root field's function gave along with its question."""

    name: str
    nullable: bool = True

    def code(self, row: str, names: Names) -> str:
        return f"given[{self.name!r}]"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        return scene.given[self.name]


@dataclass(frozen=True, slots=True)
class OfThePage:
    """A fact of the page as a whole, which is an attribute of its window."""

    name: str
    nullable: bool = False

    def code(self, row: str, names: Names) -> str:
        return f"window.{self.name}"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        return getattr(scene.window, self.name)


@dataclass(frozen=True, slots=True)
class EdgeOfPage:
    """The cursor of a page's first row (0) or last row (-1); null when it has none."""

    cursor: Call
    index: int
    nullable: bool = True

    def code(self, row: str, names: Names) -> str:
        cursor = self.cursor.code(f"window.rows[{self.index}]", names)
        return f"({cursor} if window.rows else None)"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        assert scene.window is not None
        rows = scene.window.rows
        return self.cursor.walk(rows[self.index], path, scene) if rows else None


@dataclass(frozen=True, slots=True)
class Promised:
    """A shape that the schema promises to be no null, told by a row that may hold one."""

    shape: Shape
    message: str
    nodes: Sequence[FieldNode]
    nullable: bool = False

    def code(self, row: str, names: Names) -> str:
        return f"{names.name(promised)}({self.shape.code(row, names)})"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        value = self.shape.walk(row, path, scene)
        if value is None:
            scene.errors.append(FieldError(self.message, path, self.nodes))
            raise Bubble
        return value


@dataclass(frozen=True, slots=True)
class Allowed:
    """A shape that may be null: where a null beneath it comes up, it stops here."""

    shape: Shape
    nullable: bool = True

    def code(self, row: str, names: Names) -> str:
        return self.shape.code(row, names)

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        try:
            return self.shape.walk(row, path, scene)
        except Bubble:
            return None


def promised(value: Any) -> Any:
    """Pass a value on; raise NullFound when it is null."""
    if value is None:
        raise NullFound
    return value
