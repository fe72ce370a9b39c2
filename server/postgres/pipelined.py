"""What a pipeline sends: a prepared statement with its arguments, and who waits for its rows."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, Protocol

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult

TYPES: Final = frozenset({16, 20, 21, 23, 25, 701, 1043, 1082, 1184, 2950})
"""Column types that psycopg and asyncpg load alike.

bool, bigint, smallint, integer, text, double precision, varchar, date, timestamptz, uuid.
"""

BYTEA: Final = 17
Rows = list[tuple[Any, ...]]


class Answer(Protocol):
    """Who waits for the rows of a statement, as an `asyncio.Future` does."""

    def done(self) -> bool:
        """Return whether nobody waits any longer."""

    def set_result(self, rows: Rows | None, /) -> None:
        """Take the rows, or None where the statement failed. Raises nothing."""


class Sync:
    """The end of a batch."""

    __slots__ = ()


SYNC: Final = Sync()


class Statement:
    """A statement that is prepared, and what loads its rows."""

    __slots__ = ("_copying", "_loading", "name", "types")

    def __init__(self, name: bytes, types: Sequence[int]) -> None:
        self.name = name
        self.types = tuple(types)
        self._loading = _loading(types)
        self._copying = _loading([BYTEA] * len(types))

    def rows(self, result: PGresult, *, binary: bool) -> Rows:
        """Return a result's rows; with `binary`, each value as PostgreSQL sent it."""
        loading = self._copying if binary else self._loading
        loading.set_pgresult(result, set_loaders=False)
        rows: Rows = loading.load_rows(0, result.ntuples, tuple)
        return rows


def _loading(types: Sequence[int]) -> Any:
    transformer = Transformer()
    transformer.set_loader_types(types, Format.BINARY)
    return transformer


class Question:
    """A statement with its arguments, and who waits for its rows."""

    __slots__ = ("answer", "arguments", "binary", "statement")

    def __init__(
        self,
        statement: Statement,
        arguments: Sequence[bytes | None],
        answer: Answer,
        *,
        binary: bool,
    ) -> None:
        self.statement = statement
        self.arguments = arguments
        self.answer = answer
        self.binary = binary

    def take(self, result: PGresult) -> None:
        """Hand the rows to who waits for them, or None where they are an error or no rows."""
        if self.answer.done():
            return  # cancelled: its rows are nobody's
        rows = None
        if result.status == ExecStatus.TUPLES_OK:
            # As of a moment that Python has no datetime for, or of bytes that are no text.
            with suppress(psycopg.DataError, ValueError):
                rows = self.statement.rows(result, binary=self.binary)
        self.answer.set_result(rows)

    def fail(self) -> None:
        """Say that there are no rows."""
        if not self.answer.done():
            self.answer.set_result(None)
