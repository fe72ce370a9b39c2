"""Imports persons or pairs from a CSV file, in batches; rows with faults go to its rejects."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from rules.imports import (
    NEEDED_PAIR_FIELDS,
    NEEDED_PERSON_FIELDS,
    PAIR_FIELDS,
    PERSON_FIELDS,
    IncomingPair,
    IncomingPerson,
    read_pair,
    read_person,
)
from server.importing.csv_files import CsvFile, ImportImpossible, Rejects, Row
from workflows import imports, merge_candidates

__all__ = ["ImportImpossible", "Summary", "import_candidates", "import_persons", "read_mapping"]

BATCH = 5000
SOURCE_LIMIT = 64

Progress = Callable[[int, int], None]
"""Called with how many rows were handled, and of how many."""

Incoming = TypeVar("Incoming")


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of a file's rows were imported, and the file of those that were rejected."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    seconds: float = 0.0
    rejects: Path | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How many rows of a batch were imported, and why others were not, by line."""

    added: int
    updated: int
    unchanged: int
    refused: Mapping[int, str]


def read_mapping(pairs: list[str]) -> dict[str, str]:
    """Read `FIELD=COLUMN` words. Raises ImportImpossible."""
    mapping = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise ImportImpossible(f"'{pair}' is not FIELD=COLUMN")
        if field.strip() in mapping:
            raise ImportImpossible(f"The field {field.strip()} is mapped twice")
        mapping[field.strip()] = column.strip()
    return mapping


async def import_persons(
    connection: Any,
    path: Path,
    source: str,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = lambda *_: None,
) -> Summary:
    """Add the persons of a CSV file, and update those that differ from it.

    `mapping` names the column of a field where the two differ. Rows with faults are written to the
    rejects, and the rest is imported, one transaction per batch. Raises ImportImpossible, before
    anything is written, when the file as a whole cannot be read.
    """
    today = datetime.now(UTC).date()
    file = CsvFile.open(path, PERSON_FIELDS, NEEDED_PERSON_FIELDS, mapping or {})
    _check_sources(source)

    async def import_batch(rows: list[tuple[int, IncomingPerson]]) -> BatchResult:
        imported = await imports.import_batch(connection, source, rows, file.fields)
        repeated = {
            line: f"external id is that of line {first}"
            for line, first in imported.repeated.items()
        }
        return BatchResult(imported.added, imported.updated, imported.unchanged, repeated)

    def read(row: dict[str, str]) -> IncomingPerson | list[str]:
        return read_person(row, today)

    await imports.prepare(connection)
    return await _load(file, read, import_batch, progress)


async def import_candidates(
    connection: Any,
    path: Path,
    source: str,
    master_source: str | None = None,
    progress: Progress = lambda *_: None,
) -> Summary:
    """Make merge candidates of the pairs of a CSV file, likewise.

    `source` is the source of the first column's ids, `master_source` of the second's, where it is
    another one. Raises ImportImpossible.
    """
    file = CsvFile.open(path, PAIR_FIELDS, NEEDED_PAIR_FIELDS, {})
    masters = source if master_source is None else master_source
    _check_sources(source, masters)

    async def import_batch(rows: list[tuple[int, IncomingPair]]) -> BatchResult:
        imported = await merge_candidates.import_batch(connection, source, masters, rows)
        return BatchResult(imported.added, imported.updated, imported.unchanged, imported.refused)

    await merge_candidates.prepare(connection)
    return await _load(file, read_pair, import_batch, progress)


def _check_sources(*sources: str) -> None:
    for source in sources:
        if not source.strip() or len(source) > SOURCE_LIMIT or not source.isprintable():
            raise ImportImpossible(
                f"A source is a name of 1 to {SOURCE_LIMIT} characters, such as 'clinic'"
            )


async def _load(
    file: CsvFile,
    read: Callable[[dict[str, str]], Incoming | list[str]],
    import_batch: Callable[[list[tuple[int, Incoming]]], Awaitable[BatchResult]],
    progress: Progress,
) -> Summary:
    began = monotonic()
    summary = Summary()
    with Rejects(file) as rejects:
        for batch in _batches(file.rows()):
            valid, faults = _read(batch, file, read)
            result = await import_batch(valid)
            faults |= result.refused
            for row in batch:
                if row.line in faults:
                    rejects.write(row, faults[row.line])
            summary = replace(
                summary,
                read=summary.read + len(batch),
                added=summary.added + result.added,
                updated=summary.updated + result.updated,
                unchanged=summary.unchanged + result.unchanged,
                rejected=summary.rejected + len(faults),
            )
            progress(summary.read, file.count)
    return replace(summary, seconds=monotonic() - began, rejects=rejects.written)


def _read(
    batch: list[Row], file: CsvFile, read: Callable[[dict[str, str]], Incoming | list[str]]
) -> tuple[list[tuple[int, Incoming]], dict[int, str]]:
    valid: list[tuple[int, Incoming]] = []
    faults: dict[int, str] = {}
    for row in batch:
        if len(row.values) != file.width:
            faults[row.line] = f"{len(row.values)} columns instead of {file.width}"
            continue
        incoming = read(file.as_dict(row))
        if isinstance(incoming, list):
            faults[row.line] = "; ".join(incoming)
        else:
            valid.append((row.line, incoming))
    return valid, faults


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
