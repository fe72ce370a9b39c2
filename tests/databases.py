"""The databases that tests get: each its own, copied from one that was migrated once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.postgres.embedded import EmbeddedPostgres


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated, empty database: its addresses as the owner and as the application."""

    owner_url: str
    app_url: str


def at(url: str, name: str) -> str:
    """Give the address of another database on the same server."""
    return f"{url.rpartition('/')[0]}/{name}"


@contextmanager
def reachable_directory() -> Iterator[Path]:
    """Make a directory that also the account which runs PostgreSQL for root may enter."""
    with tempfile.TemporaryDirectory(prefix="selfsame-") as name:
        directory = Path(name)
        directory.chmod(0o755)
        yield directory


@contextmanager
def fast_postgres() -> Iterator[EmbeddedPostgres]:
    """Run a server that forgets everything."""
    with reachable_directory() as directory:
        with EmbeddedPostgres(directory, fast=True) as server:
            yield server
        server.remove()
