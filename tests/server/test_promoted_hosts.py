"""A look at the hosts ends with the one that was promoted (rule Z1)."""

import asyncio
from typing import Any

import pytest

from server.postgres import primary

HOSTS = "postgresql://me@h1:1,h2:2,h3:3/registry"


class Host:
    """A connection to a host, as far as a look asks it."""

    def __init__(self, timeline: int | None) -> None:
        self.timeline = timeline
        self.is_left = False

    async def fetchval(self, _sql: str) -> int | None:
        """Return the timeline."""
        return self.timeline

    def terminate(self) -> None:
        """Leave."""
        self.is_left = True


class Hosts:
    """Hosts by their names; one that is not here hangs."""

    def __init__(self, **timelines: int | None) -> None:
        self.hosts = {name: Host(timeline) for name, timeline in timelines.items()}

    async def open(self, address: str) -> Any:
        """Connect."""
        for name, host in self.hosts.items():
            if f"@{name}:" in address:
                return host
        await asyncio.Event().wait()
        raise AssertionError


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(primary, "_found", {})
    # Whoever waited for a host that hangs would be found by the bound of the test.
    monkeypatch.setattr(primary, "HOST_SECONDS", 600.0)


async def test_z1_nobody_waits_for_a_host_that_hangs_once_another_is_promoted() -> None:
    before = Hosts(h1=1, h2=None, h3=None)
    await primary.look(HOSTS, before.open)
    after = Hosts(h2=2, h3=None)

    async with asyncio.timeout(60):
        found: object = await primary.look(HOSTS, after.open)

    assert found is after.hosts["h2"]
    assert "@h2:" in primary.known(HOSTS)


async def test_z1_all_hosts_are_waited_for_while_none_was_promoted() -> None:
    await primary.look(HOSTS, Hosts(h1=1, h2=None, h3=None).open)

    looking = asyncio.ensure_future(primary.look(HOSTS, Hosts(h1=1, h2=None).open))
    for _ in range(20):
        await asyncio.sleep(0)

    assert not looking.done()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
