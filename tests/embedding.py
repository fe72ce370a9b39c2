"""What tests of the embedded PostgreSQL ask of one."""

import asyncpg

from server.postgres import embedded_cluster
from server.postgres.embedded import EmbeddedPostgres


def pid_of(server: EmbeddedPostgres) -> int:
    """Name the process that serves this cluster now."""
    found = embedded_cluster.postmaster_of(server.cluster)
    assert found is not None
    return found.pid


def is_stopped(server: EmbeddedPostgres) -> bool:
    """Tell whether nobody serves this cluster."""
    return embedded_cluster.postmaster_of(server.cluster) is None


async def ask(server: EmbeddedPostgres, question: str) -> object:
    """Ask one question over a connection of its own."""
    connection = await asyncpg.connect(server.owner_url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()
