"""Reads the lines of a CSV file as rows, so that a quote which is never closed costs one row."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator

from rules.frozen import frozen
from rules.texts import cleaned

QUOTE = '"'
LONGEST_LINE = 100_000
"""Characters of a line; a longer one is no row of a table, and more than `csv` takes as a value."""
MOST_LINES = 100
"""A quoted value that goes on for more lines was never closed."""


@frozen
class Row:
    """One row: the physical line on which it starts (the header is 1) and its values."""

    line: int
    values: list[str]
    fault: str | None = None
    """Why it cannot be read."""


class _Lines:
    """The lines of a text, of which some can be given back."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self._returned: deque[str] = deque()
        self.number = 0
        """The line that was read last; the first is 1."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._text)
        self.number += 1
        return line

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


def rows(text: Iterable[str], delimiter: str, width: int | None = None) -> Iterator[Row]:
    """Read rows one by one; those that have nothing in any column are passed over. Rule N2.

    Several lines are no row of this `width` where they have more or fewer values, or where each
    has as many by itself: then a quote was left open, and closed by another that was.
    """
    lines = _Lines(text)
    blank = f"{delimiter} \t\r\n\f\v\ufeff"
    for line in lines:
        if len(line) > LONGEST_LINE:
            yield Row(lines.number, [], f"the line is longer than {LONGEST_LINE} characters")
        elif QUOTE in line:
            row = _quoted(line, lines, delimiter, width)
            if row.fault is not None or any(map(cleaned, row.values)):
                yield row
        elif line.strip(blank):
            values = [value.strip() for value in line.split(delimiter)]
            if any(map(cleaned, values)):
                yield Row(lines.number, values)


def _quoted(first: str, lines: _Lines, delimiter: str, width: int | None) -> Row:
    """Read a row that has quotes, and the lines that belong to it."""
    number = lines.number
    read = [first]

    def following() -> Iterator[str]:
        yield first
        while len(read) < MOST_LINES and (line := next(lines, None)) is not None:
            read.append(line)
            yield line

    try:
        values = _values(following(), delimiter, is_strict=True)
        if len(read) == 1 or width is None or _are_one_row(read, values, delimiter, width):
            return Row(number, values)
        opened: int | None = 0
    except csv.Error:
        opened = _never_closed(read, delimiter)
    belonging = read[: (opened or 0) + 1]
    lines.give_back(read[len(belonging) :])
    values = _values(iter(belonging), delimiter, is_strict=False)
    if opened is None:
        # Letters behind a closing quote, which a lax reader takes as part of the value.
        return Row(number, values)
    fault = f"the quote that opens on line {number + opened} is never closed"
    return Row(number, values, fault)


def _are_one_row(lines: list[str], values: list[str], delimiter: str, width: int) -> bool:
    return len(values) == width and any(line.count(delimiter) + 1 != width for line in lines)


def _values(lines: Iterator[str], delimiter: str, *, is_strict: bool) -> list[str]:
    """Return the values of a row. Raises csv.Error, where it is strict."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=is_strict)
    return [value.strip() for value in next(reader)]


def _never_closed(lines: list[str], delimiter: str) -> int | None:
    """Return the index of the line in which a quote opens that is never closed.

    It is not closed either by a quote of a later line that opens a value there. None where every
    quote closes in its line.
    """
    opening = re.compile(rf'(?:\A|{re.escape(delimiter)}) *"')
    opened = None
    for index, line in enumerate(lines):
        position = 0
        while True:
            if opened is None:
                found = opening.search(line, position)
                if found is None:
                    break
                opened, position = index, found.end()
            position = line.find(QUOTE, position) + 1
            if position == 0:
                break
            if line.startswith(QUOTE, position):
                position += 1  # two of them are one that belongs to the value
                continue
            if line[position : position + 1].strip("\r\n") not in ("", delimiter):
                return None if opened == index else opened
            opened = None
    return opened
