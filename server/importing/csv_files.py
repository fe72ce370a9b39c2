"""Reads a CSV file, and writes the file of the rows that were rejected."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Self

NOTE_COLUMNS = ("line", "reason")
"""The columns before the file's own in the file of its rejects."""


class ImportImpossible(Exception):
    """The file cannot be imported at all; the sentence says why, and nothing was written."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the physical line on which it starts (the header is 1) and its values."""

    line: int
    values: list[str]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that was read through once, so that it is known to be text with these columns."""

    path: Path
    columns: tuple[str, ...]
    positions: Mapping[str, int]
    """The position of each field's column; fields that the file does not have are left out."""
    count: int
    """How many rows it has."""

    @classmethod
    def open(
        cls,
        path: Path,
        fields: Sequence[str],
        required: Sequence[str],
        mapping: Mapping[str, str],
    ) -> "CsvFile":
        """Read the file through, and locate its fields. Raises ImportImpossible."""
        if unknown := [field for field in mapping if field not in fields]:
            raise ImportImpossible(
                f"There is no field {unknown[0]}; the fields are {', '.join(fields)}"
            )
        columns, count = _read_through(path)
        positions = {}
        for field in fields:
            column = mapping.get(field, field)
            if column in columns:
                positions[field] = columns.index(column)
            elif field in mapping or field in required:
                raise ImportImpossible(
                    f"{path.name} has no column {column} for {field}"
                    " (its first line names its columns)"
                )
        return cls(path, columns, positions, count)

    @property
    def width(self) -> int:
        """How many columns each row has."""
        return len(self.columns)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the file has columns for."""
        return frozenset(self.positions)

    def rows(self) -> Iterator[Row]:
        """Read the rows one by one; empty lines are skipped."""
        rows = _rows(self.path)
        next(rows, None)
        return rows

    def as_dict(self, row: Row) -> dict[str, str]:
        """Return the row's values by their fields."""
        return {field: row.values[position] for field, position in self.positions.items()}


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
    if repeated := [column for column in columns if columns.count(column) > 1]:
        raise ImportImpossible(f"{path.name} has two columns {repeated[0] or 'without a name'}")
    return columns, count


class Rejects:
    """The file `<stem>.rejects.csv` of the rows that could not be imported, in the same directory.

    It gets its name when everything is read; without a single reject there is none, and an earlier
    one is deleted. Personal data is in it: only its owner may read it.
    """

    def __init__(self, file: CsvFile) -> None:
        self.path = file.path.with_name(f"{file.path.stem}.rejects.csv")
        self.written: Path | None = None
        # A file of rejects that was corrected and is imported keeps its own columns only.
        self._skipped = len(NOTE_COLUMNS) if file.columns[:2] == NOTE_COLUMNS else 0
        self._columns = file.columns[self._skipped :]
        self._count = 0

    def __enter__(self) -> Self:
        """Make the file under a temporary name. Raises ImportImpossible where that fails."""
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
        """Write a row, with its line and the reason why it was rejected."""
        self._writer.writerow([row.line, reason, *row.values[self._skipped :]])
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the file its name, or delete it."""
        self._text.close()
        if kind is None and self._count:
            Path(self._text.name).replace(self.path)
            self.written = self.path
            return
        Path(self._text.name).unlink()
        if kind is None:
            with suppress(FileNotFoundError):
                self.path.unlink()
