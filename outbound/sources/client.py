"""Asks a source: one request over one connection, to a checked address of its own origin (S6)."""

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote, urljoin

from outbound.addresses import AddressRefused, NameIsUnknown, checked_addresses
from outbound.authorities import system_authorities
from outbound.connections import CONNECT_SECONDS, HANDSHAKE_SECONDS, SHUTDOWN_SECONDS
from outbound.heads import WAITING
from outbound.names import Names
from outbound.sources.answers import Reading, Response, read_answer, request_of
from rules.messages import seconds_until_retry
from rules.source_faults import (
    BROKEN,
    CERTIFICATE,
    NAME_UNKNOWN,
    NO_TLS,
    PRIVATE,
    REFUSED,
    SILENT,
    UNREACHABLE,
)
from rules.sources import (
    ANSWER_SECONDS,
    PORTS,
    NotReadable,
    NotThere,
    SourceFailed,
    SourceUnavailable,
    SourceWaits,
    TokenIsRefused,
    origin_of,
)
from rules.webhooks import fault_of_url

USER_AGENT = "Selfsame-Sources"
PART_SECONDS = 15.0
"""For so long a part of a file is read at most, so that its step ends in time."""

GONE = frozenset({404, 410})
KNOWN_STATUSES = GONE | {200, 403}
NO_HEADERS: Mapping[str, str] = {}
NOT_A_URL = "A link of the source is not a URL"


class Connections:
    """Opens connections to sources, to checked addresses alone (rule F3)."""

    def __init__(
        self, names: Names, *, allows_loopback: bool, tls: ssl.SSLContext | None = None
    ) -> None:
        """Look names up by `names`; certificates are verified against the system's authorities."""
        self._names = names
        self._allows_loopback = allows_loopback
        self._tls = tls

    async def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """Return the whole answer to a GET. No redirect is followed and no proxy used.

        Raises SourceUnavailable where there is none, SourceFailed where it cannot be taken.
        """
        return await self.ask("GET", url, headers)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Return the whole answer to a POST, likewise."""
        return await self.ask("POST", url, headers, body)

    async def delete(self, url: str, headers: Mapping[str, str]) -> Response:
        """Return the whole answer to a DELETE, likewise."""
        return await self.ask("DELETE", url, headers)

    async def part(
        self,
        url: str,
        headers: Mapping[str, str],
        offset: int,
        is_enough: Callable[[Response], bool],
    ) -> Response:
        """Return the answer to a GET of a file from a byte on, as far as it came.

        A server that sends files whole is read from the start, and what came before is left out.
        Raises as `get` does where not even a line came.
        """
        if offset:
            headers = {**headers, "range": f"bytes={offset}-"}
        reading = Reading(offset)
        try:
            return await self.ask("GET", url, headers, b"", reading, is_enough)
        except SourceUnavailable:
            if b"\n" not in reading.response.body:
                raise
            return reading.response

    async def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        reading: Reading | None = None,
        is_enough: Callable[[Response], bool] = lambda _: False,
    ) -> Response:
        """Return the answer to a request, or as much of it as is enough. Raises as `get` does."""
        fault = fault_of_url(url, allows_loopback=self._allows_loopback)
        if fault is not None:
            raise SourceFailed(fault)
        seconds = ANSWER_SECONDS if reading is None else PART_SECONDS
        host = named_host(url)
        reading = reading or Reading()
        try:
            async with asyncio.timeout(seconds):
                reader, writer = await self._connect(url)
                try:
                    writer.write(request_of(method, url, headers, body))
                    return await read_answer(reader, reading, is_enough)
                finally:
                    writer.transport.abort()
        except TimeoutError:
            message = SILENT.format(host=host, seconds=f"{seconds:.0f}")
            raise SourceUnavailable(message) from None
        except OSError:
            raise SourceUnavailable(BROKEN.format(host=host)) from None
        finally:
            reading.response.host = host

    async def _connect(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        scheme, host, port = origin_of(url)
        try:
            addresses = await checked_addresses(
                self._names, host, None, allows_loopback=self._allows_loopback
            )
        except NameIsUnknown:
            raise SourceUnavailable(NAME_UNKNOWN.format(host=named_host(url))) from None
        except AddressRefused:
            raise SourceUnavailable(PRIVATE.format(host=named_host(url))) from None
        fault = UNREACHABLE
        for address in addresses:
            try:
                async with asyncio.timeout(None if address == addresses[-1] else CONNECT_SECONDS):
                    return await self._open(address, port, host if scheme == "https" else None)
            except OSError as error:  # of which TimeoutError is one
                fault = _fault_of(error)
        raise SourceUnavailable(fault.format(host=named_host(url)))

    async def _open(
        self, address: str, port: int | None, tls_host: str | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(
            address,
            port,
            ssl=(self._tls or system_authorities()) if tls_host else None,
            server_hostname=tls_host,
            ssl_handshake_timeout=HANDSHAKE_SECONDS if tls_host else None,
            ssl_shutdown_timeout=SHUTDOWN_SECONDS if tls_host else None,
        )


def named_host(url: str) -> str:
    """Return the host of a URL as people are to read it, with a port that is not the usual one."""
    scheme, host, port = origin_of(url)
    named = f"[{host}]" if ":" in host else host
    return named if port == PORTS.get(scheme) else f"{named}:{port}"


def _fault_of(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return CERTIFICATE
    if isinstance(error, ssl.SSLError):
        return NO_TLS
    return REFUSED if isinstance(error, ConnectionRefusedError) else UNREACHABLE


class SourceClient:
    """One source as one token reads it; the token goes to the source's own origin only (S6)."""

    def __init__(self, connections: Connections, base_url: str, token: str) -> None:
        """Take the root of the source's API, to whose path resources are appended."""
        self._connections = connections
        self.base_url = base_url.rstrip("/") + "/"
        self._token = token

    async def get(
        self,
        target: str,
        parameters: Sequence[tuple[str, str]],
        accept: str,
        more: Mapping[str, str] = NO_HEADERS,
    ) -> Response:
        """Return the answer for a resource below the root, or for a link that the source gave.

        Its status is 200, 403, 404 or 410. Raises SourceFailed, TokenIsRefused, SourceWaits or
        SourceUnavailable.
        """
        response = await self.ask(target, parameters, accept, **more)
        if response.status not in KNOWN_STATUSES:
            raise SourceFailed(response.answered)
        return response

    async def ask(
        self, target: str, parameters: Sequence[tuple[str, str]], accept: str, **more: str
    ) -> Response:
        """Return the answer for a resource or link, with more headers, whatever its status means.

        Raises as `get` does.
        """
        url = self.url_of(target, parameters)
        response = await self._connections.get(url, self._headers(accept) | more)
        check(response)
        return response

    async def part(
        self,
        target: str,
        accept: str,
        offset: int,
        is_enough: Callable[[Response], bool],
        *,
        with_token: bool,
    ) -> Response:
        """Return what comes of a file from a byte on, as far as it came. Raises as `get` does."""
        headers = self._headers(accept)
        if not with_token:
            del headers["authorization"]
        response = await self._connections.part(self.url_of(target), headers, offset, is_enough)
        check(response)
        return response

    async def delete(self, target: str, accept: str) -> Response:
        """Let the source forget what a link that it gave leads to. Raises as `get` does."""
        response = await self._connections.delete(self.url_of(target), self._headers(accept))
        check(response)
        return response

    def url_of(self, target: str, parameters: Sequence[tuple[str, str]] = ()) -> str:
        """Return the URL of a resource or link. Raises SourceFailed where it leads elsewhere."""
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
        return url

    def _headers(self, accept: str) -> dict[str, str]:
        return {
            "accept": accept,
            "accept-encoding": "identity",
            "authorization": f"Bearer {self._token}",
            "user-agent": USER_AGENT,
        }

    async def list(
        self,
        target: str,
        parameters: Sequence[tuple[str, str]],
        accept: str,
        more: Mapping[str, str] = NO_HEADERS,
    ) -> Response:
        """Return the answer for a list, which is there and may be read. Raises as `get` does."""
        response = await self.get(target, parameters, accept, more)
        if response.status == 403:
            raise NotReadable
        if response.status in GONE:
            raise NotThere(response.answered)
        return response


def check_wait(response: Response) -> None:
    """Refuse an answer that asks to come again later. Raises SourceWaits."""
    if response.status in WAITING:
        seconds = seconds_until_retry(response.headers.get("retry-after", ""), datetime.now(UTC))
        if seconds is not None:
            raise SourceWaits(seconds, response.answered)


def check(response: Response) -> None:
    """Refuse an answer that is none to what was asked. Raises what reading a source raises."""
    check_wait(response)
    if response.status == 401:
        raise TokenIsRefused
    if response.status == 429 or response.status >= 500:
        raise SourceUnavailable(response.answered)
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise SourceFailed("An answer of the source is compressed")
