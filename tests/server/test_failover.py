"""A primary that is killed or hangs is left, and its promoted standby serves (rule Z1)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

import pytest

from server.postgres import primary
from server.postgres.connection import Unavailable, connect
from server.postgres.pool import Pool
from tests.events import birth, office, try_declare
from tests.server.pools import ask, opened
from tests.server.replicas import Node, Pair, pair
from tests.serving import Registry, served

TIMEOUT_SECONDS = 45.0
"""How long a test waits: only one that hangs takes longer, on a busy machine too."""

PORT = "select current_setting('port')::int"
WRITERS = 4


@pytest.fixture
async def servers() -> AsyncIterator[Pair]:
    async with pair() as running:
        yield running


class Writing:
    """Declares births without a pause, each again under its key until it is acknowledged."""

    def __init__(self, registry: Registry, portal: UUID) -> None:
        self.registry = registry
        self.portal = portal
        self.acknowledged: dict[str, str] = {}
        self.acknowledged_at = 0.0
        self._is_over = False

    async def run(self) -> None:
        """Write until told to end; what was begun is brought to its end."""
        while not self._is_over:
            given = birth()
            event = await self._declare(given)
            self.acknowledged[given["idempotencyKey"]] = event["databaseId"]
            self.acknowledged_at = monotonic()

    async def until_acknowledged(self, more: int) -> None:
        """Return when so many more were acknowledged."""
        wanted = len(self.acknowledged) + more
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while len(self.acknowledged) < wanted:
                await asyncio.sleep(0.01)

    def end(self) -> None:
        """Begin nothing more."""
        self._is_over = True

    async def _declare(self, given: dict[str, Any]) -> dict[str, Any]:
        while True:
            answer = await try_declare(self.registry, self.portal, given)
            if "errors" not in answer.body:
                event: dict[str, Any] = answer.data["declareBirth"]["vitalEvent"]
                return event
            assert answer.refusal[0] == "UNAVAILABLE", answer.body
            await asyncio.sleep(0.02)


async def asked(pool: Pool) -> object:
    """Return the port that serves now; None while none does."""
    try:
        return await ask(pool, PORT)
    except Unavailable:
        return None


def leave(node: Node, how: str) -> None:
    if how == "killed":
        node.kill()
    else:
        node.freeze()


@pytest.mark.parametrize("standby_first", [False, True], ids=["primary first", "standby first"])
@pytest.mark.parametrize("how", ["killed", "hanging"])
async def test_z1_a_standby_serves_once_promoted_and_nothing_is_lost_or_doubled(
    servers: Pair, tmp_path: Path, how: str, standby_first: bool
) -> None:
    async with served(servers.database(standby_first=standby_first), tmp_path) as registry:
        _, portal = await office(registry)
        writing = Writing(registry, portal)
        async with asyncio.timeout(TIMEOUT_SECONDS), asyncio.TaskGroup() as writers:
            for _ in range(WRITERS):
                writers.create_task(writing.run())
            await writing.until_acknowledged(20)

            leave(servers.primary, how)
            await servers.standby.promote()
            promoted_at = monotonic()
            await writing.until_acknowledged(1)
            print(f"serving {writing.acknowledged_at - promoted_at:.2f} s after the promotion")
            await writing.until_acknowledged(20)
            writing.end()

    kept = await servers.standby.ask("select array_agg(id::text) from vital_events")
    assert isinstance(kept, list)
    assert sorted(kept) == sorted(writing.acknowledged.values())


async def test_z1_nobody_goes_back_to_a_primary_that_hung_while_another_was_promoted(
    servers: Pair,
) -> None:
    url = servers.database().app_url
    async with opened(url) as pool:
        assert await ask(pool, PORT) == servers.primary.port
        servers.primary.freeze()
        await servers.standby.promote()
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while primary.known(url).find(str(servers.standby.port)) < 0:
                await asyncio.sleep(0.02)

        servers.primary.thaw()
        found = await connect(url, is_watching=True)
        port = await found.fetchval(PORT)
        await found.close()
        servers.standby.kill()

        assert port == servers.standby.port
        with pytest.raises(Unavailable) as refused:
            await connect(url)
        assert isinstance(refused.value.__cause__, primary.FormerPrimary)


async def test_z1_another_that_was_promoted_is_found_while_the_former_still_answers(
    servers: Pair,
) -> None:
    async with opened(servers.database().app_url) as pool:
        assert await ask(pool, PORT) == servers.primary.port
        servers.primary.freeze_postmaster()
        still_served = await ask(pool, PORT)

        await servers.standby.promote()

        assert still_served == servers.primary.port
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while await asked(pool) != servers.standby.port:
                await asyncio.sleep(0.02)


async def test_z1_a_list_of_standbys_has_no_primary_until_one_is_promoted(
    servers: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(primary, "FIND_SECONDS", TIMEOUT_SECONDS)
    place = f"127.0.0.1:{servers.standby.port}"
    url = servers.standby.owner_url.replace(place, f"{place},{place}")

    with pytest.raises(Unavailable) as refused:
        await connect(url)

    assert isinstance(refused.value.__cause__, primary.NoPrimary)

    # A command goes on looking for one.
    finding = asyncio.create_task(primary.find(url))
    await servers.standby.promote()
    assert await finding in (url, servers.standby.owner_url)
