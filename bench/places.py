"""Where benchmarks run: a PostgreSQL with nothing switched off, and server processes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from db.migrating import migrate
from server.postgres.embedded import EmbeddedPostgres


@dataclass(frozen=True, slots=True)
class Place:
    """A PostgreSQL with a migrated database, and the directory that a server works in."""

    directory: Path
    postgres: EmbeddedPostgres
    owner: asyncpg.Connection


@contextmanager
def _directory() -> Iterator[Path]:
    """Make a directory that also the account which runs PostgreSQL for root may enter."""
    with tempfile.TemporaryDirectory(prefix="selfsame-bench-") as name:
        directory = Path(name)
        directory.chmod(0o755)
        yield directory


@asynccontextmanager
async def place(*, fast: bool = False) -> AsyncIterator[Place]:
    """Make a database and delete it at the end; a `fast` one is for tests, not for figures."""
    with _directory() as directory:
        with EmbeddedPostgres(directory, fast=fast) as postgres:
            await migrate(postgres.owner_url, postgres.app_url)
            owner = await asyncpg.connect(postgres.owner_url)
            yield Place(directory, postgres, owner)
            await owner.close()
        postgres.remove()


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator[tuple[str, int]]:
    """Run a server of this Python; give its address, as it prints it, and its process id."""
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        assert running.stdout is not None
        said = (line.decode() for line in running.stdout)
        try:
            listening = next(line for line in said if line.startswith("listening on"))
            yield listening.split()[-1], running.pid
        finally:
            running.terminate()


def memory(pid: int) -> float:
    """Tell how many MB a process and those that it started hold."""
    held = 0
    for each in _family(pid):
        status = _read(each, "status")
        held += sum(
            int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")
        )
    return held / 1024


def seconds_of(pid: int) -> float:
    """Tell how long a process and those that it started have been computing, ended ones too."""
    ticks = 0
    for each in _family(pid):
        fields = _read(each, "stat").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def seconds_of_postgres(there: Place) -> float:
    """Tell how long a PostgreSQL has been computing, connections that were closed included."""
    return seconds_of(int((there.postgres.cluster / "postmaster.pid").read_text().split()[0]))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _read(pid, f"task/{pid}/children").split():
        yield from _family(int(child))


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended


def table(headings: list[str], rows: list[list[str]]) -> None:
    """Print a table for people."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
