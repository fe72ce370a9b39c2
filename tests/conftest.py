"""Fixtures for every test: one PostgreSQL for the session, one database for each test."""

import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from server.postgres.embedded import EmbeddedPostgres
from tests.databases import Database, at, fast_postgres
from tests.serving import Registry, served


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
    return postgres.owner_url.rpartition("/")[2]


@pytest.fixture
async def database(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Database]:
    """A database of the test's own."""
    name = f"test_{uuid.uuid4().hex}"
    maintenance = await asyncpg.connect(at(postgres.owner_url, "postgres"))
    try:
        await maintenance.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield Database(at(postgres.owner_url, name), at(postgres.app_url, name))
        await maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await maintenance.close()


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A running server on that database."""
    async with served(database, tmp_path) as running:
        yield running
