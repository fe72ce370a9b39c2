"""Looks names up: within two seconds, and for each client only so many at once (rule F4a)."""

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from aiodns import DNSResolver

LOOK_UP_SECONDS = 2.0
"""Until a name must be resolved; what the resolver still waits for then holds nobody up."""

TRY_SECONDS = 0.9
"""How long one name server is waited for, the first time; the second time twice as long."""

SYSTEMS: tuple[str, ...] = ()
"""Name servers as `host:port`; none stands for those of /etc/resolv.conf."""

MAX_ADDRESSES = 16
"""How many addresses of a name are looked at: an answer may have thousands."""


class Names:
    """A resolver of our own: the system's runs on few threads that a silent server can occupy.

    Clients are kept apart: each has at most `per_client` look-ups under way, and all that want one
    name for one client share a look-up. What goes beyond is not waited for: it counts as unknown.
    """

    def __init__(self, per_client: int, name_servers: tuple[str, ...] | None = None) -> None:
        """Take the bound, and name servers where they are others than the system's."""
        self._per_client = per_client
        self._name_servers = name_servers
        self._resolver: DNSResolver | None = None
        self._under_way: dict[UUID | None, dict[str, asyncio.Task[list[str]]]] = defaultdict(dict)

    async def addresses(self, host: str, client: UUID | None) -> list[str]:
        """Return the addresses of a host for a client; none where it cannot be looked up now."""
        under_way = self._under_way[client]
        task = under_way.get(host)
        if task is None:
            if len(under_way) >= self._per_client:
                return []
            task = under_way[host] = asyncio.create_task(self._look_up(host))
            task.add_done_callback(lambda _: self._forget(client, host))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Cancel what is under way, and close the resolver."""
        tasks = [task for under_way in self._under_way.values() for task in under_way.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._resolver is not None:
            await self._resolver.close()

    async def _look_up(self, host: str) -> list[str]:
        from aiodns.error import DNSError

        resolver = self._resolver = self._resolver or self._made()
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = await resolver.getaddrinfo(host)
        except (DNSError, TimeoutError, ValueError):
            return []
        addresses = [str(node.addr[0], "ascii") for node in found.nodes]
        return list(dict.fromkeys(addresses))[:MAX_ADDRESSES]

    def _made(self) -> "DNSResolver":
        # Imported with the first look-up, since it costs a start of the server a tenth of a second.
        import pycares
        from aiodns import DNSResolver

        return DNSResolver(
            (SYSTEMS if self._name_servers is None else self._name_servers) or None,
            timeout=TRY_SECONDS,
            tries=2,
            # No search domains: a name of the internet is whole. No `lookups`, since pycares 5.2
            # frees that text before c-ares reads it, and one process in twenty then looks nothing
            # up; the order of the system is /etc/hosts first as well.
            flags=pycares.ARES_FLAG_NOSEARCH | pycares.ARES_FLAG_EDNS,
        )

    def _forget(self, client: UUID | None, host: str) -> None:
        under_way = self._under_way[client]
        del under_way[host]
        if not under_way:
            del self._under_way[client]
