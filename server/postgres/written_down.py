"""Has standbys write to their disks what a promotion begins with there."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import Final

import asyncpg

CONNECT_SECONDS: Final = 2.0
REPLAY_SECONDS: Final = 30.0
"""How long a standby is waited for: one that is further behind is nobody to promote."""

STANDBY: Final = "select pg_is_in_recovery()"
POSITION: Final = "select pg_current_wal_flush_lsn()::text"
HAS_REPLAYED: Final = "select pg_last_wal_replay_lsn() >= $1::text::pg_lsn"
UNWRITTEN: Final = (
    "A standby was not reached, or CHECKPOINT is not allowed: promote none before it has had a"
    " checkpoint of its own (docs/operations.md)."
)


async def write_down(addresses: Sequence[str], report: Callable[[str], None]) -> None:
    """Let a checkpoint of the primary, and then one of each standby, write all that is in memory.

    PostgreSQL replays the beginning of an unlogged sequence in memory alone, and takes it from disk
    when a standby is promoted. Promoted before its next checkpoint, it could not read `who_acts`,
    without which nobody acts. `report` takes a sentence where that may happen.
    """
    async with AsyncExitStack() as opened:
        found = [it for it in [await _connect(url, opened) for url in addresses] if it is not None]
        standbys = [it for it in found if await it.fetchval(STANDBY)]
        primaries = [it for it in found if it not in standbys]
        try:
            async with asyncio.timeout(REPLAY_SECONDS):
                for connection in primaries:
                    await connection.execute("checkpoint")
                    position = await connection.fetchval(POSITION)
                    await asyncio.gather(*(_follow(it, position) for it in standbys))
        except (TimeoutError, OSError, asyncpg.PostgresError):
            standbys = []
        if len(standbys) + 1 < len(addresses):
            report(UNWRITTEN)


async def _connect(url: str, opened: AsyncExitStack) -> asyncpg.Connection | None:
    try:
        connection: asyncpg.Connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return None
    opened.callback(connection.terminate)
    return connection


async def _follow(standby: asyncpg.Connection, position: str) -> None:
    while True:
        if await standby.fetchval(HAS_REPLAYED, position):
            break
        await asyncio.sleep(0.05)
    await standby.execute("checkpoint")
