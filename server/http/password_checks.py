"""Holds a name and a password against what is kept, and slows down guessing (rules E5 and E7)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from db.statements import Connection
from rules.access import ClientBlocked, Unauthenticated, UserBlocked
from rules.access_administration import trimmed
from rules.credentials import Attempt
from server.postgres.pool import Pool
from workflows import credentials, failed_sign_ins, sessions, throttling
from workflows.sessions import Known

AT_ONCE = credentials.HASHING_THREADS
"""How many passwords of a process are being checked: more would only wait for the hashing."""


class PasswordChecks:
    """Checks passwords, a few at once: who failed too often meanwhile is refused unhashed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turns = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def passed(self, username: str, password: str, address: str) -> AsyncIterator[Known]:
        """Enter as the user of this name who has this password.

        A failure is counted once it is known to be one. What is refused inside, as a blocked user
        is, is a failure too: it is answered alike, and would reveal the password otherwise.
        Raises Unauthenticated or TooManyFailures.
        """
        attempt = Attempt("sign-in", trimmed(username), address)
        async with self._turns:
            try:
                yield await self._check(attempt, username, password)
            except (Unauthenticated, ClientBlocked, UserBlocked):
                async with self._pool.connection() as connection:
                    await failed_sign_ins.note(connection, attempt)
                raise Unauthenticated from None

    async def confirm(self, connection: Connection, username: str, address: str) -> None:
        """Let in whoever showed a code too, unless one failure too many was counted meanwhile.

        Within the act that used the code up, which is undone then. Raises TooManyFailures.
        """
        await throttling.confirm(connection, Attempt("sign-in", trimmed(username), address))

    async def _check(self, attempt: Attempt, username: str, password: str) -> Known:
        async with self._pool.connection() as connection:
            await throttling.check(connection, attempt)
            user = await sessions.find(connection, username)
        # No connection is held while the password is hashed: that takes a hundred times longer.
        password_hash = None if user is None else user.password_hash
        if not await credentials.is_password(password, password_hash) or user is None:
            raise Unauthenticated
        async with self._pool.connection() as connection:
            await throttling.confirm(connection, attempt)
        return user
