"""The shapes that hold others: objects, unions, lists, and the rows of a page."""
# ruff: noqa: D102 - Shape says what `code` and `build_with_errors` do

from collections.abc import Callable, Sequence
from typing import Any

from planner.pages import Page, PageResult, trim
from planner.shapes import ErrorWalk, Namespace, Path, Shape
from rules.frozen import frozen


@frozen
class Object:
    """An object with its fields, by response key.

    `key_position` is the position of the joined row's primary key, where the row may be absent:
    the object is null then.
    """

    fields: tuple[tuple[str, Shape], ...]
    key_position: int | None = None

    @property
    def nullable(self) -> bool:
        return self.key_position is not None

    def code(self, row: str, names: Namespace) -> str:
        inner = ", ".join(f"{key!r}: {shape.code(row, names)}" for key, shape in self.fields)
        built = "{" + inner + "}"
        if self.key_position is None:
            return built
        return f"(None if {row}[{self.key_position}] is None else {built})"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        if self.key_position is not None and row[self.key_position] is None:
            return None
        return {key: shape.build_with_errors(row, (*path, key), walk) for key, shape in self.fields}


@frozen
class TypeChoice:
    """The object of a union, chosen by the value of a column; null where no type has the value."""

    position: int
    objects: tuple[tuple[str, Object], ...]
    nullable: bool = True

    def code(self, row: str, names: Namespace) -> str:
        built = "None"
        for value, shape in reversed(self.objects):
            chosen = shape.code(row, names)
            built = f"({chosen} if {row}[{self.position}] == {value!r} else {built})"
        return built

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        for value, shape in self.objects:
            if row[self.position] == value:
                return shape.build_with_errors(row, path, walk)
        return None


@frozen
class RowList:
    """A list with an item for each of the rows that one column holds."""

    position: int
    item: Shape
    to_rows: Callable[[Any], Sequence[Any]] | None = None
    """Turns the column's value into rows, where it is not an array of rows already."""

    @property
    def nullable(self) -> bool:
        return self.to_rows is not None

    def code(self, row: str, names: Namespace) -> str:
        value, one = f"{row}[{self.position}]", names.row()
        rows = value if self.to_rows is None else f"{names.name(self.to_rows)}({value})"
        listed = f"[{self.item.code(one, names)} for {one} in {rows}]"
        return listed if self.to_rows is None else f"(None if {value} is None else {listed})"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        rows = row[self.position]
        if self.to_rows is not None and rows is not None:
            rows = self.to_rows(rows)
        return None if rows is None else _build_all(self.item, rows, path, walk)


@frozen
class PageRowList:
    """The rows of a page, as `nodes` and `edges` list them."""

    item: Shape
    nullable: bool = False

    def code(self, row: str, names: Namespace) -> str:
        one = names.row()
        return f"[{self.item.code(one, names)} for {one} in page.rows]"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        assert walk.page_result is not None
        return _build_all(self.item, walk.page_result.rows, path, walk)


@frozen
class NestedPage:
    """A connection below the root: its rows are an array in one column of its object's row.

    `key_position` is that of the primary key in the array's rows; `before_position` and
    `behind_position` are those of the flags that rows lie before and behind the page, in the
    object's row, None where they are not selected.
    """

    position: int
    shape: Shape
    page: Page
    key_position: int
    before_position: int | None
    behind_position: int | None
    nullable: bool = False

    def code(self, row: str, names: Namespace) -> str:
        built = self.shape.code(row, names)
        return f"(lambda page: {built})({names.name(self.result)}({row}))"

    def build_with_errors(self, row: Any, path: Path, walk: ErrorWalk) -> Any:
        inner = ErrorWalk(self.result(row), walk.root_values, walk.errors)
        return self.shape.build_with_errors(row, path, inner)

    def result(self, row: Any) -> PageResult:
        """Return the page of an object."""
        before, behind = self.before_position, self.behind_position
        return trim(
            row[self.position],
            self.page,
            self.key_position,
            has_previous=before is not None and row[before],
            has_next=behind is not None and row[behind],
        )


def _build_all(item: Shape, rows: Sequence[Any], path: Path, walk: ErrorWalk) -> list[Any]:
    return [item.build_with_errors(one, (*path, index), walk) for index, one in enumerate(rows)]
