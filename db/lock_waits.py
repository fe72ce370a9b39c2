"""Waits for locks that others hold without keeping everybody else waiting (rule Z5)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

import asyncpg

from db import advisory_locks

Result = TypeVar("Result")
Report: TypeAlias = Callable[[str], None]

LOCK_SECONDS: Final = 0.5
"""For so long a step waits for a lock. Whoever comes after it waits behind it, for as long."""

LONGER_SECONDS: Final = 1.2
EVERY: Final = 5
"""Every fifth attempt waits longer: an autovacuum gives way to who has waited for a second
(PostgreSQL's `deadlock_timeout`)."""

PAUSE_SECONDS: Final = 1.0
"""Between two attempts those work who were kept waiting."""

PATIENCE_SECONDS: Final = 2 * 3600.0
"""After so long a step is given up: a VACUUM may take an hour."""

PASSING: Final = (
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
CHANGED_BENEATH: Final = "tuple concurrently updated"

TURN: Final = f"select pg_try_advisory_lock({advisory_locks.MIGRATION})"

WAITING: Final = (
    "Waiting for a lock that somebody else holds, a VACUUM perhaps; everybody else works on."
)
OTHERS_TURN: Final = "Waiting for another migration to end."


class MigrationFailed(Exception):
    """The database cannot be brought to this version; the sentence says why."""


@dataclass(slots=True)
class LockWaits:
    """How one migration waits; `report` takes a sentence when it begins to."""

    report: Report
    _said: set[str] = field(default_factory=set)

    async def for_turn(self, connection: asyncpg.Connection) -> None:
        """Take the lock of migrations for this session.

        Asked again and again, not waited for: an index that is made beside the others' work waits
        for all who wait in a statement.
        """
        while not await connection.fetchval(TURN):
            self._say(OTHERS_TURN)
            await asyncio.sleep(0.2)

    async def again(self, step: Callable[[str], Awaitable[Result]]) -> Result:
        """Return what a step returns; it is one transaction, and begun anew while it must wait.

        It is given the statement that bounds its waits. Raises MigrationFailed after two hours.
        """
        clock = asyncio.get_running_loop().time
        until, attempt = clock() + PATIENCE_SECONDS, 0
        while True:
            attempt += 1
            seconds = LONGER_SECONDS if attempt % EVERY == 0 else LOCK_SECONDS
            try:
                return await step(f"set local lock_timeout = {round(seconds * 1000)}")
            except Exception as error:
                if not is_passing(error):
                    raise
                if clock() > until:
                    raise MigrationFailed(
                        "A lock was not to be had in two hours; what is done stays, and the next"
                        " `selfsame migrate` goes on from there"
                    ) from None
            self._say(WAITING)
            await asyncio.sleep(PAUSE_SECONDS)

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self.report(sentence)


def is_passing(error: BaseException | None) -> bool:
    """Return whether a step failed through what others did at the same time."""
    while error is not None:
        if isinstance(error, PASSING):
            return True
        if isinstance(error, asyncpg.InternalServerError) and CHANGED_BENEATH in str(error):
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False
