"""Writes down what machines read, and counts it against their quota (rule C9)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import asyncpg

from rules.read_quota import ReadQuotaIsReached

QUOTA_REACHED = "SA004"
CHECK = "select check_reads_are_left('{client}', {quota:d})"
RECORD = "select record_reads('{client}', '{correlation}', '{{{keys}}}', {quota:d})"
REFUSED = "rollback; select record_refused_read('{client}')"


async def begin(connection: Any) -> None:
    """Open the transaction in which a machine reads."""
    await connection.execute("begin")


async def commit(
    connection: Any,
    client_id: UUID,
    correlation_id: UUID,
    keys: Collection[str],
    quota: int,
    *,
    reveals_absence: bool,
) -> None:
    """Write down which records a machine read, and commit the transaction that it read them in.

    `quota` is how many of others' records it may read a day; once that is used up, it is not said
    either that there is no such record, for that would reveal that all the others exist.
    All of it is one round trip, which is why the values stand in the text: they are UUIDs and
    numbers. Raises ReadQuotaIsReached, which is counted; the transaction is rolled back then, and
    nothing that was read in it may be shown.
    """
    statements = []
    if reveals_absence:
        statements.append(CHECK.format(client=client_id, quota=quota))
    if keys:
        listed = ",".join(str(UUID(key)) for key in keys)
        statements.append(
            RECORD.format(client=client_id, correlation=correlation_id, keys=listed, quota=quota)
        )
    try:
        await connection.execute("; ".join([*statements, "commit"]))
    except asyncpg.PostgresError as error:
        if error.sqlstate != QUOTA_REACHED:
            raise
        await connection.execute(REFUSED.format(client=client_id))
        raise ReadQuotaIsReached(retryAfter=int(str(error.args[0]))) from None
