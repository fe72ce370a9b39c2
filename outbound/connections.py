"""Posts one request over one connection, to an address that was checked right before (F3, F4a)."""

import asyncio
import ssl
from collections.abc import Mapping
from typing import cast
from urllib.parse import SplitResult, quote, urlsplit
from uuid import UUID

from outbound.addresses import AddressRefused, checked_addresses
from outbound.authorities import system_authorities
from outbound.heads import Answer, Head, HeadRefused
from outbound.names import Names
from rules.webhooks import host_of

CONNECT_SECONDS = 3.0
"""How long one address of several is tried before the next."""

HANDSHAKE_SECONDS = 10.0
SHUTDOWN_SECONDS = 1.0
"""How long a connection that was given up may linger in TLS."""

SAFE = "/?%:@!$&'()*+,;=~"
"""What stays as it is in a path or a query; the rest is percent-encoded."""


class DeliveryFailed(Exception):
    """There was no answer; the message says why, and nothing of the address."""


class Poster:
    """Posts to checked addresses, over a connection of its own each time.

    A client library is not used: each parses more of an answer than its status, however long the
    answer is, and the time that this takes is the receiver's to choose.
    """

    def __init__(
        self, names: Names, *, allows_loopback: bool, tls: ssl.SSLContext | None = None
    ) -> None:
        """Look names up by `names`; certificates are verified against the system's authorities."""
        self._names = names
        self._allows_loopback = allows_loopback
        self._tls = tls

    async def post(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        client: UUID | None,
        seconds: float,
    ) -> Answer:
        """Return the answer as far as it came within so many seconds. Raises DeliveryFailed.

        No redirect is followed and no proxy used. The connection is closed as soon as the status
        is known; whatever else the receiver sends is not read.
        """
        parts = urlsplit(url)
        exchange = Exchange(_request(parts, headers, body))
        try:
            async with asyncio.timeout(seconds):
                await self._connect(exchange, parts, client)
                return await exchange.answer
        except TimeoutError:
            if exchange.head.answer is None:
                raise DeliveryFailed(f"No answer within {seconds:.0f} seconds") from None
            return exchange.head.answer
        finally:
            exchange.close()

    async def _connect(self, exchange: "Exchange", parts: SplitResult, client: UUID | None) -> None:
        """Connect to the first address that takes the connection; all of them must be allowed."""
        host, is_tls = host_of(parts), parts.scheme == "https"
        port = parts.port or (443 if is_tls else 80)
        try:
            addresses = await checked_addresses(
                self._names, host, client, allows_loopback=self._allows_loopback
            )
        except AddressRefused as refused:
            raise DeliveryFailed(str(refused)) from None
        for address in addresses:
            connecting = asyncio.get_running_loop().create_connection(
                lambda: exchange,
                address,
                port,
                ssl=(self._tls or system_authorities()) if is_tls else None,
                server_hostname=host if is_tls else None,
                ssl_handshake_timeout=HANDSHAKE_SECONDS if is_tls else None,
                ssl_shutdown_timeout=SHUTDOWN_SECONDS if is_tls else None,
            )
            try:
                async with asyncio.timeout(None if address == addresses[-1] else CONNECT_SECONDS):
                    await connecting
            except ssl.SSLCertVerificationError:
                raise DeliveryFailed("The certificate is not valid") from None
            except OSError:  # of which TimeoutError is one
                if not exchange.has_begun:
                    continue
            return
        raise DeliveryFailed("No connection")


class Exchange(asyncio.Protocol):
    """One request and the head of its answer."""

    def __init__(self, request: bytes) -> None:
        self.head = Head()
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._request = request
        self._transport: asyncio.Transport | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the request was sent."""
        return self._transport is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the request, unless it is too late for it."""
        self._transport = cast("asyncio.Transport", transport)
        if self.answer.done():
            self._transport.abort()
        else:
            self._transport.write(self._request)

    def data_received(self, chunk: bytes) -> None:
        """Read on until the answer is known."""
        if self.answer.done():
            return
        try:
            is_known = self.head.feed(chunk)
        except HeadRefused as refused:
            self._end(str(refused))
        else:
            if is_known:
                self._end("")

    def connection_lost(self, error: Exception | None) -> None:
        """End the exchange; what was known of the answer by then counts."""
        self._end("The connection broke")

    def close(self) -> None:
        """Close the connection at once: nothing that comes is read any more."""
        if not self.answer.cancel() and not self.answer.cancelled():
            self.answer.exception()  # retrieved here, if nobody waited for it any more
        if self._transport is not None:
            self._transport.abort()

    def _end(self, reason: str) -> None:
        if not self.answer.done():
            if self.head.answer is None:
                self.answer.set_exception(DeliveryFailed(reason))
            else:
                self.answer.set_result(self.head.answer)
        if self._transport is not None:
            self._transport.abort()


def _request(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    path = quote(parts.path or "/", safe=SAFE)
    if parts.query:
        path += f"?{quote(parts.query, safe=SAFE)}"
    lines = [
        f"POST {path} HTTP/1.1",
        f"host: {parts.netloc}",
        "connection: close",
        f"content-length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body
