"""Registries that a benchmark asks over HTTP: a PostgreSQL of their own, migrated, and a server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.sandbox import temporary_directory
from db.migrating import migrate
from tests.databases import Databases, fast_postgres
from tests.serving import Registry, served


@asynccontextmanager
async def databases_of_their_own() -> AsyncIterator[tuple[Databases, Path]]:
    """Give databases to lend, in a PostgreSQL that ends with them, and a directory."""
    with fast_postgres() as server, temporary_directory() as directory:
        await migrate(server.owner_url, server.app_url)
        databases = Databases(server, server.owner_url.rpartition("/")[2])
        await databases.start()
        yield databases, directory
        await databases.close()


@asynccontextmanager
async def registry_of_its_own() -> AsyncIterator[tuple[Registry, Path]]:
    """Give a registry that is served, and its data directory."""
    async with (
        databases_of_their_own() as (databases, directory),
        served(await databases.lend(), directory) as registry,
    ):
        yield registry, directory
