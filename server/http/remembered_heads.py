"""The head of a connection's last request, by which its next one is read without being parsed.

A client sends the same head with every request, but for a few values: how long the body is, for
whom it asks, and what names the request. To parse it anew would take as long as to find out which
statement the request needs. What differs in anything else is parsed.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from rules import positions
from server.observability import correlation

Headers = list[tuple[bytes, bytes]]

REQUEST_LINE: Final = b"POST /graphql HTTP/1.1"
LENGTH: Final = b"content-length"
POSITION: Final = positions.HEADER.lower().encode()
GAPS: Final = frozenset({LENGTH, b"authorization", b"traceparent", correlation.HEADER, POSITION})
"""The headers whose values may differ from those of the request before."""
MOST_DIGITS: Final = 5
"""Of the length of a body that comes in one piece with its head."""
VISIBLE: Final = bytes(range(0x20, 0x7F))
LINE_END: Final = b"\r\n"
HEAD_END: Final = b"\r\n\r\n"


class _Gap(NamedTuple):
    """A value that may differ: the text between the one before and this, and which header it is."""

    before: bytes
    place: int
    name: bytes


class _LastHead(NamedTuple):
    """The last head that was read: most that follow are the same to the byte."""

    text: bytes
    headers: Headers
    length: int


class ReadHead(NamedTuple):
    """A head that was read, and what follows it."""

    headers: Headers
    body: bytes


class RememberedHead:
    """The head of a request that was parsed, without the values that may differ in the next."""

    __slots__ = ("_gaps", "_headers", "_last", "_rest", "keep_alive")

    def __init__(
        self, headers: Headers, gaps: Sequence[_Gap], rest: bytes, *, keep_alive: bool
    ) -> None:
        """Take the parsed headers, what differs in them, and the text after the last of that."""
        self._headers = headers
        self._gaps = tuple(gaps)
        self._rest = rest
        self._last: _LastHead | None = None
        self.keep_alive = keep_alive

    def read(self, received: bytes) -> ReadHead | None:
        """Read a request that came in one piece; None where it is to be parsed."""
        last = self._last
        if last is not None and received.startswith(last.text):
            body = received[len(last.text) :]
            return ReadHead(last.headers, body) if len(body) == last.length else None
        position = 0
        headers = self._headers.copy()
        length = 0
        for before, place, name in self._gaps:
            if not received.startswith(before, position):
                return None
            position += len(before)
            end = received.find(LINE_END, position)
            value = received[position:end]
            if name == LENGTH:
                if len(value) > MOST_DIGITS or not value.isdigit():
                    return None
                length = int(value)
            elif not _is_plain(value):
                return None
            headers[place] = (name, value)
            position = end
        if not received.startswith(self._rest, position):
            return None
        end = position + len(self._rest)
        body = received[end:]
        if len(body) != length:
            return None
        self._last = _LastHead(received[:end], headers, length)
        return ReadHead(headers, body)


def remember(received: bytes, headers: Headers, *, keep_alive: bool) -> RememberedHead | None:
    """Return the head of a request that came in one piece and was parsed.

    None where it is written in a way that is not worth to be remembered.
    """
    head, _, _ = received.partition(HEAD_END)
    request_line, *lines = head.split(LINE_END)
    if request_line != REQUEST_LINE or len(lines) != len(headers):
        return None
    gaps: list[_Gap] = []
    text = request_line
    for place, (line, (name, _)) in enumerate(zip(lines, headers, strict=True)):
        text += LINE_END
        if name in GAPS:
            gaps.append(_Gap(text + line[: len(name)] + b": ", place, name))
            text = b""
        else:
            text += line
    if [gap.name for gap in gaps].count(LENGTH) != 1:
        return None
    head_before = RememberedHead(headers, gaps, text + HEAD_END, keep_alive=keep_alive)
    # It may be written in another way, or more has come than this request.
    read = head_before.read(received)
    return None if read is None or read.headers != headers else head_before


def _is_plain(value: bytes) -> bool:
    """Return whether a value is what a parser makes of it: visible ASCII, no space at its ends."""
    return value.strip(b" ") == value != b"" and not value.translate(None, VISIBLE)
