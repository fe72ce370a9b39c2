"""Opens a CSV file: its encoding, its separator, its columns, and the fields that they hold."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path

from rules.frozen import frozen
from rules.texts import cleaned
from server.importing.csv_rows import QUOTE, Row, rows

SEPARATORS = (",", ";", "\t")
"""Those that are found from the header; the first of them where it has none."""
TAB = ("tab", "\\t")
"""How a tab is written on a command line."""

LONGEST_HEADER = 64_000
"""Characters of the first line."""
HEADER = "its first line names its columns"

MOST_COLUMNS = 1_000

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""The longest first, for one begins as another does."""
NO_TABLES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""How workbooks of spreadsheets begin, new ones and old ones, and what is compressed."""
NO_TEXT = "\0"
"""It is in no text, and in every header of UTF-16 that is read as another encoding."""

SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\r?\n')
"""What spreadsheets write before the header, to say which separator it has."""


class ImportImpossible(Exception):
    """The file cannot be imported at all; the sentence says why, and nothing was written."""


@frozen
class Format:
    """How a file is written, as far as it is given; the rest is found from the file."""

    delimiter: str | None = None
    encoding: str | None = None

    @classmethod
    def read(cls, delimiter: str | None, encoding: str | None) -> "Format":
        """Read what was typed. Raises ImportImpossible."""
        if delimiter is not None:
            delimiter = "\t" if delimiter in TAB else delimiter
            if len(delimiter) != 1 or delimiter.isalnum() or delimiter in f"{QUOTE} \r\n":
                raise ImportImpossible(
                    f"{delimiter!r} is no delimiter: one sign such as ';', or 'tab', is needed; "
                    "no letter, digit, quote or blank"
                )
        if encoding is None:
            return cls(delimiter)
        try:
            codec = codecs.lookup(encoding)
            "a".encode(encoding)  # refuses those that make no bytes of texts, such as rot13
        except (LookupError, ValueError):
            raise ImportImpossible(f"There is no encoding {encoding}") from None
        return cls(delimiter, "utf-8-sig" if codec.name == "utf-8" else codec.name)


UNTOLD = Format()


@frozen
class CsvFile:
    """A file that was read through once, so that it is known to be text with these columns."""

    path: Path
    columns: tuple[str, ...]
    positions: Mapping[str, int]
    """The position of each field's column; fields that the file does not have are left out."""
    delimiter: str
    encoding: str
    count: int
    """How many rows it has."""
    preamble: int = 0
    """How many lines stand before its header."""

    @classmethod
    def open(
        cls,
        path: Path,
        fields: Sequence[str],
        required: Sequence[Sequence[str]],
        mapping: Mapping[str, str],
        written: Format = UNTOLD,
    ) -> "CsvFile":
        """Read the file through, and locate its fields; of each group one is required.

        Raises ImportImpossible.
        """
        if unknown := [field for field in mapping if field not in fields]:
            raise ImportImpossible(
                f"There is no field {unknown[0]}; the fields are {', '.join(fields)}"
            )
        if not path.is_file():
            if path.exists() and not path.is_dir():
                raise ImportImpossible(f"{path} is read more than once: give a file, not a pipe")
            raise ImportImpossible(f"There is no file {path}")
        try:
            encoding = written.encoding or _encoding(path)
            head, preamble, told = _head(path, encoding)
            wanted = {_key(mapping.get(field, field)) for group in required for field in group}
            delimiter, columns = _header(path, head, written.delimiter or told, wanted)
            positions = _positions(path, columns, fields, required, mapping)
            file = cls(path, columns, positions, delimiter, encoding, 0, preamble)
            count = sum(1 for _ in file.rows())
        except UnicodeError:
            raise ImportImpossible(_undecodable(path, encoding)) from None
        except OSError as error:
            raise ImportImpossible(f"{path} cannot be read: {error.strerror}") from None
        return replace(file, count=count)

    @property
    def width(self) -> int:
        """How many columns each row has."""
        return len(self.columns)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the file has columns for."""
        return frozenset(self.positions)

    def rows(self) -> Iterator[Row]:
        """Read the rows one by one.

        What has nothing in any column is passed over, and so is the header where it comes again, as
        in files that were put together.
        """
        with self.path.open(encoding=self.encoding, newline="") as text:
            read = rows(text, self.delimiter, self.width)
            for row in islice(read, self.preamble + 1, None):
                if not self._is_header(row.values):
                    yield self._fitted(row)

    def as_dict(self, row: Row) -> dict[str, str]:
        """Return the row's values by their fields."""
        return {field: row.values[position] for field, position in self.positions.items()}

    def column(self, field: str) -> str:
        """Return the name that the file has for a field."""
        return self.columns[self.positions[field]]

    def _is_header(self, values: list[str]) -> bool:
        first = values[0].lstrip("\ufeff") if values else ""
        return first == self.columns[0] and _columns(values) == self.columns

    def _fitted(self, row: Row) -> Row:
        """Return a row without empty values beyond the columns, or with what is wrong with it."""
        values, width = row.values, self.width
        if row.fault is not None or len(values) == width:
            return row
        if len(values) > width and not any(values[width:]):
            return Row(row.line, values[:width])
        return Row(row.line, values, f"{len(values)} columns instead of {width}")


def _encoding(path: Path) -> str:
    """Return UTF-8, unless the file begins with the mark of another encoding."""
    with path.open("rb") as file:
        begins = file.read(4)
    marked = (name for mark, name in BYTE_ORDER_MARKS.items() if begins.startswith(mark))
    return next(marked, "utf-8-sig")


def _undecodable(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        if file.read(8).startswith(NO_TABLES):
            return f"{path.name} is a workbook or an archive: save it as CSV"
    name = encoding.removesuffix("-sig").upper()
    hint = "; --encoding says which one it has"
    if not name.startswith("UTF-16"):
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    line.decode(encoding)
                except UnicodeError:
                    return f"{path.name} is not {name} text, from line {number} on{hint}"
    return f"{path.name} is not {name} text{hint}"


def _head(path: Path, encoding: str) -> tuple[str, int, str | None]:
    """Return how a file begins from its header on, what lines come before, and the separator there.

    Raises ImportImpossible.
    """
    with path.open(encoding=encoding, newline="") as text:
        head = text.read(LONGEST_HEADER)
    if not head.strip():
        raise ImportImpossible(f"{path.name} has no header: it is empty")
    if len(head) == LONGEST_HEADER and not {"\n", "\r"}.intersection(head):
        raise ImportImpossible(
            f"{path.name} has more than {LONGEST_HEADER} characters in its first line"
        )
    if NO_TEXT in head.partition("\n")[0]:
        raise ImportImpossible(_undecodable(path, encoding))
    line = SEPARATOR_LINE.match(head)
    return (head, 0, None) if line is None else (head[line.end() :], 1, line[1])


def _header(
    path: Path, head: str, delimiter: str | None, wanted: set[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the separator, and the columns that the first row names. Raises ImportImpossible.

    The separator is the one with which the most wanted columns, then the most columns, are found.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for separator in SEPARATORS if delimiter is None else (delimiter,):
        row = next(rows(StringIO(head, newline=""), separator), None)
        if row is None:
            raise ImportImpossible(f"{path.name} has no header: it is empty")
        if row.fault is not None:
            raise ImportImpossible(f"{path.name} has no header: {row.fault}")
        found.append((separator, _columns(row.values)))
    separator, columns = max(
        found, key=lambda it: (len(wanted.intersection(map(_key, it[1]))), len(it[1]))
    )
    if len(columns) > MOST_COLUMNS:
        raise ImportImpossible(f"{path.name} has more than {MOST_COLUMNS} columns")
    counted = Counter(filter(None, columns))
    if repeated := [column for column, times in counted.items() if times > 1]:
        raise ImportImpossible(f"{path.name} has two columns {repeated[0]}")
    return separator, columns


def _columns(values: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns as a row has them, without empty ones at its end."""
    columns = tuple(map(cleaned, values))
    while columns and not columns[-1]:
        columns = columns[:-1]
    return columns


def _key(column: str) -> str:
    """Return by what columns are the same however they are written: `First Name`, `first_name`."""
    return re.sub(r"[\s_-]+", "_", cleaned(column).casefold())


def _position(path: Path, columns: Sequence[str], wanted: str) -> int | None:
    """Return where a column is: the one of this name, else the one that is written otherwise.

    Raises ImportImpossible where it may be one of two.
    """
    if wanted and wanted in columns:
        return columns.index(wanted)
    alike = [at for at, column in enumerate(columns) if column and _key(column) == _key(wanted)]
    if len(alike) > 1:
        raise ImportImpossible(f"{path.name} has two columns {columns[alike[0]]}")
    return alike[0] if alike else None


def _positions(
    path: Path,
    columns: Sequence[str],
    fields: Sequence[str],
    required: Sequence[Sequence[str]],
    mapping: Mapping[str, str],
) -> dict[str, int]:
    """Return where each field is. Raises ImportImpossible where a mapped or required one is not."""
    positions = {}
    for field in fields:
        column = mapping.get(field, field)
        position = _position(path, columns, column)
        if position is not None:
            positions[field] = position
        elif field in mapping:
            raise ImportImpossible(f"{path.name} has no column {column} for {field} ({HEADER})")
    for group in required:
        if not any(field in positions for field in group):
            way = f"--map {group[0]}=COLUMN takes it from a column of another name"
            if len(columns) == 1:
                way = "--delimiter says which sign stands between its columns"
            raise ImportImpossible(
                f"{path.name} has no column {' or '.join(group)} ({HEADER}); {way}"
            )
    return positions
