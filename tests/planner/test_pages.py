"""Cursors name places and nothing else, and a page is cut where it was asked to be."""

import binascii
import zlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid

from planner.pages import (
    LARGEST_SIZE,
    Order,
    Page,
    PageResult,
    cursor_reader,
    cursor_writer,
    read_page,
    trim,
)
from rules.refusals import BadRequest

ROWS = Table(
    "rows",
    MetaData(),
    Column("id", Uuid),
    Column("word", Text),
    Column("at", DateTime(timezone=True)),
)
BY_WORD = Order("rows WORD", ("word", "at", "id"), descending=False)
BY_WORD_BACK = Order("rows WORD_DESC", ("word", "at", "id"), descending=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
PLACES = st.tuples(TEXTS, st.datetimes(timezones=st.just(UTC)), st.uuids())


def write(order: Order, place: tuple[str, datetime, UUID]) -> str:
    """Write a cursor as shapes do, to whom keys come as text."""
    return cursor_writer(order)(place[0], place[1], str(place[2]))


@given(place=PLACES)
def test_a_cursor_reads_back_as_the_place_it_was_written_for(
    place: tuple[str, datetime, UUID],
) -> None:
    assert cursor_reader(BY_WORD, ROWS)(write(BY_WORD, place)) == place


@given(place=PLACES)
def test_a_cursor_of_another_order_is_refused(place: tuple[str, datetime, UUID]) -> None:
    with pytest.raises(BadRequest):
        cursor_reader(BY_WORD_BACK, ROWS)(write(BY_WORD, place))


@given(place=PLACES, at=st.integers(0), other=st.characters())
def test_a_cursor_with_a_changed_character_is_refused(
    place: tuple[str, datetime, UUID], at: int, other: str
) -> None:
    cursor = write(BY_WORD, place)
    at %= len(cursor)
    changed = cursor[:at] + other + cursor[at + 1 :]
    if changed == cursor:
        return

    with pytest.raises(BadRequest):
        cursor_reader(BY_WORD, ROWS)(changed)


@given(text=st.text())
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        cursor_reader(BY_WORD, ROWS)(text)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        None,
        7,
        {"word": 1, "at": 2, "id": 3},
        ["a", "2020-01-01T00:00:00+00:00"],
        ["a\0", "2020-01-01T00:00:00+00:00", "00000000-0000-0000-0000-000000000000"],
        [None, "2020-01-01T00:00:00+00:00", "00000000-0000-0000-0000-000000000000"],
        ["a", "2020-01-01T00:00:00", "00000000-0000-0000-0000-000000000000"],
        ["a", "0001-01-01T00:00:00+14:00", "00000000-0000-0000-0000-000000000000"],
        ["a", 7, "00000000-0000-0000-0000-000000000000"],
        ["a", "2020-01-01T00:00:00+00:00", 7],
        ["a", "2020-01-01T00:00:00+00:00", [1]],
    ],
)
def test_a_cursor_that_somebody_made_up_is_refused_before_postgres_sees_it(parts: Any) -> None:
    place = orjson.dumps(parts)
    sealed = zlib.crc32(place, zlib.crc32(BY_WORD.name.encode())).to_bytes(4) + place
    cursor = binascii.b2a_base64(sealed, newline=False).decode()

    with pytest.raises(BadRequest):
        cursor_reader(BY_WORD, ROWS)(cursor)


@pytest.mark.parametrize(
    ("first", "last", "size", "backwards"),
    [
        (None, None, 20, False),
        (0, None, 0, False),
        (100, None, 100, False),
        (None, 0, 0, True),
        (None, 100, 100, True),
    ],
)
def test_a_page_has_the_size_that_is_asked_for(
    first: int | None, last: int | None, size: int, backwards: bool
) -> None:
    asked = read_page(BY_WORD, lambda cursor: (), first, None, last, None)

    assert (asked.size, asked.backwards) == (size, backwards)


@pytest.mark.parametrize(
    ("first", "last"),
    [(1, 1), (0, 0), (-1, None), (None, -1), (LARGEST_SIZE + 1, None), (None, LARGEST_SIZE + 1)],
)
def test_a_page_of_no_sensible_size_is_refused(first: int | None, last: int | None) -> None:
    with pytest.raises(BadRequest):
        read_page(BY_WORD, lambda cursor: (), first, None, last, None)


@pytest.mark.parametrize("earlier", [False, True])
@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize(
    ("found", "size", "backwards", "kept", "is_more"),
    [
        ([None], 2, False, [], False),
        ([None], 2, True, [], False),
        ([1], 2, False, [1], False),
        ([1], 2, True, [1], False),
        ([1, 2], 2, False, [1, 2], False),
        ([1, 2], 2, True, [1, 2], False),
        ([1, 2, 3], 2, False, [1, 2], True),
        ([1, 2, 3], 2, True, [2, 3], True),
        ([1], 0, False, [], True),
        ([1], 0, True, [], True),
        ([None], 0, False, [], False),
        ([None], 0, True, [], False),
    ],
)
def test_the_row_beyond_a_page_says_that_there_are_more_and_is_not_returned(
    found: list[int | None],
    size: int,
    backwards: bool,
    kept: list[int],
    is_more: bool,
    earlier: bool,
    later: bool,
) -> None:
    rows = [(it,) for it in found]

    window = trim(
        rows,
        Page(BY_WORD, size, backwards, None, None),
        0,
        has_previous=earlier,
        has_next=later,
    )

    assert window == PageResult(
        [(it,) for it in kept],
        has_next_page=later or (is_more and not backwards),
        has_previous_page=earlier or (is_more and backwards),
    )
