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
from server.embedded import EmbeddedPostgres


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
async def place() -> AsyncIterator[Place]:
    """Make a database and delete it at the end."""
    with _directory() as directory:
        with EmbeddedPostgres(directory) as postgres:
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
        yield (
            next(line for line in said if line.startswith("listening on")).split()[-1],
            running.pid,
        )
        running.terminate()


def memory(pid: int) -> float:
    """Tell how many MB a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise ValueError(pid)


def seconds_of(pid: int) -> float:
    """Tell how long a process has been computing."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def seconds_of_postgres(there: Place) -> float:
    """Tell how long the connections of a PostgreSQL have been computing."""
    postmaster = (there.postgres.cluster / "postmaster.pid").read_text().split()[0]
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return sum(seconds_of(int(child)) for child in children)


def table(headings: list[str], rows: list[list[str]]) -> None:
    """Print a table for people."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
