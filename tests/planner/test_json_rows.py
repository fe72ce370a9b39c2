"""Compiled code writes what orjson writes, or leaves it to Python."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import json_rows, shapes
from planner.composites import Object, PageRowList, TypeChoice
from planner.json_rows import IS_INSTALLED, program_of
from planner.pages import Order, PageResult
from planner.shapes import (
    BoundaryCursor,
    Build,
    Builder,
    Constant,
    Cursor,
    GlobalId,
    NonNull,
    Nullable,
    PageInfoValue,
    RootValue,
    Scalar,
    Shape,
    compile_shape,
)
from resolvers import ids

TEXT, BOOL, INT2, INT4, INT8, DAY, TIME, FLOAT = 25, 16, 21, 23, 20, 1082, 1184, 701
START = datetime(2000, 1, 1, tzinfo=UTC)
NEWEST = Order("newest", ("inserted_at", "id"), descending=True)
SMALLEST = {INT2: -(2**15), INT4: -(2**31), INT8: -(2**63)}
SIZES = {BOOL: 1, INT2: 2, INT4: 4, INT8: 8}

compiled = pytest.mark.skipif(not IS_INSTALLED, reason="no compiled code is installed")


def binary(value: Any, type_: int) -> bytes | None:
    """Write a value as PostgreSQL sends it."""
    if value is None:
        return None
    if type_ == TEXT:
        return str(value).encode()
    number: int = int(value) if type_ in SIZES else 0
    if type_ == DAY:
        number = (value - START.date()).days
    if type_ == TIME:
        number = (value - START) // timedelta(microseconds=1)
    return number.to_bytes({DAY: 4, TIME: 8, **SIZES}[type_], signed=True)


def both(shape: Shape, types: Sequence[int], rows: list[tuple[Any, ...]]) -> tuple[Any, Any]:
    """Write a shape of a page's rows by compiled code, and by Python."""
    program = program_of(shape, types)
    sent = [tuple(map(binary, row, types)) for row in rows]
    written = program.write(sent[0], sent, True, False)
    built = compile_shape(shape)(rows[0], PageResult(rows, True, False), {})
    return written, orjson.dumps(built)


VALUES = {
    TEXT: st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    BOOL: st.booleans(),
    DAY: st.dates(),
    TIME: st.datetimes(timezones=st.just(UTC)),
} | {size: st.integers(least, -least - 1) for size, least in SMALLEST.items()}


@compiled
@pytest.mark.parametrize("type_", VALUES, ids=str)
@given(data=st.data())
def test_a_value_is_written_as_orjson_writes_it(type_: int, data: st.DataObject) -> None:
    value = data.draw(st.none() | VALUES[type_])

    by_compiled, by_python = both(Scalar(0, None, nullable=True), [type_], [(value,)])

    assert by_compiled == by_python


@compiled
@given(
    st.lists(st.tuples(st.uuids().map(str), VALUES[TIME]), min_size=1),
    st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=40),
)
def test_ids_cursors_and_pages_are_written_as_python_writes_them(
    rows: list[tuple[Any, ...]], type_name: str
) -> None:
    cursor = Cursor(NEWEST, (1, 0))
    node = Object((("id", GlobalId(0, ids.identity(type_name))), ("__typename", Constant('Ä"'))))
    edge = Object((("cursor", cursor), ("node", Nullable(node)), ("empty", Object(()))))
    info = Object(
        (
            ("hasNextPage", PageInfoValue("has_next_page")),
            ("hasPreviousPage", PageInfoValue("has_previous_page")),
            ("startCursor", BoundaryCursor(cursor, 0)),
            ("endCursor", BoundaryCursor(cursor, -1)),
        )
    )
    shape = Object((("edges", PageRowList(edge)), ("pageInfo", info)))

    by_compiled, by_python = both(shape, [TEXT, TIME], rows)

    assert by_compiled == by_python


@compiled
@pytest.mark.parametrize("kind", ["BOOK", "FILM", "RECORD", None])
@pytest.mark.parametrize("label", ["Ulysses", None])
def test_unions_and_absent_objects_are_written_as_python_writes_them(
    kind: str | None, label: str | None
) -> None:
    absent = Object((("label", Scalar(1, None, nullable=True)),), key_position=1)
    known = Object((("label", Scalar(1, None, nullable=True)), ("again", absent)))
    shape = Object(
        (
            ("thing", Nullable(TypeChoice(0, (("BOOK", known), ("FILM", Object(())))))),
            ("after", Constant("it")),
        )
    )

    by_compiled, by_python = both(shape, [TEXT, TEXT], [(kind, label)])

    assert by_compiled == by_python


@compiled
@pytest.mark.parametrize(
    "shape",
    [
        NonNull(Scalar(0, None, nullable=True), "", []),
        NonNull(Object((("a", Constant("a")),), key_position=0), "", []),
        NonNull(TypeChoice(0, (("BOOK", Object(())),)), "", []),
        Nullable(Object((("deep", NonNull(Scalar(0, None, nullable=True), "", [])),))),
    ],
    ids=["value", "object", "union", "beneath a nullable object"],
)
def test_a_null_in_a_non_null_field_is_left_to_python(shape: Shape) -> None:
    assert program_of(shape, [TEXT]).write((None,)) is None


@compiled
@pytest.mark.parametrize(
    ("type_", "sent"),
    [
        (TIME, (2**63 - 1).to_bytes(8)),  # infinity
        (TIME, (-(2**63)).to_bytes(8, signed=True)),
        (DAY, (2**31 - 1).to_bytes(4)),
        (DAY, (date(1, 1, 1) - START.date()).days.__sub__(1).to_bytes(4, signed=True)),
        (DAY, ((date(9999, 12, 31) - START.date()).days + 1).to_bytes(4)),
        (TIME, b"short"),
        (INT4, b"123"),
        (BOOL, b""),
    ],
)
def test_what_python_has_no_value_for_is_left_to_it(type_: int, sent: bytes) -> None:
    assert program_of(Scalar(0, None, nullable=True), [type_]).write((sent,)) is None


@compiled
@pytest.mark.parametrize("row", [(), [b"a"], ("text",), (1,)])
def test_a_row_that_is_none_is_left_to_python(row: Any) -> None:
    assert program_of(Scalar(0, None, nullable=True), [TEXT]).write(row) is None


@compiled
def test_rows_of_a_page_are_not_written_without_a_page() -> None:
    shape = PageRowList(Scalar(0, None, nullable=True))

    assert program_of(shape, [TEXT]).write((b"a",)) is None


@compiled
@pytest.mark.parametrize(
    ("shape", "type_"),
    [
        (Scalar(0, None, nullable=True), FLOAT),
        (Scalar(0, str.upper, nullable=True), TEXT),
        (GlobalId(0, ids.identity("Person")), INT4),
        (RootValue("key"), TEXT),
        (PageInfoValue("total"), TEXT),
        (Object((("cursor", Cursor(NEWEST, (0,))),)), FLOAT),
    ],
)
def test_a_shape_with_more_in_it_is_left_to_python(shape: Shape, type_: int) -> None:
    assert program_of(shape, [type_]) is None


@compiled
@pytest.mark.parametrize(
    "step",
    [
        (99, False, -1, 0, None, None),
        (-1, False, -1, 0, None, None),
        (json_rows.STRING, False, -1, 0, None, None),
        (json_rows.LITERAL, False, -1, 0, None, None),
        (json_rows.LITERAL, False, -1, 0, "text", None),
        (json_rows.GLOBAL_ID, False, 0, 0, None, None),
        (json_rows.GO_ON, False, -1, 0, None, None),
        (json_rows.GO_ON, False, -1, 2, None, None),
        (json_rows.NULL_UNLESS, False, 0, 5, None, None),
        (json_rows.ROWS, False, -1, 0, None, None),
        (json_rows.CURSOR, False, -1, 0, None, b""),
    ],
)
def test_an_unsound_program_is_refused(step: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="step 0 is unsound"):
        json_rows.Program((step,))


def test_the_function_that_builds_rows_is_generated_once_they_are_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    generated: list[Shape] = []

    def generate(shape: Shape) -> Build:
        generated.append(shape)
        return compile_shape(shape)

    monkeypatch.setattr(shapes, "compile_shape", generate)
    shape = Scalar(0, None, nullable=True)

    builder = Builder(shape)
    assert generated == []
    assert [builder((each,), None, {}) for each in "ab"] == ["a", "b"]

    assert generated == [shape]
