"""Writes what an import reports of its rows: the rejected ones, and what was left out."""

import csv
import fcntl
import glob
from collections.abc import Iterable, Sequence
from contextlib import suppress
from errno import EISDIR
from os import strerror
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import time
from types import TracebackType
from typing import Self

from server.importing.csv_files import CsvFile, ImportImpossible
from server.importing.csv_rows import Row

REJECT_COLUMNS = ("line", "reason")
"""The columns before the file's own in the file of its rejects."""
WARNING_COLUMNS = ("line", "column", "reason")

ABANDONED_SECONDS = 60
"""A file under its temporary name that nobody holds is that of an import that was killed."""


class Notes:
    """A CSV file beside the imported one, such as `people.rejects.csv` beside `people.csv`.

    It gets its name when everything is read; without a single note there is none, and an earlier
    one is deleted. Personal data may be in it: only its owner may read it.
    """

    def __init__(self, path: Path, kind: str, columns: Sequence[str]) -> None:
        self.path = path.with_name(f"{path.stem}.{kind}.csv")
        self.written: Path | None = None
        self._columns = columns
        self._count = 0

    def __enter__(self) -> Self:
        """Make the file under a temporary name. Raises ImportImpossible where that fails."""
        if self.path.is_dir():
            raise self._unwritable(IsADirectoryError(EISDIR, strerror(EISDIR)))
        self._remove_abandoned()
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
            raise self._unwritable(error) from None
        fcntl.flock(self._text, fcntl.LOCK_EX)
        self._writer = csv.writer(self._text)
        self._writer.writerow(self._columns)
        return self

    def _unwritable(self, fault: OSError) -> ImportImpossible:
        return ImportImpossible(f"{self.path} cannot be written: {fault.strerror}")

    def _remove_abandoned(self) -> None:
        """Delete what imports that were killed have left here, for it may hold personal data."""
        for path in self.path.parent.glob(f".{glob.escape(self.path.name)}.*"):
            with suppress(OSError), path.open("rb") as left:
                fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if path.stat().st_mtime < time() - ABANDONED_SECONDS:
                    path.unlink()

    def write(self, values: Iterable[object]) -> None:
        """Write a note. Raises ImportImpossible where that fails."""
        try:
            self._writer.writerow(values)
        except OSError as fault:
            raise self._unwritable(fault) from None
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the file its name, or delete it. Raises ImportImpossible where the disk is full."""
        try:
            self._text.close()
        except OSError as fault:
            Path(self._text.name).unlink()
            if kind is None:
                raise self._unwritable(fault) from None
            return
        if kind is None and self._count:
            try:
                Path(self._text.name).replace(self.path)
            except OSError as fault:
                Path(self._text.name).unlink()
                raise self._unwritable(fault) from None
            self.written = self.path
            return
        Path(self._text.name).unlink()
        if kind is None:
            with suppress(FileNotFoundError):
                self.path.unlink()


class Rejects(Notes):
    """The rows that could not be imported, with their lines and the reasons."""

    def __init__(self, file: CsvFile) -> None:
        # A file of rejects that was corrected and is imported keeps its own columns only.
        self._skipped = len(REJECT_COLUMNS) if file.columns[:2] == REJECT_COLUMNS else 0
        super().__init__(file.path, "rejects", [*REJECT_COLUMNS, *file.columns[self._skipped :]])

    def reject(self, row: Row, reason: str) -> None:
        """Write a row, with its line and the reason why it was rejected."""
        self.write([row.line, reason, *row.values[self._skipped :]])


class Warnings(Notes):
    """What was left out of rows that were taken: in which line and column, and why; no values."""

    def __init__(self, file: CsvFile) -> None:
        super().__init__(file.path, "warnings", WARNING_COLUMNS)
