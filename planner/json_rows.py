"""Writes the rows of a plan as the text of JSON, where a module compiled from C is installed.

A shape (`planner/shapes.py`) generates Python that builds dictionaries, which orjson then writes.
Most answers are texts, times and ids, for which the detour costs more than all the rest; for these
a shape becomes a program of few kinds of steps, and `_json_rows.c` writes the same bytes from what
PostgreSQL sent. It is the same plan: the statement, its columns and its order are not touched.

Without the module, for a shape that has more in it, and for a row that a program cannot write (a
null in a non-null field above all), the generated Python does as it always did.
"""

from collections.abc import Sequence
from typing import Any, Final

import orjson

from planner.composites import Object, PageRowList, TypeChoice
from planner.shapes import (
    BoundaryCursor,
    Constant,
    Cursor,
    GlobalId,
    NonNull,
    Nullable,
    PageInfoValue,
    Scalar,
    Shape,
)

Program: Any
try:
    from planner._json_rows import Program
except ImportError:
    Program = None
IS_INSTALLED: Final[bool] = Program is not None

LITERAL, STRING, TIME, DAY, BOOLEAN, INTEGER, GLOBAL_ID, CURSOR, NULL_UNLESS, UNLESS_EQUAL = range(
    10
)
GO_ON, UNFIT, ROWS, BOUNDARY, HAS_NEXT, HAS_PREVIOUS = range(10, 16)
"""The kinds of steps, in the order of `enum act` in `_json_rows.c`."""

COLUMN_STEPS: Final = {
    **dict.fromkeys((25, 1043), STRING),
    **dict.fromkeys((20, 21, 23), INTEGER),
    16: BOOLEAN,
    1082: DAY,
    1184: TIME,
}
"""How a column is written, by its type: text, varchar, bigint, smallint, integer, boolean, date,
timestamptz. By any other, Python writes it."""
TEXTS: Final = (25, 1043)

PAGE_FLAGS: Final = {"has_next_page": HAS_NEXT, "has_previous_page": HAS_PREVIOUS}


class NotWritable(Exception):
    """The shape has a part that no step writes."""


def program_of(shape: Shape, types: Sequence[int]) -> Any:
    """Return the program that writes a shape from columns of these types; None where none does."""
    if not IS_INSTALLED:
        return None
    try:
        return _Writing(types).program(shape)
    except NotWritable:
        return None


class _Writing:
    """The steps of one program while they are put together."""

    def __init__(self, types: Sequence[int]) -> None:
        self._types = types
        self._steps: list[list[Any]] = []

    def program(self, shape: Shape) -> Any:
        self._write(shape, is_required=False)
        return self._finished()

    def _finished(self) -> Any:
        return Program(tuple(map(tuple, self._steps)))

    def _inner(self) -> "_Writing":
        return _Writing(self._types)

    def _step(
        self,
        act: int,
        position: int = -1,
        number: int = 0,
        text: bytes | None = None,
        inner: Any = None,
        *,
        is_required: bool = False,
    ) -> list[Any]:
        step = [act, is_required, position, number, text, inner]
        self._steps.append(step)
        return step

    def _literal(self, text: bytes) -> None:
        last = self._steps[-1] if self._steps else None
        # One that something jumps to stays apart: what jumps knows only its number.
        if last is not None and last[0] == LITERAL and len(self._steps) not in self._targets():
            last[4] += text
        else:
            self._step(LITERAL, text=text)

    def _targets(self) -> set[int]:
        return {it[3] for it in self._steps if it[0] in (NULL_UNLESS, UNLESS_EQUAL, GO_ON)}

    def _write(self, shape: Shape, *, is_required: bool) -> None:
        match shape:
            case NonNull():
                self._write(shape.shape, is_required=True)
            case Nullable():
                self._write(shape.shape, is_required=False)
            case Object():
                self._object(shape, is_required=is_required)
            case TypeChoice():
                self._choice(shape, is_required=is_required)
            case Constant() | Scalar() | GlobalId() | Cursor():
                self._value(shape, is_required=is_required)
            case _:
                self._of_page(shape)

    def _value(self, shape: Shape, *, is_required: bool) -> None:
        match shape:
            case Constant():
                self._literal(orjson.dumps(shape.value))
            case Scalar(convert=None):
                self._column(shape.position, is_required=is_required)
            case GlobalId(position=position, identity=identity):
                self._check_is_text(position)
                self._step(GLOBAL_ID, position, text=identity.prefix, is_required=is_required)
            case Cursor():
                self._cursor(shape)
            case _:
                raise NotWritable

    def _of_page(self, shape: Shape) -> None:
        match shape:
            case PageRowList():
                self._step(ROWS, inner=self._inner().program(shape.item))
            case BoundaryCursor():
                inner = self._inner()
                inner._cursor(shape.cursor)
                self._step(BOUNDARY, number=-shape.index, inner=inner._finished())
            case PageInfoValue(name=name) if name in PAGE_FLAGS:
                self._step(PAGE_FLAGS[name])
            case _:
                raise NotWritable

    def _column(self, position: int, *, is_required: bool = False) -> None:
        act = COLUMN_STEPS.get(self._types[position])
        if act is None:
            raise NotWritable
        self._step(act, position, is_required=is_required)

    def _object(self, shape: Object, *, is_required: bool) -> None:
        absent = None
        if shape.key_position is not None:
            absent = self._step(NULL_UNLESS, shape.key_position, is_required=is_required)
        for index, (key, field) in enumerate(shape.fields):
            self._literal((b"," if index else b"{") + orjson.dumps(key) + b":")
            self._write(field, is_required=False)
        self._literal(b"}" if shape.fields else b"{}")
        if absent is not None:
            absent[3] = len(self._steps)

    def _choice(self, shape: TypeChoice, *, is_required: bool) -> None:
        self._check_is_text(shape.position)
        ends = []
        for value, chosen in shape.objects:
            other = self._step(UNLESS_EQUAL, shape.position, text=value.encode())
            self._object(chosen, is_required=is_required)
            ends.append(self._step(GO_ON))
            other[3] = len(self._steps)
        if is_required:
            self._step(UNFIT)
        else:
            self._step(LITERAL, text=b"null")
        for end in ends:
            end[3] = len(self._steps)

    def _cursor(self, cursor: Cursor) -> None:
        inner = self._inner()
        for index, position in enumerate(cursor.positions):
            inner._literal(b"," if index else b"[")
            inner._column(position)
        inner._literal(b"]")
        self._step(CURSOR, number=cursor.order.salt, inner=inner._finished())

    def _check_is_text(self, position: int) -> None:
        if self._types[position] not in TEXTS:
            raise NotWritable
