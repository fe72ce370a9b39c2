"""What the database knows of the keys beside it (rule Z8)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from db import advisory_locks
from db.statements import Connection

LOCK = f"select pg_advisory_xact_lock({advisory_locks.KNOWN_KEYS})"
KNOWN = """
select purpose, array_agg(fingerprint) as fingerprints from known_keys group by purpose
"""
SEALED = """
(select 'webhooks.key' as purpose, sealed_secret from webhooks order by id desc limit 1)
union all
(select 'second_factors.key', sealed_secret from second_factors order by id desc limit 1)
union all
(select 'sources.key', sealed_inbound_secret from source_links
  where sealed_inbound_secret is not null order by id desc limit 1)
"""
NOTE = """
insert into known_keys (purpose, fingerprint)
select * from unnest($1::text[], $2::text[]) on conflict do nothing
"""


@asynccontextmanager
async def alone(connection: Connection) -> AsyncIterator[None]:
    """Let one process at a time compare and note keys, in one transaction."""
    await connection.execute("begin isolation level read committed")
    try:
        await connection.execute(LOCK)
        yield
    except BaseException:
        await connection.execute("rollback")
        raise
    await connection.execute("commit")


async def known(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the fingerprints of each purpose."""
    rows = await connection.fetch(KNOWN)
    return {row["purpose"]: frozenset(row["fingerprints"]) for row in rows}


async def sealed(connection: Connection) -> dict[str, bytes]:
    """Return the last secret that each key has sealed, where there is one."""
    return {row["purpose"]: row["sealed_secret"] for row in await connection.fetch(SEALED)}


async def note(connection: Connection, held: Mapping[str, frozenset[str]]) -> None:
    """Note fingerprints beside those that are known."""
    pairs = [(purpose, it) for purpose, found in held.items() for it in sorted(found)]
    purposes, fingerprints = ([pair[part] for pair in pairs] for part in range(2))
    await connection.fetch(NOTE, purposes, fingerprints)
