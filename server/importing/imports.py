"""Imports persons or pairs from a CSV file, in batches, and writes down what was not taken."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from rules.dates import latest_today
from rules.frozen import frozen
from rules.import_dates import DateOrder
from rules.imports import (
    NEEDED_PAIR_FIELDS,
    NEEDED_PERSON_FIELDS,
    PAIR_FIELDS,
    PERSON_FIELDS,
    Accepted,
    read_pair,
    read_person,
)
from rules.organisations import OrganisationStatus
from rules.texts import cleaned, shows_something
from server.importing.csv_files import UNTOLD, CsvFile, Format, ImportImpossible
from server.importing.csv_rows import Row
from server.importing.notes import Rejects, Warnings
from workflows import imports, merge_candidates
from workflows.organisation_names import organisation_called

__all__ = [
    "Format",
    "ImportImpossible",
    "Options",
    "Summary",
    "import_candidates",
    "import_persons",
    "read_mapping",
]

BATCH = 5000
SOURCE_LIMIT = 64

Progress = Callable[[int, int], None]
"""Called with how many rows were handled, and of how many."""


@frozen
class Options:
    """How a file is read."""

    written: Format = UNTOLD
    date_order: DateOrder = DateOrder.YMD
    is_strict: bool = False
    """Whether a row is rejected of which something would be left out."""
    username: str | None = None
    """Whose work it is: they never review the persons of the file."""
    organisation: str | None = None
    """The name or the id of the organisation whose members the persons of the file are."""


AS_USUAL = Options()


@frozen
class Summary:
    """How many of a file's rows were imported, and the files that say what was not."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    warned: int = 0
    """Rows that were taken, but for something that was left out."""
    joined: int = 0
    """Persons who are members of the organisation from now on."""
    seconds: float = 0.0
    rejects: Path | None = None
    warnings: Path | None = None


@frozen
class BatchResult:
    """How many rows of a batch were imported, and why others were not, by line."""

    added: int
    updated: int
    unchanged: int
    refused: Mapping[int, str]
    joined: int = 0


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
    options: Options = AS_USUAL,
) -> Summary:
    """Add the persons of a CSV file, and update those that differ from it. Rule N2.

    `mapping` names the column of a field where the two differ. What cannot be taken of a row is
    left out and written down, a row that is nobody is rejected, and the rest is imported, one
    transaction per batch. Raises ImportImpossible or OrganisationUnclear, before anything is
    written, when the file as a whole cannot be read or nobody can join that organisation.
    """
    today = latest_today(datetime.now(UTC))
    needed = NEEDED_PERSON_FIELDS
    file = CsvFile.open(path, PERSON_FIELDS, needed, mapping or {}, options.written)
    source = _source(source)
    user_id = await _user(connection, options.username)
    organisation_id = await _organisation(connection, options.organisation)

    async def import_batch(rows: list[tuple[int, Accepted]]) -> BatchResult:
        persons = [(line, row.incoming) for line, row in rows]
        kept = [(line, field) for line, row in rows for field in row.kept]
        imported = await imports.import_batch(
            connection, source, persons, file.fields, kept, user_id, organisation_id
        )
        repeated = {
            line: f"external id is that of line {first}"
            for line, first in imported.repeated.items()
        }
        return BatchResult(
            imported.added, imported.updated, imported.unchanged, repeated, imported.joined
        )

    def read(row: dict[str, str]) -> Accepted | list[str]:
        return read_person(row, today, options.date_order)

    await imports.prepare(connection)
    return await _load(file, read, import_batch, progress, options)


async def import_candidates(
    connection: Any,
    path: Path,
    source: str,
    master_source: str | None = None,
    progress: Progress = lambda *_: None,
    options: Options = AS_USUAL,
    mapping: Mapping[str, str] | None = None,
) -> Summary:
    """Make merge candidates of the pairs of a CSV file, likewise.

    `source` is the source of the first column's ids, `master_source` of the second's, where it is
    another one. Raises ImportImpossible.
    """
    needed = [(field,) for field in NEEDED_PAIR_FIELDS]
    file = CsvFile.open(path, PAIR_FIELDS, needed, mapping or {}, options.written)
    source = _source(source)
    masters = source if master_source is None else _source(master_source)

    async def import_batch(rows: list[tuple[int, Accepted]]) -> BatchResult:
        pairs = [(line, row.incoming) for line, row in rows]
        imported = await merge_candidates.import_batch(connection, source, masters, pairs)
        return BatchResult(imported.added, imported.updated, imported.unchanged, imported.refused)

    await merge_candidates.prepare(connection)
    return await _load(file, read_pair, import_batch, progress, options)


async def _user(connection: Any, username: str | None) -> UUID | None:
    """Return whose work an import is. Raises ImportImpossible where nobody has that name."""
    if username is None:
        return None
    user_id = await imports.user_named(connection, username)
    if user_id is None:
        raise ImportImpossible("No user has that name")
    return user_id


async def _organisation(connection: Any, typed: str | None) -> UUID | None:
    """Return the organisation of that name, which goes on. Raises ImportImpossible."""
    if typed is None:
        return None
    found = await organisation_called(connection, typed)
    if found.status is not OrganisationStatus.ACTIVE:
        raise ImportImpossible(f"Nobody can join {found.path}: it is {found.status}")
    return found.id


def _source(typed: str) -> str:
    """Return the name of a source as it is kept. Raises ImportImpossible."""
    source = cleaned(typed)
    if len(source) > SOURCE_LIMIT or not shows_something(source) or not source.isprintable():
        raise ImportImpossible(
            f"A source is a name of 1 to {SOURCE_LIMIT} characters, such as 'clinic'"
        )
    return source


async def _load(
    file: CsvFile,
    read: Callable[[dict[str, str]], Accepted | list[str]],
    import_batch: Callable[[list[tuple[int, Accepted]]], Awaitable[BatchResult]],
    progress: Progress,
    options: Options,
) -> Summary:
    began = monotonic()
    summary = Summary()
    with Rejects(file) as rejects, Warnings(file) as warnings:
        for batch in _batches(file.rows()):
            accepted, faults = _read(batch, file, read, is_strict=options.is_strict)
            result = await import_batch(accepted)
            faults |= result.refused
            for row in batch:
                if row.line in faults:
                    rejects.reject(row, faults[row.line])
            warned = [it for it in accepted if it[1].left_out and it[0] not in faults]
            for line, row_read in warned:
                for field, reason in row_read.left_out:
                    warnings.write([line, file.column(field), reason])
            summary = replace(
                summary,
                read=summary.read + len(batch),
                added=summary.added + result.added,
                updated=summary.updated + result.updated,
                unchanged=summary.unchanged + result.unchanged,
                rejected=summary.rejected + len(faults),
                warned=summary.warned + len(warned),
                joined=summary.joined + result.joined,
            )
            progress(summary.read, file.count)
    return replace(
        summary,
        seconds=monotonic() - began,
        rejects=rejects.written,
        warnings=warnings.written,
    )


def _read(
    batch: list[Row],
    file: CsvFile,
    read: Callable[[dict[str, str]], Accepted | list[str]],
    *,
    is_strict: bool,
) -> tuple[list[tuple[int, Accepted]], dict[int, str]]:
    """Read the rows of a batch; return those that are taken, and of the others why not."""
    accepted: list[tuple[int, Accepted]] = []
    faults: dict[int, str] = {}
    for row in batch:
        if row.fault is not None:
            faults[row.line] = row.fault
            continue
        found = read(file.as_dict(row))
        if isinstance(found, list):
            faults[row.line] = "; ".join(found)
        elif found.left_out and is_strict:
            reasons = (f"{file.column(field)}: {reason}" for field, reason in found.left_out)
            faults[row.line] = "; ".join(reasons)
        else:
            accepted.append((row.line, found))
    return accepted, faults


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
