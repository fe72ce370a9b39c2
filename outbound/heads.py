"""Reads the head of an HTTP/1 answer as far as a delivery needs it, within bounds (rule F4a)."""

import re
from dataclasses import dataclass

MAX_BYTES = 16_384
MAX_INFORMATIONAL = 5

STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: [^\r\n]*)?")
WAITING = frozenset({429, 503})
"""Statuses whose head is read to its end, for `Retry-After`."""


class HeadRefused(Exception):
    """The answer is not HTTP, or goes beyond a bound; the message says which."""


@dataclass(slots=True)
class Answer:
    """What is known of an answer: its status, and when to come again."""

    status: int
    retry_after: str | None = None


class Head:
    """The head of one answer, fed with bytes as they come."""

    def __init__(self) -> None:
        """Begin before the status line."""
        self.answer: Answer | None = None
        """The final answer, as soon as its status is known."""
        self._buffer = bytearray()
        self._searched = 0
        self._read = 0
        self._informational = 0
        self._skips_fields = False

    def feed(self, chunk: bytes) -> bool:
        """Take some bytes; return whether nothing more is needed. Raises HeadRefused."""
        self._buffer += chunk[: MAX_BYTES - self._read]
        self._read += len(chunk)
        while (line := self._next_line()) is not None:
            if self._take(line):
                return True
        if self._read >= MAX_BYTES:
            if self.answer is None:
                raise HeadRefused("The head of the answer is too long")
            return True
        return False

    def _next_line(self) -> bytes | None:
        end = self._buffer.find(b"\n", self._searched)
        if end < 0:
            self._searched = len(self._buffer)
            return None
        line = bytes(self._buffer[:end]).removesuffix(b"\r")
        del self._buffer[: end + 1]
        self._searched = 0
        return line

    def _take(self, line: bytes) -> bool:
        """Take a line; return whether it is the last that matters."""
        if self.answer is not None:
            return self._take_field(self.answer, line)
        if self._skips_fields:
            self._skips_fields = bool(line)
            return False
        found = STATUS_LINE.fullmatch(line)
        if found is None:
            raise HeadRefused("The answer is not HTTP")
        status = int(found[1])
        if 100 <= status < 200 and status != 101:
            self._informational += 1
            if self._informational > MAX_INFORMATIONAL:
                raise HeadRefused("Too many informational answers")
            self._skips_fields = True
            return False
        self.answer = Answer(status)
        return status not in WAITING

    def _take_field(self, answer: Answer, line: bytes) -> bool:
        name, _, value = line.partition(b":")
        if name.lower() == b"retry-after":
            answer.retry_after = value.strip().decode("latin-1")
        return not line or answer.retry_after is not None
