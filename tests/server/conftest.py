"""Data directories for the embedded PostgreSQL, and connections that statements share."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from server.postgres import embedded_binaries
from server.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError
from server.postgres.pipelines import Pipelines
from tests.databases import Database, reachable_directory
from tests.server.commands import environment


@pytest.fixture
def directory() -> Iterator[Path]:
    """A data directory; whatever a test leaves running in it is stopped and deleted."""
    with reachable_directory() as outer:
        directory = outer / "data"
        yield directory
        server = EmbeddedPostgres(directory)
        if (server.cluster / "PG_VERSION").exists():
            with suppress(EmbeddedPostgresError), server:
                pass
            server.remove()


@pytest.fixture
def system_directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for the directory that root keeps for all data directories of the machine."""
    with reachable_directory() as outer:
        monkeypatch.setattr(embedded_binaries, "SYSTEM_DIRECTORY", outer / "selfsame")
        yield outer / "selfsame"


@pytest.fixture
async def pipelines(database: Database) -> AsyncIterator[Pipelines]:
    opened = Pipelines(lambda: database.app_url, 2)
    yield opened
    opened.close()


@pytest.fixture
async def settings(database: Database, tmp_path: Path) -> dict[str, str]:
    """The environment of a command on that database."""
    return environment(tmp_path, database)
