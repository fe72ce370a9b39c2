"""Fixtures of the planner's tests: one lived-in database for all who only read it."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from server.postgres.embedded import EmbeddedPostgres
from tests.databases import Database, at
from tests.planner.lived_in import LivedIn, lived_in


@asynccontextmanager
async def copied(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[Database]:
    """A database copied from the template, dropped at the end."""
    name = f"planner_{uuid.uuid4().hex}"
    maintenance = await asyncpg.connect(at(postgres.owner_url, "postgres"))
    try:
        await maintenance.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield Database(at(postgres.owner_url, name), at(postgres.app_url, name))
        await maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await maintenance.close()


@pytest.fixture(scope="session")
async def house(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[LivedIn]:
    """The lived-in database; whoever changes it takes `own_house`."""
    async with copied(postgres, template) as database, lived_in(database) as found:
        yield found


@pytest.fixture
async def own_house(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[LivedIn]:
    """A lived-in database of the test's own."""
    async with copied(postgres, template) as database, lived_in(database) as found:
        yield found
