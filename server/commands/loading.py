"""The commands that bring rows in: the demo, and the CSV files of other systems."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from server.importing.imports import Summary, import_candidates, import_persons, read_mapping
from server.postgres.connection import CountingConnection
from server.postgres.database import Database
from server.seeding import Seeded
from server.seeding import seed as seed_demo
from server.settings import Settings

SOME_REJECTED = 3

Outcome = TypeVar("Outcome")


async def seed(settings: Settings, persons: int, candidates: int | None) -> str:
    """Bring the demo to this size and say what was added."""
    seeded: Seeded = await _on_connection(
        settings, lambda connection: seed_quietly(connection, persons, candidates)
    )
    return (
        f"Added {seeded.accounts} accounts, {seeded.persons} persons,"
        f" {seeded.candidates} candidates and {seeded.vital_events} vital events"
        f" in {seeded.seconds:.1f} s."
    )


async def seed_quietly(
    connection: CountingConnection, persons: int, candidates: int | None
) -> Seeded:
    """Seed over one connection, with a progress bar where somebody looks on."""
    with _bars() as bars:
        return await seed_demo(connection, persons, candidates, bars)


async def load_persons(
    settings: Settings, path: Path, source: str, pairs: list[str]
) -> tuple[str, int]:
    """Load a file of persons and give what is to be said, with the exit status."""
    mapping = read_mapping(pairs)

    async def load(connection: CountingConnection) -> Summary:
        with _bars() as bars:
            return await import_persons(
                connection, path, source, mapping, lambda done, of: bars("persons", done, of)
            )

    return _said(await _on_connection(settings, load))


async def load_candidates(
    settings: Settings, path: Path, source: str, master_source: str | None
) -> tuple[str, int]:
    """Load a file of pairs, likewise."""

    async def load(connection: CountingConnection) -> Summary:
        with _bars() as bars:
            return await import_candidates(
                connection,
                path,
                source,
                master_source,
                lambda done, of: bars("candidates", done, of),
            )

    return _said(await _on_connection(settings, load))


async def _on_connection(
    settings: Settings, work: Callable[[CountingConnection], Awaitable[Outcome]]
) -> Outcome:
    with Database(settings) as database:
        await database.prepare()
        connection = await database.connect()
        try:
            return await work(connection)
        finally:
            await connection.close(timeout=1)


def _said(summary: Summary) -> tuple[str, int]:
    sentence = (
        f"Read {summary.read} rows: {summary.added} added, {summary.updated} updated,"
        f" {summary.unchanged} unchanged, {summary.rejected} rejected, in {summary.seconds:.1f} s."
    )
    if summary.rejects is None:
        return sentence, 0
    return f"{sentence}\nThe rejected rows are in {summary.rejects}.", SOME_REJECTED


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each kind of thing that comes in; rich hides them where nobody looks on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        tasks = {}

        def bars(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=of)
            shown.update(tasks[what], completed=done, total=of)

        yield bars
