"""One connection in libpq's pipeline mode: statements go out in batches, answers come in order."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus, Format
from psycopg.pq.abc import PGresult

from server.postgres.pipelined import SYNC, TYPES, Answer, Question, Statement, Sync

STUCK_SECONDS: Final = 0.02
"""A connection whose first unanswered batch is older takes nothing more for now."""

MAX_OUTSTANDING: Final = 256
"""How many statements may be on their way on one connection."""

RENEWAL_SECONDS: Final = 60.0
"""A connection without room for another statement is replaced when it is older. Where more
statements are in use than it holds, those that have no room are the pool's until then."""

PACE_OF: Final = 16
"""Of about so many batches it is remembered how long their statements took."""


class _Preparation:
    """A statement that is being prepared, and described after that."""

    __slots__ = ("name", "pipeline", "text")

    def __init__(self, pipeline: "Pipeline", name: bytes, text: str) -> None:
        self.pipeline = pipeline
        self.name = name
        self.text = text

    def take(self, result: PGresult) -> None:
        if result.status != ExecStatus.COMMAND_OK or result.nfields == 0:
            return  # it is prepared and not described yet, or failed and stays with the pool
        types = [result.ftype(index) for index in range(result.nfields)]
        if TYPES.issuperset(types):
            self.pipeline.statements[self.text] = Statement(self.name, types)

    def fail(self) -> None:
        """Leave the statement to the pool."""


class Pipeline:
    """One connection, which no request has for itself."""

    def __init__(
        self,
        connection: psycopg.AsyncConnection[Any],
        loop: asyncio.AbstractEventLoop,
        max_statements: int,
    ) -> None:
        """Take a connection that nobody uses; it is closed with the pipeline."""
        self.statements: dict[str, Statement] = {}
        self.has_ended = False
        self._connection = connection
        self._pg = connection.pgconn
        self._loop = loop
        self._max_statements = max_statements
        self._opened_at = loop.time()
        self._tried: set[str] = set()
        self._waiting: list[Question] = []
        self._sent: deque[Question | _Preparation | Sync] = deque()
        self._batches: deque[float] = deque()
        """When each batch was sent that has not come back."""
        self._seconds_each = 0.0
        """How long a statement took of late, as seen from here."""
        self._answered = 0
        """How many statements of the batch that comes back were answered."""
        self._answered_at = 0.0
        self._is_sending = False
        self._pg.nonblocking = 1
        self._pg.enter_pipeline_mode()
        self._socket = self._pg.socket
        loop.add_reader(self._socket, self._read)

    @property
    def outstanding(self) -> int:
        """How many statements wait for their answers."""
        return len(self._waiting) + len(self._sent)

    @property
    def wait(self) -> float:
        """Seconds until what waits for its answers will have them, by what it took of late."""
        return self.outstanding * self._seconds_each

    @property
    def is_busy(self) -> bool:
        """Whether a batch is on its way."""
        return bool(self._sent)

    @property
    def is_stuck(self) -> bool:
        """Whether nothing more is to be sent for now."""
        if self.outstanding >= MAX_OUTSTANDING:
            return True
        return bool(self._batches) and self._loop.time() - self._batches[0] > STUCK_SECONDS

    def has(self, text: str) -> bool:
        """Return whether a statement is prepared here."""
        return text in self.statements

    def column_types(self, text: str) -> tuple[int, ...] | None:
        """Return the oids of the types of a statement's columns, where it is prepared here."""
        statement = self.statements.get(text)
        return None if statement is None else statement.types

    def prepare(self, text: str) -> None:
        """Prepare a statement in a batch of its own; it is tried once on each connection."""
        if text in self._tried or self.has_ended:
            return
        if len(self._tried) >= self._max_statements:
            is_worn = self._loop.time() - self._opened_at > RENEWAL_SECONDS
            if is_worn and not self._sent and not self._waiting:
                self.end()  # a new one has room
            return
        self._tried.add(text)
        name = b"p%d" % len(self._tried)
        preparation = _Preparation(self, name, text)
        try:
            self._pg.send_prepare(name, text.encode())
            self._pg.send_describe_prepared(name)
        except (psycopg.Error, UnicodeEncodeError):
            self.end()
            return
        self._sent += (preparation, preparation)
        self._finish_batch()

    def ask(
        self, text: str, arguments: Sequence[bytes | None], answer: Answer, *, binary: bool
    ) -> None:
        """Send a prepared statement; `answer` gets its rows, None where it failed."""
        statement = self.statements[text]
        self._waiting.append(Question(statement, arguments, answer, binary=binary))
        if not self._is_sending:
            self._is_sending = True
            self._loop.call_soon(self._send)

    def end(self) -> None:
        """Close the connection; all that was not answered has failed."""
        if self.has_ended:
            return
        self.has_ended = True
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._pg.finish()
        for it in (*self._sent, *self._waiting):
            if not isinstance(it, Sync):
                it.fail()
        self._sent.clear()
        self._waiting.clear()

    def _send(self) -> None:
        """Send what requests asked in this turn of the event loop."""
        self._is_sending = False
        batch = [it for it in self._waiting if not it.answer.done()]
        self._waiting.clear()
        if self.has_ended or not batch:
            return
        try:
            for it in batch:
                self._pg.send_query_prepared(
                    it.statement.name, it.arguments, result_format=Format.BINARY
                )
                self._sent.append(it)
        except psycopg.Error:
            for it in batch:
                it.fail()
            self.end()
            return
        self._finish_batch()

    def _finish_batch(self) -> None:
        try:
            self._pg.pipeline_sync()
            self._sent.append(SYNC)
            self._batches.append(self._loop.time())
            self._flush()
        except psycopg.Error:
            self.end()

    def _flush(self) -> None:
        """Write what the socket takes; go on as soon as it takes more."""
        try:
            if self._pg.flush():
                self._loop.add_writer(self._socket, self._flush)
            else:
                self._loop.remove_writer(self._socket)
        except psycopg.Error:
            self.end()

    def _read(self) -> None:
        pg, sent = self._pg, self._sent
        try:
            pg.consume_input()
            while sent and not pg.is_busy():
                result = pg.get_result()
                if result is not None:
                    self._take(result)
        except psycopg.Error:
            self.end()

    def _take(self, result: PGresult) -> None:
        expected = self._sent.popleft()
        is_sync = result.status == ExecStatus.PIPELINE_SYNC
        if isinstance(expected, Sync):
            self._note_pace(self._batches.popleft())
        if isinstance(expected, Sync) is not is_sync or _ends(result):
            # That libpq loses count cannot be; if it ever did, no answer here could be trusted.
            self._sent.appendleft(expected)
            self.end()
        elif not isinstance(expected, Sync):
            self._answered += 1
            expected.take(result)

    def _note_pace(self, sent_at: float) -> None:
        """Note how long a batch took, from when the one before it was answered."""
        now = self._loop.time()
        if self._answered:
            seconds = (now - max(sent_at, self._answered_at)) / self._answered
            self._seconds_each += (seconds - self._seconds_each) / PACE_OF
        self._answered = 0
        self._answered_at = now


def _ends(result: PGresult) -> bool:
    """Return whether an error ends the connection, or leaves its statements unusable."""
    if result.status != ExecStatus.FATAL_ERROR:
        return False
    state = (result.error_field(DiagnosticField.SQLSTATE) or b"08000").decode()
    # A plan that a migration made invalid, a shut-down, a lost connection.
    return state.startswith(("08", "57P")) or state in {"0A000", "26000"}
