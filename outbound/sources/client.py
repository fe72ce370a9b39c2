"""Asks a source: one request over one connection, to a checked address of its own origin (S6)."""

import asyncio
import contextlib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httptools
import orjson

from outbound.addresses import AddressRefused, checked_addresses
from outbound.connections import CONNECT_SECONDS, HANDSHAKE_SECONDS, SAFE, SHUTDOWN_SECONDS
from outbound.heads import MAX_BYTES as MOST_HEAD_BYTES
from outbound.heads import WAITING
from outbound.names import Names
from rules.messages import seconds_until_retry
from rules.sources import (
    ANSWER_SECONDS,
    MOST_BYTES,
    NotReadable,
    SourceFailed,
    SourceUnavailable,
    SourceWaits,
    TokenIsRefused,
    origin_of,
)
from rules.webhooks import fault_of_url

USER_AGENT = "Selfsame-Sources"
CHUNK_BYTES = 65_536
GONE = frozenset({404, 410})
NOT_A_URL = "A link of the source is not a URL"


@dataclass(slots=True)
class Response:
    """An answer that came whole."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    def json(self) -> Any:
        """Return what the body says. Raises SourceFailed where it is no JSON."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            raise SourceFailed("An answer of the source is not JSON") from None


class Connections:
    """Opens connections to sources, to checked addresses alone (rule F3)."""

    def __init__(
        self, names: Names, *, allows_loopback: bool, tls: ssl.SSLContext | None = None
    ) -> None:
        """Look names up by `names`; certificates are verified against the system's authorities."""
        self._names = names
        self._allows_loopback = allows_loopback
        self._tls = tls or ssl.create_default_context()

    async def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """Return the whole answer to a GET. No redirect is followed and no proxy used.

        Raises SourceUnavailable where there is none, SourceFailed where it cannot be taken.
        """
        return await self._ask("GET", url, headers)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Return the whole answer to a POST, likewise."""
        return await self._ask("POST", url, headers, body)

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Response:
        fault = fault_of_url(url, allows_loopback=self._allows_loopback)
        if fault is not None:
            raise SourceFailed(fault)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reader, writer = await self._connect(url)
                try:
                    writer.write(_request(method, url, headers, body))
                    return await _read(reader)
                finally:
                    writer.transport.abort()
        except TimeoutError:
            message = f"The source did not answer within {ANSWER_SECONDS:.0f} seconds"
            raise SourceUnavailable(message) from None
        except OSError:
            raise SourceUnavailable("The connection to the source broke") from None

    async def _connect(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        scheme, host, port = origin_of(url)
        try:
            addresses = await checked_addresses(
                self._names, host, None, allows_loopback=self._allows_loopback
            )
        except AddressRefused as refused:
            raise SourceUnavailable(str(refused)) from None
        for address in addresses:
            with contextlib.suppress(OSError):  # of which TimeoutError is one
                async with asyncio.timeout(None if address == addresses[-1] else CONNECT_SECONDS):
                    return await self._open(address, port, host if scheme == "https" else None)
        raise SourceUnavailable("There is no connection to the source")

    async def _open(
        self, address: str, port: int | None, tls_host: str | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            return await asyncio.open_connection(
                address,
                port,
                ssl=self._tls if tls_host else None,
                server_hostname=tls_host,
                ssl_handshake_timeout=HANDSHAKE_SECONDS if tls_host else None,
                ssl_shutdown_timeout=SHUTDOWN_SECONDS if tls_host else None,
            )
        except ssl.SSLCertVerificationError:
            raise SourceUnavailable("The certificate of the source is not valid") from None


class SourceClient:
    """One source as one token reads it; the token goes to the source's own origin only (S6)."""

    def __init__(self, connections: Connections, base_url: str, token: str) -> None:
        """Take the root of the source's API, to whose path resources are appended."""
        self._connections = connections
        self.base_url = base_url.rstrip("/") + "/"
        self._token = token

    async def get(
        self, target: str, parameters: Sequence[tuple[str, str]], accept: str
    ) -> Response:
        """Return the answer for a resource below the root, or for a link that the source gave.

        Its status is 200, 403, 404 or 410. Raises SourceFailed, TokenIsRefused, SourceWaits or
        SourceUnavailable.
        """
        try:
            url = urljoin(self.base_url, target)
            leads_elsewhere = origin_of(url) != origin_of(self.base_url)
        except ValueError:
            raise SourceFailed(NOT_A_URL) from None
        if leads_elsewhere:
            raise SourceFailed("A link of the source leads elsewhere")
        if parameters:
            query = "&".join(
                f"{quote(name, '[]')}={quote(value, ',')}" for name, value in parameters
            )
            url = f"{url}?{query}"
        headers = {
            "accept": accept,
            "accept-encoding": "identity",
            "authorization": f"Bearer {self._token}",
            "user-agent": USER_AGENT,
        }
        response = await self._connections.get(url, headers)
        check_wait(response)
        _check_status(response)
        return response

    async def list(
        self, target: str, parameters: Sequence[tuple[str, str]], accept: str
    ) -> Response:
        """Return the answer for a list, which is there and may be read. Raises as `get` does."""
        response = await self.get(target, parameters, accept)
        if response.status == 403:
            raise NotReadable
        if response.status in GONE:
            raise SourceFailed(f"The source answered {response.status}")
        return response


def check_wait(response: Response) -> None:
    """Refuse an answer that asks to come again later. Raises SourceWaits."""
    if response.status in WAITING:
        seconds = seconds_until_retry(response.headers.get("retry-after", ""), datetime.now(UTC))
        if seconds is not None:
            raise SourceWaits(seconds, f"The source answered {response.status}")


def _check_status(response: Response) -> None:
    status = response.status
    if status == 401:
        raise TokenIsRefused
    if status == 429 or status >= 500:
        raise SourceUnavailable(f"The source answered {status}")
    if status != 200 and status != 403 and status not in GONE:
        raise SourceFailed(f"The source answered {status}")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise SourceFailed("An answer of the source is compressed")


def _request(method: str, url: str, headers: Mapping[str, str], body: bytes) -> bytes:
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


class _Reading:
    """What a parser of HTTP has found of the final answer."""

    def __init__(self) -> None:
        self.response = Response()
        self.head_bytes = 0
        self.has_head = False
        self.is_whole = False
        self.parser = httptools.HttpResponseParser(self)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field of the head, or of what follows a body in chunks."""
        self.head_bytes += len(name) + len(value)
        self.response.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.response.status = self.parser.get_status_code()
        self.has_head = self.response.status >= 200

    def on_body(self, chunk: bytes) -> None:
        self.response.body += chunk

    def on_message_complete(self) -> None:
        self.is_whole = self.has_head
        if not self.has_head:
            self.response = Response()

    def end(self) -> None:
        """Take the end of the connection: where no length was named, it is that of the body."""
        lengths = self.response.headers.keys() & {"content-length", "transfer-encoding"}
        self.is_whole = self.has_head and not lengths


async def _read(reader: asyncio.StreamReader) -> Response:
    """Return an answer as soon as it is whole, and read no more than an answer may have."""
    reading = _Reading()
    read = 0
    while not reading.is_whole:
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
        raise SourceUnavailable("The connection to the source broke")
    return reading.response
