"""Connections of a server's pool that the next server on the same database goes on with.

A new backend of PostgreSQL reads the catalog, compiles the triggers' functions and plans their
statements again, which costs more than most tests do.
"""

from collections import defaultdict
from typing import Any

import asyncpg

from server.postgres import connection, pool
from server.postgres.counting import CountingConnection
from server.postgres.pool import Pool

Key = tuple[str, type[asyncpg.Connection], float, float]
"""The address of a database, and what connections to it may differ by: class and settings."""

kept: dict[Key, list[Any]] = defaultdict(list)
"""The connections that nobody uses."""

MOST_KEPT = 4
"""Connections kept of one kind: the server has 200 for all databases, and few tests need more."""

opened_with: dict[Any, Key] = {}
"""With what each was opened, of those that are used too."""

CLEAN = "reset session authorization; reset role; discard temp; discard sequences"
"""What asyncpg's own reset leaves of a session."""


class WarmPool(Pool):
    """As the product's; it leaves its idle connections to the next pool, as good as new."""

    async def close(self) -> None:
        """Keep what may be kept, and close the rest."""
        while self._idle and not self.is_unreachable:
            idle = self._idle.pop()
            self._count_closed(idle)
            await keep(idle)
        await super().close()


def key_of(url: str, kind: type[asyncpg.Connection]) -> Key:
    """Return what shows whether a connection serves whoever asks for one."""
    return url, kind, connection.LOCK_TIMEOUT, connection.TRANSACTION_TIMEOUT


async def connect_for_requests(url: str) -> CountingConnection:
    """Return a connection that another pool left, or open one."""
    key = key_of(url, connection.connection_class())
    warm = take(key)
    if warm is not None:
        assert isinstance(warm, CountingConnection)
        warm.statements = 0
        return warm
    opened = await connection.connect_for_requests(url)
    opened_with[opened] = key
    return opened


async def connect_as_owner(url: str) -> asyncpg.Connection:
    """Return a connection of the owner that another test left, or open one."""
    key = key_of(url, asyncpg.Connection)
    warm: asyncpg.Connection | None = take(key)
    if warm is None:
        warm = await asyncpg.connect(url)
        opened_with[warm] = key
    return warm


def take(key: Key) -> Any:
    """Return a connection that is kept, None where there is none."""
    while kept[key]:
        warm = kept[key].pop()
        if not warm.is_closed():
            return warm
        opened_with.pop(warm, None)
    return None


async def keep(idle: asyncpg.Connection) -> None:
    """Keep a connection, without what a session may hold, if it can be used again."""
    key = opened_with.get(idle)
    is_one_too_many = key is not None and len(kept[key]) >= MOST_KEPT
    if key is None or is_one_too_many or idle.is_closed() or idle.is_in_transaction():
        opened_with.pop(idle, None)
        idle.terminate()
        return
    try:
        await idle.reset(timeout=10)
        await idle.execute(CLEAN)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        opened_with.pop(idle, None)
        idle.terminate()
        return
    kept[key].append(idle)


def kept_backends(*urls: str) -> list[int]:
    """List the processes of PostgreSQL that serve the connections kept for these addresses."""
    at_them = [it for key in kept if key[0] in urls for it in kept[key]]
    return [it.get_server_pid() for it in at_them if not it.is_closed()]


def forget(*urls: str) -> None:
    """Cut off what is kept of a database that goes away."""
    for key in [key for key in kept if key[0] in urls]:
        for warm in kept.pop(key):
            opened_with.pop(warm, None)
            warm.terminate()


def patch(patched: Any) -> None:
    """Have pools use warm connections."""
    patched.setattr(pool, "connect_for_requests", connect_for_requests)
