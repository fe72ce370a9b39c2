"""The commands that load rows: the demo, and the CSV files of other systems."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rules.import_dates import DateOrder
from server.commands import sandbox
from server.commands.connections import on_connection
from server.importing.imports import (
    Format,
    Options,
    Summary,
    import_candidates,
    import_persons,
    read_mapping,
)
from server.postgres.counting import CountingConnection
from server.seeding import Seeded
from server.seeding import seed as seed_demo
from server.settings import Settings
from workflows.matching import matches_due

SOME_REJECTED = 3


async def seed(settings: Settings, persons: int, candidates: int | None) -> str:
    """Bring the demo to this size; return the sentence to print."""
    sandbox.refuse_begun(settings)
    seeded: Seeded = await on_connection(
        settings, lambda connection: seed_with_progress(connection, persons, candidates)
    )
    return (
        f"Added {seeded.accounts} accounts, {seeded.persons} persons,"
        f" {seeded.candidates} candidates and {seeded.vital_events} vital events"
        f" in {seeded.seconds:.1f} s."
    )


async def seed_with_progress(
    connection: CountingConnection,
    persons: int,
    candidates: int | None,
    *,
    with_events: bool = True,
) -> Seeded:
    """Seed over one connection, with a progress bar on a terminal."""
    with progress_bars() as bars:
        return await seed_demo(connection, persons, candidates, bars, with_events=with_events)


def read_options(
    delimiter: str | None,
    encoding: str | None,
    date_order: str = "ymd",
    *,
    is_strict: bool = False,
    username: str | None = None,
    organisation: str | None = None,
) -> Options:
    """Read how a file is to be read. Raises ImportImpossible."""
    written = Format.read(delimiter, encoding)
    return Options(written, DateOrder(date_order), is_strict, username, organisation)


async def load_persons(
    settings: Settings, path: Path, source: str, pairs: list[str], options: Options
) -> tuple[str, int]:
    """Load a file of persons; return the sentence to print and the exit status."""
    mapping = read_mapping(pairs)

    async def load(connection: CountingConnection) -> tuple[Summary, int]:
        with progress_bars() as bars:
            summary = await import_persons(
                connection,
                path,
                source,
                mapping,
                lambda done, of: bars("persons", done, of),
                options,
            )
        due, _ = await matches_due(connection)
        return summary, due

    sandbox.refuse_begun(settings)
    summary, due = await on_connection(settings, load)
    sentence, status = _report(summary)
    if options.organisation is not None:
        sentence += f"\nMembers of the organisation: {summary.joined} more."
    if due:
        sentence += f"\nPersons who are due to be matched: {due}."
    return sentence, status


async def load_candidates(
    settings: Settings,
    path: Path,
    source: str,
    master_source: str | None,
    pairs: list[str],
    options: Options,
) -> tuple[str, int]:
    """Load a file of pairs, likewise."""
    mapping = read_mapping(pairs)

    async def load(connection: CountingConnection) -> Summary:
        with progress_bars() as bars:
            return await import_candidates(
                connection,
                path,
                source,
                master_source,
                lambda done, of: bars("candidates", done, of),
                options,
                mapping,
            )

    sandbox.refuse_begun(settings)
    return _report(await on_connection(settings, load))


def _report(summary: Summary) -> tuple[str, int]:
    sentence = (
        f"Read {summary.read} rows: {summary.added} added, {summary.updated} updated,"
        f" {summary.unchanged} unchanged, {summary.rejected} rejected,"
        f" {summary.warned} taken with a warning, in {summary.seconds:.1f} s."
    )
    if summary.warnings is not None:
        sentence += f"\nWhat was left out of rows is listed in {summary.warnings}."
    if summary.rejects is None:
        return sentence, 0
    return f"{sentence}\nThe rejected rows are in {summary.rejects}.", SOME_REJECTED


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar for each kind of row that is loaded; only on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks = {}

        def bars(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=of)
            progress.update(tasks[what], completed=done, total=of)

        yield bars
