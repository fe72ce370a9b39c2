"""How values are written as cells of CSV, so that no spreadsheet computes them (rule D6)."""

import csv
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import StringIO
from typing import Any, Final

BOM: Final = "\ufeff"
"""Without it spreadsheets take UTF-8 for the code page of their country."""

_SKIPPED: Final = r'[\s"\x00\u200b-\u200f\u2060\ufeff]*'
"""Spaces of all kinds, what has no width, and quotes: some spreadsheets take them away first."""

_BEGINNING: Final = r"[=+@\uff1d\uff0b\uff0d\uff20-]"
"""What a cell that spreadsheets compute begins with, wide forms too."""

_FORMULA: Final = re.compile(rf"[\t\r\n]|{_SKIPPED}{_BEGINNING}")
_INNER_FORMULA: Final = re.compile(rf"([;\t\r\n](?:(?![\t\r\n]){_SKIPPED[:-1]})*)({_BEGINNING})")
"""A formula after what may begin another cell; of line ends in a row it begins at the last."""

AS_TEXT: Final = "'"
"""What stands before such a text: spreadsheets show what follows it as it is."""

SEPARATOR: Final = "; "
"""Between the values of a list."""


def row_of(values: Iterable[Any]) -> str:
    """Write one row as RFC 4180 has it, with its line end."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([cell_of(value) for value in values])
    return written.getvalue()


def cell_of(value: Any) -> str:
    """Return what a value of JSON is as a cell.

    Null is empty, an object is JSON, a list its values one after the other. Numbers stand as they
    are; a text that a spreadsheet would compute has a quote before it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return as_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    if isinstance(value, list):
        return as_text(SEPARATOR.join(map(str, value)))
    return as_text(str(value))


def as_text(text: str) -> str:
    """Return a text as one that no spreadsheet computes.

    Where a country writes its decimals with a comma, spreadsheets begin a cell at each semicolon,
    and then at each line end too, whatever is quoted.
    """
    inner = _INNER_FORMULA.sub(rf"\1{AS_TEXT}\2", text)
    return AS_TEXT + inner if _FORMULA.match(text) else inner


def moment_of(text: str | None) -> str | None:
    """Return a moment in UTC, to the second: `2026-11-27T20:15:00Z`."""
    if text is None:
        return None
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
