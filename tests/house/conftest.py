"""Databases without anything."""

import uuid
from collections.abc import AsyncIterator

import asyncpg
import pytest

from server.postgres.embedded import EmbeddedPostgres
from tests.databases import at


@pytest.fixture
async def empty(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's address of a database without anything."""
    name = f"test_{uuid.uuid4().hex}"
    maintenance = await asyncpg.connect(at(postgres.owner_url, "postgres"))
    await maintenance.execute(f"CREATE DATABASE {name}")
    yield at(postgres.owner_url, name)
    await maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await maintenance.close()
