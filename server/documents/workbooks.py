"""Writes a workbook of one sheet: every cell is a text or a number, and none a formula.

What is written by `write_string` is shown as it is, whatever it begins with. Controls, and what
reads like the escape of one, are escaped by the library as spreadsheets expect it.
"""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

PREFIX: Final = "selfsame-workbook-"
Cell = str | int | None


class Workbook:
    """A workbook that is written to a file row after row, in memory that does not grow with them.

    The rows wait in a directory that is its own, and goes with it however it ends.
    """

    def __init__(self, file: IO[bytes], sheet: str) -> None:
        """Begin an empty one, with a sheet of this name."""
        import xlsxwriter  # 4 MB that few processes need

        self._directory = TemporaryDirectory(prefix=PREFIX)
        options = {"constant_memory": True, "tmpdir": self._directory.name}
        self._book: Any = xlsxwriter.Workbook(file, options)
        self._sheet: Any = self._book.add_worksheet(sheet)
        self._rows = 0

    def __enter__(self) -> "Workbook":
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind but the file."""
        # Only a whole book closes this file by itself.
        self._sheet._opt_close()
        self._directory.cleanup()

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows; an empty cell takes no room."""
        for cells in rows:
            for column, value in enumerate(cells):
                if isinstance(value, int):
                    self._sheet.write_number(self._rows, column, value)
                elif value:
                    self._sheet.write_string(self._rows, column, value)
            self._rows += 1

    def close(self) -> None:
        """Make the file whole; without this it is none."""
        self._book.close()
