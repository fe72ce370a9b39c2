"""How lines become rows: quotes that are never closed, rows that are empty, separators (N2)."""

import csv
from io import StringIO
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.importing.csv_rows import LONGEST_LINE, MOST_LINES, Row, rows


def read(text: str, delimiter: str = ",", width: int | None = None) -> list[Row]:
    return list(rows(StringIO(text, newline=""), delimiter, width))


def never_closed(line: int) -> str:
    return f"the quote that opens on line {line} is never closed"


def test_n2_a_quote_that_is_never_closed_costs_its_own_row() -> None:
    found = read('a,b\n1,"Ann,Lee\n2,Bob\n3,Cat\n')

    assert found == [
        Row(1, ["a", "b"]),
        Row(2, ["1", "Ann,Lee"], never_closed(2)),
        Row(3, ["2", "Bob"]),
        Row(4, ["3", "Cat"]),
    ]


def test_n2_the_next_quote_does_not_close_it() -> None:
    found = read('1,"Ann,Lee\n2,"Bob",Lee\n3,Cat,Lee\n')

    assert [(row.line, row.fault) for row in found] == [(1, never_closed(1)), (2, None), (3, None)]
    assert found[1].values == ["2", "Bob", "Lee"]


def test_n2_two_rows_with_a_stray_quote_each_are_not_one() -> None:
    for second in ('2,Bob",Lee', '2,Bob,Lee"'):
        found = read(f'1,"Ann,Lee\n{second}\n3,Cat,Lee\n', width=3)

        assert [(row.line, row.fault) for row in found] == [
            (1, never_closed(1)),
            (2, None),
            (3, None),
        ]
    street = '1,"Main 3, Kyiv\nleft door",Lee\n'
    assert read(street, width=3) == [Row(1, ["1", "Main 3, Kyiv\nleft door", "Lee"])]


def test_n2_the_line_is_named_where_the_quote_opens_not_where_the_row_begins() -> None:
    found = read('1,"Ann\nB","Lee\n2,Bob,Lee\n')

    assert [(row.line, row.fault) for row in found] == [(1, never_closed(2)), (3, None)]


def test_values_of_several_lines_quotes_and_line_ends_of_every_kind_are_read() -> None:
    found = read('1,"Ann\nMarie",x\r\n2,"a ""b"" c",y\r3,"q" z, "w, v"\n4,O"Brien,\n')

    assert [(row.line, row.values) for row in found] == [
        (1, ["1", "Ann\nMarie", "x"]),
        (3, ["2", 'a "b" c', "y"]),
        (4, ["3", "q z", "w, v"]),
        (5, ["4", 'O"Brien', ""]),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_n2_rows_that_are_empty_are_passed_over(delimiter: str) -> None:
    shown_nothing = ("\u00a0", "\u200b", "\ufeff", '"\u2060"')
    lines = ["a", "", delimiter * 3, f" {delimiter} ", f'""{delimiter}""', *shown_nothing, "b"]
    lines += [f"{blank}{delimiter} {blank}" for blank in shown_nothing]

    found = read("\n".join(lines), delimiter)

    assert [(row.line, row.values) for row in found] == [(1, ["a"]), (10, ["b"])]


def test_n2_a_line_without_end_and_a_value_of_too_many_lines_are_no_rows() -> None:
    long = "x" * (LONGEST_LINE + 1)
    many = '"' + "x\n" * MOST_LINES + '"\n'

    found = read(f"{long}\n1,a\n{many}2,b\n")

    assert found[0] == Row(1, [], f"the line is longer than {LONGEST_LINE} characters")
    assert found[2].fault == never_closed(3)
    assert [row.values for row in found if row.values[:1] in (["1"], ["2"])] == [
        ["1", "a"],
        ["2", "b"],
    ]


def test_n2_many_quotes_that_are_never_closed_are_read_in_one_go() -> None:
    text = ('1,"Ann,Lee\n' + "2,Bob,Lee\n" * 99) * 200
    began = process_time()

    found = read(text)

    assert process_time() - began < 5
    assert len(found) == 20_000


VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip)


@given(st.lists(st.lists(VALUES.filter(bool), min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_a_program_writes_is_read_as_it_was(table: list[list[str]]) -> None:
    text = StringIO(newline="")
    csv.writer(text).writerows(table)

    found = read(text.getvalue())

    assert [row.values for row in found] == table
    assert not any(row.fault for row in found)
