"""Queries of users are read from a standby, and nobody misses what they wrote (rules Z2 to Z4)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rules.access import Role
from tests.databases import Database
from tests.events import birth, office, try_declare
from tests.server.replicas import Pair, pair
from tests.serving import Answer, Registry, served

TIMEOUT_SECONDS = 120.0
"""How long a test waits: only what hangs takes longer, on a busy machine too."""

LIST = "{ vitalEvents(first: 50) { nodes { id } } }"
PAUSED = "select pg_wal_replay_pause()"
IS_PAUSED = "select pg_get_wal_replay_pause_state() = 'paused'"
RESUMED = "select pg_wal_replay_resume()"
POSITION = "Selfsame-Position"
ANY = "0/0"


@asynccontextmanager
async def reading_from_standby(
    servers: Pair, directory: Path, staleness: float = 0.0
) -> AsyncIterator[Registry]:
    standby = servers.standby.owner_url
    async with served(
        servers.database(), directory, read_url=standby, read_staleness=staleness
    ) as registry:
        yield registry


async def pause(servers: Pair) -> None:
    """Let the standby go on to receive, and show nothing of it."""
    await servers.standby.ask(PAUSED)
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await servers.standby.ask(IS_PAUSED):
            await asyncio.sleep(0.01)


async def until_caught_up(servers: Pair) -> None:
    position = await servers.primary.ask("select pg_current_wal_flush_lsn()::text")
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await servers.standby.ask(f"select pg_last_wal_replay_lsn() >= '{position}'"):
            await asyncio.sleep(0.01)


async def counted(registry: Registry, who: str, position: str | None = None) -> int:
    return len((await asked(registry, who, position)).data["vitalEvents"]["nodes"])


async def asked(registry: Registry, who: str, position: str | None = None) -> Answer:
    if position is None:
        return await registry.ask(who, LIST)
    headers = {POSITION: position}
    return await registry.ask(who, LIST, None, scope=None, **headers)


async def test_z2_z3_z4_a_standby_answers_who_does_not_miss_what_they_wrote(
    tmp_path: Path,
) -> None:
    async with pair() as servers, reading_from_standby(servers, tmp_path) as registry:
        registrar, portal = await office(registry)
        first = await try_declare(registry, portal, birth())
        await until_caught_up(servers)
        await pause(servers)
        second = await try_declare(registry, portal, birth())

        # Who gives a position may be answered by a standby that is as far; who gives none is not.
        assert await counted(registry, registrar, ANY) == 1
        assert await counted(registry, registrar, first.headers[POSITION]) == 1
        assert await counted(registry, registrar, second.headers[POSITION]) == 2
        assert await counted(registry, registrar) == 2

        # A block is felt although the standby does not know of it.
        async with registry.acting("user.blocked"):
            await registry.owner.execute("update users set is_blocked = true")
        blocked = await asked(registry, registrar, ANY)
        async with registry.acting("user.unblocked"):
            await registry.owner.execute("update users set is_blocked = false")
        assert blocked.refusal == ("FORBIDDEN", "User is blocked")

        # What the standby refuses, the primary may know better.
        senior = await registry.user("newcomer", Role.REGISTRAR)
        assert await counted(registry, senior, ANY) == 2

        nonsense = await asked(registry, registrar, "here")
        assert nonsense.status == 400
        assert nonsense.refusal[0] == "BAD_REQUEST"


async def test_z3_who_gives_no_position_is_answered_from_what_may_be_so_old(
    tmp_path: Path,
) -> None:
    async with pair() as servers, reading_from_standby(servers, tmp_path, 600.0) as registry:
        registrar, portal = await office(registry)
        await until_caught_up(servers)
        await pause(servers)
        declared: Answer = await try_declare(registry, portal, birth())

        assert await counted(registry, registrar) == 0
        assert await counted(registry, registrar, declared.headers[POSITION]) == 1
        await servers.standby.ask(RESUMED)
        await until_caught_up(servers)
        assert await counted(registry, registrar) == 1


async def test_z4_standbys_that_are_away_cost_nobody_an_answer(
    database: Database, tmp_path: Path
) -> None:
    nowhere = "postgresql://somebody@127.0.0.1:1/registry"
    async with served(database, tmp_path, read_url=nowhere) as registry:
        registrar, portal = await office(registry)
        declared = await try_declare(registry, portal, birth())

        assert await counted(registry, registrar, declared.headers[POSITION]) == 1
