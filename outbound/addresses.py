"""Where deliveries really go: only to an address that was checked before connecting (F3)."""

import asyncio
import socket
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from rules.webhooks import may_be_reached

CONNECTIONS = 1000
IDLE_SECONDS = 5.0
"""For so long an unused connection stays: a name may lead elsewhere by then."""


class AddressRefused(httpcore2.ConnectError):
    """The name leads to an address that nothing may be delivered at."""


class GuardedNetwork(httpcore2.AsyncNetworkBackend):
    """Looks a name up once, refuses what is not public, and connects to what it has checked.

    Checking first and letting the client look up again would leave the door to names that change
    their address in between.
    """

    def __init__(self, network: httpcore2.AsyncNetworkBackend, *, allows_loopback: bool) -> None:
        """Stand before `network`."""
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
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore2.ConnectError("The name cannot be looked up") from None
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        if not all(may_be_reached(it, allows_loopback=self._allows_loopback) for it in addresses):
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
        """Refuse: no webhook is on this machine's disk."""
        raise AddressRefused("Sockets of this machine are no addresses")

    async def sleep(self, seconds: float) -> None:
        """Sleep, as the network does."""
        await self._network.sleep(seconds)


def guarded_client(*, allows_loopback: bool) -> httpx2.AsyncClient:
    """Make a client that follows no redirect, uses no proxy, and goes only where it may."""
    limits = httpx2.Limits(max_connections=CONNECTIONS, keepalive_expiry=IDLE_SECONDS)
    transport = httpx2.AsyncHTTPTransport(retries=0, limits=limits)
    pool = transport._pool
    pool._network_backend = GuardedNetwork(pool._network_backend, allows_loopback=allows_loopback)
    return httpx2.AsyncClient(
        transport=transport, follow_redirects=False, timeout=None, trust_env=False
    )
