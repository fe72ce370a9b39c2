"""Helpers for tests of the embedded PostgreSQL: which process serves, and one query."""

import asyncpg

from server.postgres.embedded import EmbeddedPostgres
from server.postgres.embedded_process import postmaster_of


def pid_of(server: EmbeddedPostgres) -> int:
    """Return the number of the process that serves this cluster now."""
    postmaster = postmaster_of(server.cluster)
    assert postmaster is not None
    return postmaster.pid


def is_stopped(server: EmbeddedPostgres) -> bool:
    """Return whether no process serves this cluster."""
    return postmaster_of(server.cluster) is None


async def ask(server: EmbeddedPostgres, query: str) -> object:
    """Return the value of one query over a connection of its own."""
    connection = await asyncpg.connect(server.owner_url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
