"""Writes down what machines read, and counts it against their quota (rule C9)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import asyncpg

from rules.read_quota import ReadQuotaIsReached

QUOTA_REACHED = "SA004"


async def begin(connection: Any) -> None:
    """Open the transaction in which a machine reads."""
    await connection.execute("begin")


async def commit(
    connection: Any, client_id: UUID, correlation_id: UUID, keys: Collection[str], quota: int
) -> None:
    """Write down which records a machine read, and commit the transaction that it read them in.

    `quota` is how many of others' records it may read a day. All of it is one round trip, which is
    why the values stand in the text: they are UUIDs and a number. Raises ReadQuotaIsReached; the
    transaction is then to be rolled back, and nothing that was read in it may be shown.
    """
    statements = "commit"
    if keys:
        listed = ",".join(str(UUID(key)) for key in keys)
        statements = (
            f"select record_reads('{client_id}', '{correlation_id}', '{{{listed}}}', {quota:d}); "
            "commit"
        )
    try:
        await connection.execute(statements)
    except asyncpg.PostgresError as error:
        if error.sqlstate != QUOTA_REACHED:
            raise
        raise ReadQuotaIsReached(retryAfter=int(str(error.args[0]))) from None
