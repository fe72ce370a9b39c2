"""Requests to a source as they are sent, and answers as they come: whole, or a part of a file."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import httptools
import orjson

from outbound.connections import SAFE
from outbound.heads import MAX_BYTES as MOST_HEAD_BYTES
from rules.source_faults import ANSWERED
from rules.sources import MOST_BYTES, SourceFailed

CHUNK_BYTES = 65_536

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Some servers write it before JSON, which whoever reads it may pass over (RFC 8259)."""


@dataclass(slots=True)
class Response:
    """An answer, which came whole unless a part of it was enough."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    is_whole: bool = False
    is_delimited: bool = True
    """Whether the answer itself said where it ends; else the end of the connection did."""
    skipped: int = 0
    """So many bytes of the body were left out, as those that had come before."""
    host: str = "The source"
    """Who answered."""

    @property
    def answered(self) -> str:
        """Who answered what, as people are to read it."""
        return ANSWERED.format(host=self.host, status=self.status)

    def json(self) -> Any:
        """Return what the body says. Raises SourceFailed where it is no JSON."""
        try:
            return orjson.loads(self.body.removeprefix(BYTE_ORDER_MARK))
        except orjson.JSONDecodeError:
            raise SourceFailed("An answer of the source is not JSON") from None


def request_of(method: str, url: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a request of HTTP."""
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=SAFE)
    if parts.query:
        path += f"?{quote(parts.query, safe=SAFE + '[]')}"
    lines = [
        f"{method} {path} HTTP/1.1",
        f"host: {parts.netloc}",
        "connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
        *([f"content-length: {len(body)}"] if method == "POST" else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


class Reading:
    """What a parser of HTTP has found of the final answer.

    Of one with the status 200, so many bytes of the body are skipped.
    """

    def __init__(self, offset: int = 0) -> None:
        self.response = Response()
        self.offset = offset
        self.head_bytes = 0
        self.has_head = False
        self.is_whole = False
        self.parser = httptools.HttpResponseParser(self)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field of the head, or of what follows a body in chunks."""
        self.head_bytes += len(name) + len(value)
        self.response.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Take the status; what is below 200 precedes the answer."""
        self.response.status = self.parser.get_status_code()
        self.has_head = self.response.status >= 200

    def on_body(self, chunk: bytes) -> None:
        """Keep some bytes of the body, but for those that are skipped."""
        response = self.response
        if response.status == 200 and response.skipped < self.offset:
            left_out = min(len(chunk), self.offset - response.skipped)
            response.skipped += left_out
            chunk = chunk[left_out:]
        response.body += chunk

    def on_message_complete(self) -> None:
        """Note the end of the answer, or of what preceded it."""
        self.is_whole = self.has_head
        if not self.has_head:
            self.response = Response()

    def end(self) -> None:
        """Take the end of the connection: where no length was named, it is that of the body."""
        lengths = self.response.headers.keys() & {"content-length", "transfer-encoding"}
        self.is_whole = self.has_head and not lengths
        self.response.is_delimited = False


async def read_answer(
    reader: asyncio.StreamReader, reading: Reading, is_enough: Callable[[Response], bool]
) -> Response:
    """Return an answer as soon as it is whole or enough, and read no more than one may have.

    Raises SourceFailed, and ConnectionError where it breaks off.
    """
    read = 0
    while not reading.is_whole:
        if reading.has_head and is_enough(reading.response):
            return reading.response
        chunk = await reader.read(CHUNK_BYTES)
        if not chunk:
            reading.end()
            break
        read += len(chunk)
        try:
            reading.parser.feed_data(chunk)
        except httptools.HttpParserError:
            raise SourceFailed("An answer of the source is not HTTP") from None
        head_bytes = reading.head_bytes if reading.has_head else read
        if head_bytes > MOST_HEAD_BYTES:
            raise SourceFailed("The head of an answer of the source is too long")
        if len(reading.response.body) > MOST_BYTES:
            raise SourceFailed(f"An answer of the source is larger than {MOST_BYTES >> 20} MiB")
    if not reading.is_whole:
        raise ConnectionError
    reading.response.is_whole = True
    return reading.response
