"""Fixtures for every test: one PostgreSQL for the session, one database for each test."""

import gc
import os
import signal
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import hypothesis
import pytest

from server import application
from server.documents import renderers
from server.graphql import documents, last_uses
from server.http import catalog_watch
from server.postgres import connection, contention, pool, watcher
from server.postgres.embedded import EmbeddedPostgres
from tests import cheap_passwords, warm_connections
from tests.collecting import TESTS, import_a_share
from tests.databases import EMPTY, Database, Databases, fast_postgres
from tests.kept_documents import KeptDocuments
from tests.long_tests import dealt, is_long
from tests.serving import Registry, served

# An example may take as long as a busy machine needs for it.
hypothesis.settings.register_profile("selfsame", deadline=None)
hypothesis.settings.load_profile("selfsame")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, Any, Any]:
    """Look for no cycles among what is collected, neither meanwhile nor later: it stays.

    Each look at twelve thousand tests and their modules takes a second.
    """
    gc.disable()
    try:
        worker = getattr(session.config, "workerinput", None)
        if worker and [Path(it).resolve() for it in session.config.args] == [TESTS]:
            import_a_share(int(worker["workerid"].removeprefix("gw")), worker["workercount"])
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each of several workers begin with its share of the long tests."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        long = [it for it in items if is_long(it.nodeid)]
        items[:] = dealt(long, [it for it in items if not is_long(it.nodeid)], workers)


@pytest.fixture(scope="session", autouse=True)
def commands_can_be_interrupted() -> None:
    """Let SIGINT reach what tests start: a shell that runs tests in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def small_and_patient_pool() -> Iterator[None]:
    """Open one connection at first, and let a busy machine take its time to answer.

    A guess at a password costs little, too.

    Tests of these limits set them themselves.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pool, "MIN_SIZE", 1)
        patched.setattr(connection, "CONNECT_TIMEOUT", 30.0)
        patched.setattr(watcher, "PING_TIMEOUT", 30.0)
        patched.setattr(pool, "ACQUIRE_TIMEOUT", 120.0)
        patched.setattr(connection, "LOCK_TIMEOUT", 100.0)
        patched.setattr(connection, "TRANSACTION_TIMEOUT", 300.0)
        patched.setattr(contention, "WAIT_SECONDS", 250.0)
        patched.setattr(renderers, "SECONDS", 120.0)
        # What a test counts of statements has none of these.
        patched.setattr(last_uses, "LOOK_SECONDS", 3600.0)
        patched.setattr(catalog_watch, "FIRST_SECONDS", 3600.0)
        patched.setattr(documents, "Documents", KeptDocuments)
        patched.setattr(application, "Pool", warm_connections.WarmPool)
        warm_connections.patch(patched)
        cheap_passwords.patch(patched)
        # No machine loses its power while a test runs.
        patched.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A running server, stopped and deleted at the end."""
    with fast_postgres() as server:
        yield server


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    """The name of a migrated database to copy from; nobody may be connected to it."""
    from db.migrating import migrate

    await migrate(postgres.owner_url, postgres.app_url)
    owner = await asyncpg.connect(postgres.owner_url)
    await owner.execute(EMPTY)  # the trail has the standard templates
    await owner.close()
    return postgres.owner_url.rpartition("/")[2]


@pytest.fixture(scope="session")
async def databases(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Databases]:
    """The databases of this server, lent to one test at a time."""
    lending = Databases(postgres, template)
    await lending.start()
    yield lending
    await lending.close()


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    """A database of the test's own."""
    lent = await databases.lend()
    yield lent
    await databases.take_back(lent)


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection to that database as its owner."""
    connection = await asyncpg.connect(database.owner_url)
    yield connection
    await connection.close()


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A running server on that database."""
    async with served(database, tmp_path) as running:
        yield running
