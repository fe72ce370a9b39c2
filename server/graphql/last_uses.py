"""Notices when clients, users and sessions are used, without a write for each request (E6, E9)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from time import time
from uuid import UUID

import asyncpg

from resolvers.access import Caller
from server.observability import logs
from server.postgres.pool import Pool, Unavailable
from workflows import last_uses

LOOK_SECONDS = 5.0
"""How often a process looks whether there is something to be written."""

PAUSE_SECONDS = 60.0
"""What is known of a client, user or session is written once in so long at most."""


class LastUses:
    """The last uses that this process has seen and not written yet.

    What it has not written when it is killed is lost: a minute of one client or user at most.
    """

    def __init__(self, clock: Callable[[], float] = time) -> None:
        self._clock = clock
        self._seen: dict[UUID, float] = {}
        self._written: dict[UUID, float] = {}

    def note(self, caller: Caller | None) -> None:
        """Notice that a request was granted to a client, its user, and their session."""
        if caller is None:
            return
        now = self._clock()
        self._seen[caller.client_id] = now
        if caller.user_id is not None:
            self._seen[caller.user_id] = now
        if caller.session_id is not None:
            self._seen[caller.session_id] = now

    async def write(self, pool: Pool, pause: float = PAUSE_SECONDS) -> None:
        """Write what was not written for so many seconds."""
        now = self._clock()
        self._written = {key: at for key, at in self._written.items() if now - at < pause}
        due = {key: at for key, at in self._seen.items() if key not in self._written}
        if not due:
            return
        moments = {key: datetime.fromtimestamp(at, UTC) for key, at in due.items()}
        async with pool.connection() as connection:
            await last_uses.note(connection, moments)
        self._written.update(dict.fromkeys(due, now))
        self._seen = {key: at for key, at in self._seen.items() if due.get(key) != at}

    async def keep_writing(self, pool: Pool) -> None:
        """Write every few seconds what is due, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.try_to_write(pool)

    async def try_to_write(self, pool: Pool, pause: float = PAUSE_SECONDS) -> None:
        """Write what is due; what cannot be written now is left for later."""
        try:
            await self.write(pool, pause)
        except Unavailable:
            pass
        except asyncpg.PostgresError as error:
            logs.unforeseen("last_uses.failed", error)
