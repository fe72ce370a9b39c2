"""Where benchmarks run: a PostgreSQL with nothing switched off, and server processes on it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.processes import cpu_seconds
from db.migrating import migrate
from server.postgres.embedded import EmbeddedPostgres


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A PostgreSQL with a migrated database, and the data directory that a server works in."""

    directory: Path
    postgres: EmbeddedPostgres
    owner: asyncpg.Connection

    def cpu_seconds(self) -> float:
        """Return the CPU time that PostgreSQL has used, closed connections included."""
        postmaster = self.postgres.cluster / "postmaster.pid"
        return cpu_seconds(int(postmaster.read_text().split()[0]))


@contextmanager
def temporary_directory() -> Iterator[Path]:
    """Make a directory that also the account which runs PostgreSQL for root may enter."""
    with tempfile.TemporaryDirectory(prefix="selfsame-bench-") as name:
        directory = Path(name)
        directory.chmod(0o755)
        yield directory


@asynccontextmanager
async def open_sandbox(*, fast: bool = False) -> AsyncIterator[Sandbox]:
    """Make a database and delete it at the end; a `fast` one is for tests, not for figures."""
    with temporary_directory() as directory:
        with EmbeddedPostgres(directory, fast=fast) as postgres:
            await migrate(postgres.owner_url, postgres.app_url)
            owner = await asyncpg.connect(postgres.owner_url)
            yield Sandbox(directory, postgres, owner)
            await owner.close()
        postgres.remove()


def database_url(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def run_server(*arguments: str, **environment: str) -> Iterator[tuple[str, int]]:
    """Run `python -m` with these arguments; give the address that it prints, and its process id."""
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        assert running.stdout is not None
        lines = (line.decode() for line in running.stdout)
        try:
            listening = next(line for line in lines if line.startswith("listening on"))
            yield listening.split()[-1], running.pid
        finally:
            running.terminate()


def print_table(headings: list[str], rows: list[list[str]]) -> None:
    """Print a table for people."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
