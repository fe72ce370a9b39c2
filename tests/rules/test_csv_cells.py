"""Cells of CSV that no spreadsheet computes (D6)."""

import csv
from io import StringIO
from typing import Any

import pytest

from rules.csv_cells import cell_of, moment_of, row_of


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+380501234567", "-2", "@SUM(A1)", "\tx", "\rx", "\nx"),
        *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)"),
        *(" =1", "  @SUM(A1)", "\u00a0=1", "\u3000\uff1d1", "\u200b=1", "\ufeff=1", "\x00=1"),
        *('"=1', '" =1"', ' "+1', "\x0b=1", "\x0c=1", "\u2028=1"),
    ],
)
def test_d6_a_text_that_would_be_computed_is_marked_as_text(text: str) -> None:
    assert cell_of(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Ann;=1+1", "Ann;'=1+1"),
        ("twin\n@SUM(A1)", "twin\n'@SUM(A1)"),
        ("a\r\n=1;-2", "a\r\n'=1;'-2"),
        ("=1;=2", "'=1;'=2"),
        ("see; -2 years", "see; '-2 years"),
        ('Ann;"=1+1"', 'Ann;"\'=1+1"'),
        ("Ann;\u00a0\uff1d1", "Ann;\u00a0'\uff1d1"),
    ],
)
def test_d6_so_is_what_stands_where_spreadsheets_of_some_countries_begin_a_cell(
    text: str, cell: str
) -> None:
    assert cell_of(text) == cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (-5, "-5"),
        (0.5, "0.5"),
        (["SAME_NAME", "OTHER"], "SAME_NAME; OTHER"),
        (["=1"], "'=1"),
        ({"status": "NEW"}, '{"status":"NEW"}'),
        ("Їжак", "Їжак"),
        ("a=b", "a=b"),
        (" a", " a"),
        ('"Ann" = Ann', '"Ann" = Ann'),
        (["a", "-b"], "a; '-b"),
    ],
)
def test_d6_values_are_written_as_they_are(value: Any, cell: str) -> None:
    assert cell_of(value) == cell


def test_d6_rows_are_those_of_rfc_4180() -> None:
    values = ['a "b"', "c,d", "e\r\nf", "g\rh", "", None]

    written = row_of(values)

    assert written == '"a ""b""","c,d","e\r\nf","g\rh",,\r\n'
    (read,) = csv.reader(StringIO(written, newline=""))
    assert read == [*values[:5], ""]


def test_d6_moments_are_in_utc() -> None:
    assert moment_of("2026-11-27T22:15:00.123456+02:00") == "2026-11-27T20:15:00Z"
    assert moment_of(None) is None
