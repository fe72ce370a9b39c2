"""Lets sources delete the exports that are read, or whose runs are over (rule S15)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules.frozen import frozen
from rules.sources import SourceProtocol, SourceToRead

LEFT = """
select export.id, export.url, source.protocol, source.base_url, source.token_url,
       source.oauth_client_id, source.sealed_oauth_secret
  from source_exports export join sources source on source.id = export.source_id
 where not exists (select from runs where runs.id = export.run_id
                      and runs.status in ('ENQUEUED', 'RUNNING')
                      and (runs.parameters ->> 'export' = export.id::text
                           or runs.parameters ->> 'export' is null
                              and runs.parameters ->> 'phase' = 'EXPORT'))
   and ($2::uuid is null or export.id > $2)
 order by export.id limit $1
"""
FORGET = "delete from source_exports where id = $1"
FORGET_OLD = "delete from source_exports where begun_at < now() - interval '3 days'"
"""By when a source has deleted them by itself."""

Unseal = Callable[[bytes], str]


@frozen
class LeftExport:
    """An export that nobody reads any more, and how its source is asked."""

    id: UUID
    url: str
    source: SourceToRead


async def left(
    connection: Connection, unseal: Unseal, most: int, after: UUID | None = None
) -> list[LeftExport]:
    """Return exports that nobody reads any more, at most so many after one, the oldest first."""
    return [_left(row, unseal) for row in await connection.fetch(LEFT, most, after)]


async def forget(connection: Connection, export_id: UUID) -> None:
    """Forget an export that its source has deleted."""
    await connection.execute(FORGET, export_id)


async def forget_old(connection: Connection) -> None:
    """Forget exports that no source keeps as long."""
    await connection.execute(FORGET_OLD)


def _left(row: Any, unseal: Unseal) -> LeftExport:
    secret = row["sealed_oauth_secret"]
    source = SourceToRead(
        SourceProtocol(row["protocol"]),
        row["base_url"],
        None,
        row["token_url"],
        row["oauth_client_id"],
        None if secret is None else unseal(bytes(secret)),
    )
    return LeftExport(row["id"], row["url"], source)
