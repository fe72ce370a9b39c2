"""Guards outgoing connections: each goes to an address that was checked right before (F3)."""

import asyncio
import socket
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from rules.addresses import is_allowed_address

MAX_CONNECTIONS = 1000
KEEPALIVE_SECONDS = 5.0
"""How long an unused connection stays open: the name may resolve differently by then."""


class AddressRefused(httpcore2.ConnectError):
    """The name resolves to an address that nothing may be delivered to."""


class GuardedNetwork(httpcore2.AsyncNetworkBackend):
    """Resolves a name once, refuses addresses that are not public, connects to what it checked.

    To check first and let the client resolve the name again would allow DNS rebinding: a name that
    changes its address in between.
    """

    def __init__(self, network: httpcore2.AsyncNetworkBackend, *, allows_loopback: bool) -> None:
        """Wrap `network`, which connects to checked addresses."""
        self._network = network
        self._allows_loopback = allows_loopback

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's own
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of a host, all of which must be allowed."""
        loop = asyncio.get_running_loop()
        try:
            resolved = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore2.ConnectError("The name cannot be looked up") from None
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in resolved))
        if not all(
            is_allowed_address(address, allows_loopback=self._allows_loopback)
            for address in addresses
        ):
            raise AddressRefused("The address is in a private network")
        failure: Exception = httpcore2.ConnectError("The name has no address")
        for address in addresses:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        """Refuse: no webhook listens on a Unix socket."""
        raise AddressRefused("Sockets of this machine are no addresses")

    async def sleep(self, seconds: float) -> None:
        """Sleep as the wrapped network does."""
        await self._network.sleep(seconds)


def guarded_client(*, allows_loopback: bool) -> httpx2.AsyncClient:
    """Return a client that follows no redirect, uses no proxy, and checks every address."""
    limits = httpx2.Limits(max_connections=MAX_CONNECTIONS, keepalive_expiry=KEEPALIVE_SECONDS)
    transport = httpx2.AsyncHTTPTransport(retries=0, limits=limits)
    pool = transport._pool
    pool._network_backend = GuardedNetwork(pool._network_backend, allows_loopback=allows_loopback)
    return httpx2.AsyncClient(
        transport=transport, follow_redirects=False, timeout=None, trust_env=False
    )
