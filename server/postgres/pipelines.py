"""Statements of many requests at once on a few connections, in libpq's pipeline mode.

asyncpg sends one statement, waits for its rows and sends the next: a system call and a wake-up of
PostgreSQL for each. Here all that requests ask within one turn of the event loop leaves in one
packet, with one Sync at its end, and the answers come back together.

A pipeline returns rows, or nothing: whatever goes wrong, the statement is to be sent once more on a
connection of the pool, which has the waits, the retries and the errors. So it is for statements
that only read, and only for those that were quick on the pool's connections: a slow one would hold
up those behind it. One that writes would be undone by any that fails in its batch, after its rows
were handed out: PostgreSQL refuses it here. What the answers belong to is libpq's account,
not ours.
"""

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import psycopg

from server.observability import logs
from server.postgres import primary
from server.postgres.connection import LOCK_TIMEOUT, TRANSACTION_TIMEOUT, session_settings
from server.postgres.pipeline import Pipeline
from server.postgres.pipelined import Answer, Rows
from server.postgres.text_format import encoded

SIZE: Final = 4
"""How many connections there are at most; a further one is opened when all are full."""

QUICK_SECONDS: Final = 0.005
"""A statement that took no longer on a connection of the pool is sent by pipelines from then on."""

FULL_SECONDS: Final = 0.004
"""A connection whose answers are further off than that leaves statements to others. A few that are
kept busy cost both sides fewer wake-ups than many."""

MAX_STATEMENTS: Final = 200
"""How many statements are prepared on a connection; each takes some 90 KB of a backend's memory."""

CONNECT_SECONDS: Final = 2
PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""For so many seconds nobody connects again after an attempt that failed, and after further ones:
a proxy that refuses our settings refuses them for ever."""


class Pipelines:
    """The pipelines of a process, opened as they are needed."""

    def __init__(self, url: Callable[[], str], size: int = SIZE) -> None:
        """Open nothing yet; `url` is called for each connection."""
        self.statements = 0
        """How many statements were answered."""
        self._url = url
        self._size = size
        self._open: list[Pipeline] = []
        self._opening: asyncio.Task[None] | None = None
        self._paused_until = 0.0
        self._failures = 0
        """How many attempts to connect have failed since one succeeded."""
        self._quick: dict[str, None] = {}

    @property
    def size(self) -> int:
        """How many connections are open."""
        return sum(not it.has_ended for it in self._open)

    @property
    def is_preparing(self) -> bool:
        """Whether a connection is being opened, or a statement prepared."""
        return self._opening is not None or any(it.is_busy for it in self._open)

    async def fetch(
        self, text: str, arguments: Sequence[Any], *, binary: bool = False
    ) -> list[tuple[Any, ...]] | None:
        """Return the rows of a statement, or None where it is to be sent by the pool.

        With `binary`, each value is as PostgreSQL sent it: bytes in its type's binary format.
        """
        answer: asyncio.Future[Rows | None] = asyncio.get_running_loop().create_future()
        if not self.send(text, arguments, answer, binary=binary):
            return None
        rows = await answer
        self.note_answer(text, rows)
        return rows

    def send(
        self, text: str, arguments: Sequence[Any], answer: Answer, *, binary: bool = False
    ) -> bool:
        """Send a statement whose `answer` gets what `fetch` returns, and is to be noted.

        Returns whether it was sent; nobody is answered where it was not.
        """
        if text not in self._quick:
            return False
        pipeline = self._choose(text)
        if pipeline is None:
            return False
        values = encoded(arguments)
        if values is None:
            return False
        pipeline.ask(text, values, answer, binary=binary)
        return True

    def note_answer(self, text: str, rows: Rows | None) -> None:
        """Note what came of a statement that was sent."""
        if rows is None:
            # It failed, or one before it in its batch: the pool finds out, and may note it again.
            self._quick.pop(text, None)
        else:
            self.statements += 1

    def column_types(self, text: str) -> tuple[int, ...] | None:
        """Return the oids of a statement's columns' types; None where the pool would send it."""
        found = (it.column_types(text) for it in self._open)
        return next((types for types in found if types is not None), None)

    def note(self, text: str, seconds: float) -> None:
        """Note how long a statement took on a connection of the pool."""
        if seconds <= QUICK_SECONDS and text not in self._quick:
            while len(self._quick) >= MAX_STATEMENTS:
                del self._quick[next(iter(self._quick))]
            self._quick[text] = None

    def close(self) -> None:
        """Cut all connections off; who waits for an answer gets None."""
        if self._opening is not None:
            self._opening.cancel()
        for pipeline in self._open:
            pipeline.end()
        self._open.clear()

    def _choose(self, text: str) -> Pipeline | None:
        """Return the first connection on which it is prepared; where that is full, the least so."""
        self._open = [it for it in self._open if not it.has_ended]
        chosen: Pipeline | None = None
        shortest = math.inf
        has_room = False
        for pipeline in self._open:
            if pipeline.is_stuck:
                continue
            wait = pipeline.wait
            has_room = has_room or wait <= FULL_SECONDS
            if not pipeline.has(text):
                pipeline.prepare(text)
            elif wait < shortest:
                chosen, shortest = pipeline, wait
                if has_room:
                    break
        if not has_room and len(self._open) < self._size:
            self._open_another()
        return chosen

    def _open_another(self) -> None:
        loop = asyncio.get_running_loop()
        if self._opening is None and loop.time() >= self._paused_until:
            self._opening = loop.create_task(self._connect())

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        settings = session_settings("selfsame", LOCK_TIMEOUT, TRANSACTION_TIMEOUT)
        settings["default_transaction_read_only"] = "on"
        try:
            connection = await psycopg.AsyncConnection.connect(
                primary.known(self._url()),
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                client_encoding="UTF8",  # not what the database or PGCLIENTENCODING has
                options=" ".join(f"-c {name}={value}" for name, value in settings.items()),
            )
            self._open.append(Pipeline(connection, loop, MAX_STATEMENTS))
            self._failures = 0
        except (psycopg.Error, OSError, ValueError) as error:
            # The pool serves alone, which is slower and no error: it is said here and nowhere else.
            logs.write("connection.not_shared", type=type(error).__name__)
            self._paused_until = loop.time() + PAUSES[min(self._failures, len(PAUSES) - 1)]
            self._failures += 1
        finally:
            self._opening = None
