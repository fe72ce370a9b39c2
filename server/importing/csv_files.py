"""A CSV file as it is found: its columns, its rows with their lines, and its rejects' own file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Self

NOTE_COLUMNS = ("line", "reason")
"""What comes before the file's own columns in its rejects."""


class ImportImpossible(Exception):
    """The file cannot be imported at all; the sentence says why, and nothing was written."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the physical line that it starts on (the header is 1) and its values."""

    line: int
    values: list[str]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that was read through once, so that it is known to be text with these columns."""

    path: Path
    columns: tuple[str, ...]
    places: Mapping[str, int]
    """Which column each of the fields is in; those that the file does not have are left out."""
    count: int
    """How many rows it has."""

    @classmethod
    def open(
        cls,
        path: Path,
        fields: Sequence[str],
        needed: Sequence[str],
        mapping: Mapping[str, str],
    ) -> "CsvFile":
        """Read the file through, and find its fields. Raises ImportImpossible."""
        if unknown := [field for field in mapping if field not in fields]:
            raise ImportImpossible(
                f"There is no field {unknown[0]}; the fields are {', '.join(fields)}"
            )
        columns, count = _read_through(path)
        places = {}
        for field in fields:
            column = mapping.get(field, field)
            if column in columns:
                places[field] = columns.index(column)
            elif field in mapping or field in needed:
                raise ImportImpossible(
                    f"{path.name} has no column {column} for {field}"
                    " (its first line names its columns)"
                )
        return cls(path, columns, places, count)

    @property
    def width(self) -> int:
        """How many columns each row has."""
        return len(self.columns)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the file tells of."""
        return frozenset(self.places)

    def rows(self) -> Iterator[Row]:
        """Read the rows one by one; lines with nothing on them are none."""
        rows = _rows(self.path)
        next(rows, None)
        return rows

    def told(self, row: Row) -> dict[str, str]:
        """Name the row's values by their fields."""
        return {field: row.values[place] for field, place in self.places.items()}


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, skipinitialspace=True)
        line = 1
        for values in reader:
            if values:
                yield Row(line, values)
            line = reader.line_num + 1


def _read_through(path: Path) -> tuple[tuple[str, ...], int]:
    """Return the columns and how many rows follow, so that a bad file is refused as a whole."""
    if not path.is_file():
        raise ImportImpossible(f"{path} is no file")
    try:
        rows = _rows(path)
        header = next(rows, None)
        count = sum(1 for _ in rows)
    except UnicodeDecodeError:
        raise ImportImpossible(f"{path.name} is not UTF-8 text") from None
    except csv.Error as error:
        raise ImportImpossible(f"{path.name} is not CSV: {error}") from None
    except OSError as error:
        raise ImportImpossible(f"{path} cannot be read: {error.strerror}") from None
    if header is None:
        raise ImportImpossible(f"{path.name} has no header: it is empty")
    columns = tuple(column.strip() for column in header.values)
    if twice := [column for column in columns if columns.count(column) > 1]:
        raise ImportImpossible(f"{path.name} has two columns {twice[0] or 'without a name'}")
    return columns, count


class Rejects:
    """The file beside a file, `<stem>.rejects.csv`, of the rows that could not be taken.

    It takes its name when all is read; without a single reject there is none, and an earlier one
    goes. Rows of people are nobody else's business: only the owner may read it.
    """

    def __init__(self, file: CsvFile) -> None:
        self.path = file.path.with_name(f"{file.path.stem}.rejects.csv")
        self.written: Path | None = None
        # A file of rejects that was mended and comes back keeps its own columns only.
        self._own = len(NOTE_COLUMNS) if file.columns[:2] == NOTE_COLUMNS else 0
        self._columns = file.columns[self._own :]
        self._count = 0

    def __enter__(self) -> Self:
        """Make the file under a passing name. Raises ImportImpossible where that cannot be."""
        try:
            self._text = NamedTemporaryFile(
                "w",
                encoding="utf-8",
                newline="",
                dir=self.path.parent,
                prefix=f".{self.path.name}.",
                delete=False,
            )
        except OSError as error:
            raise ImportImpossible(f"{self.path} cannot be written: {error.strerror}") from None
        self._writer = csv.writer(self._text)
        self._writer.writerow([*NOTE_COLUMNS, *self._columns])
        return self

    def write(self, row: Row, reason: str) -> None:
        """Put a row aside, with its line and why."""
        self._writer.writerow([row.line, reason, *row.values[self._own :]])
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give it its name, or take it away."""
        self._text.close()
        if kind is None and self._count:
            Path(self._text.name).replace(self.path)
            self.written = self.path
            return
        Path(self._text.name).unlink()
        if kind is None:
            with suppress(FileNotFoundError):
                self.path.unlink()
