"""The shapes that hold others: objects, one of several objects, lists and a page's rows."""
# ruff: noqa: D102 - what `code` and `walk` do is told once, by Shape

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from planner.shapes import Names, Path, Scene, Shape


@dataclass(frozen=True, slots=True)
class Object:
    """An object with its fields; null where the row it is told from is absent."""

    fields: tuple[tuple[str, Shape], ...]
    present: int | None = None

    @property
    def nullable(self) -> bool:
        return self.present is not None

    def code(self, row: str, names: Names) -> str:
        inner = ", ".join(f"{key!r}: {shape.code(row, names)}" for key, shape in self.fields)
        built = "{" + inner + "}"
        if self.present is None:
            return built
        return f"(None if {row}[{self.present}] is None else {built})"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        if self.present is not None and row[self.present] is None:
            return None
        return {key: shape.walk(row, (*path, key), scene) for key, shape in self.fields}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several objects, by what a position of the row says; null where it says none."""

    position: int
    objects: tuple[tuple[str, Object], ...]
    nullable: bool = True

    def code(self, row: str, names: Names) -> str:
        built = "None"
        for value, shape in reversed(self.objects):
            chosen = shape.code(row, names)
            built = f"({chosen} if {row}[{self.position}] == {value!r} else {built})"
        return built

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        for value, shape in self.objects:
            if row[self.position] == value:
                return shape.walk(row, path, scene)
        return None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with an item for each row that a position of the row holds."""

    position: int
    item: Shape
    make: Callable[[Any], Sequence[Any]] | None = None
    """Makes the rows of a value that is none yet, unless it is null."""

    @property
    def nullable(self) -> bool:
        return self.make is not None

    def code(self, row: str, names: Names) -> str:
        value, one = f"{row}[{self.position}]", names.row()
        rows = value if self.make is None else f"{names.name(self.make)}({value})"
        listed = f"[{self.item.code(one, names)} for {one} in {rows}]"
        return listed if self.make is None else f"(None if {value} is None else {listed})"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        rows = row[self.position]
        if self.make is not None and rows is not None:
            rows = self.make(rows)
        return None if rows is None else _walk_all(self.item, rows, path, scene)


@dataclass(frozen=True, slots=True)
class RowsOfPage:
    """A list with an item for each row of the page."""

    item: Shape
    nullable: bool = False

    def code(self, row: str, names: Names) -> str:
        one = names.row()
        return f"[{self.item.code(one, names)} for {one} in window.rows]"

    def walk(self, row: Any, path: Path, scene: Scene) -> Any:
        assert scene.window is not None
        return _walk_all(self.item, scene.window.rows, path, scene)


def _walk_all(item: Shape, rows: Sequence[Any], path: Path, scene: Scene) -> list[Any]:
    """Walk each row of a list."""
    return [item.walk(one, (*path, index), scene) for index, one in enumerate(rows)]
