"""The report of a run: which pairs it found, by external ids, and nothing of what they say."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any

from rules.match_weights import Weighed
from workflows.blocking import Named

COLUMNS = (
    *("person_source", "person_external_id", "person_id"),
    *("master_source", "master_external_id", "master_person_id"),
    *("weight", "band", "agreements", "is_known"),
)


class ReportImpossible(Exception):
    """The report cannot be written; the sentence says why."""


class Report:
    """A CSV file of pairs; a run that ends early leaves none."""

    def __init__(self, file: IO[str] | None) -> None:
        """Write to a file, or nothing anywhere."""
        self._writer: Any = None if file is None else csv.writer(file)
        if self._writer is not None:
            self._writer.writerow(COLUMNS)

    @property
    def is_wanted(self) -> bool:
        """Whether anything is written."""
        return self._writer is not None

    def write(self, person: Named, master: Named, weighed: Weighed, *, is_known: bool) -> None:
        """Write a pair: the duplicate, the record that would stay, and how they agree."""
        self._writer.writerow(
            [
                *(person.source, person.external_id, person.id),
                *(master.source, master.external_id, master.id),
                *(f"{weighed.weight:.4f}", weighed.band, weighed.agreements),
                "yes" if is_known else "no",
            ]
        )


def unwritable(path: Path | None) -> str | None:
    """Return why a file cannot be written, in one sentence; None where it can be.

    Nothing is left of the trial. It is asked before what takes long.
    """
    if path is None:
        return None
    if path.is_dir():
        return f"{path} is a directory."
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}."):
            return None
    except OSError as error:
        return _sentence(path, error)


@contextmanager
def report(path: Path | None) -> Iterator[Report]:
    """Open a report, which gets its name when the run has ended well. Raises ReportImpossible.

    Until then it is a file without a name, of which nothing is left when the run is killed.
    """
    if path is None:
        yield Report(None)
        return
    try:
        file = TemporaryFile(  # noqa: SIM115 - closed below
            "w+", encoding="utf-8", newline="", dir=path.parent
        )
    except OSError as error:
        raise ReportImpossible(_sentence(path, error)) from None
    with file:
        yield Report(file)
        try:
            _name(path, file)
        except OSError as error:
            raise ReportImpossible(_sentence(path, error)) from None


def _name(path: Path, file: IO[str]) -> None:
    """Put a copy of the whole report in its place."""
    file.seek(0)
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as named:
        copy = Path(named.name)
        try:
            copyfileobj(file, named)
            named.flush()
            copy.replace(path)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise


def _sentence(path: Path, error: OSError) -> str:
    return f"{path} cannot be written: {error.strerror}."
