"""Servers go on while the next version migrates their database, and after it (rule Z5)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from uuid import UUID

import asyncpg
import pytest

from server.postgres.connection import Contended
from server.postgres.contention import again_when_contended
from tests.databases import Database
from tests.events import birth, try_declare
from tests.server import next_version
from tests.server.commands import Serving, ended, environment, run, serving, start
from tests.server.pools import opened
from tests.serving import Registry, http_client, served

TIMEOUT_SECONDS = 240.0
"""How long a test waits: only what hangs takes longer, on a busy machine too."""

# What a VACUUM holds while it works.
VACUUM = "lock table vital_events, persons in share update exclusive mode"
WAITING = """
select count(*) from pg_stat_activity
 where datname = current_database() and wait_event_type = 'Lock' and query ~ 'alter table'
"""
INDEX = "select indisvalid from pg_index where indexrelid = to_regclass('persons_by_nickname')"
VALIDATED = "select convalidated from pg_constraint where conname = 'a_place_is_short'"
TRIGGERS = "select count(*) from pg_trigger where tgname = 'noted_by_the_next_version'"


class Load:
    """Declares births at several servers, one after the other, without a pause."""

    def __init__(self, registry: Registry, portal: UUID) -> None:
        self.registry = registry
        self.portal = portal
        self.urls: list[str] = []
        self.declared = 0
        self.failed: list[object] = []
        self.longest_gap = 0.0
        self._is_over = False

    async def run(self) -> None:
        """Declare, and ask whether each server is ready, until told to end."""
        last = monotonic()
        while not self._is_over:
            for url in [*self.urls]:
                answer = await try_declare(replace(self.registry, url=url), self.portal, birth())
                ready = await self.registry.http.get(f"{url}/readyz")
                if "errors" in answer.body or ready.status_code != 200:
                    self.failed += [answer.body.get("errors"), ready.json()]
                self.declared += 1
                self.longest_gap = max(self.longest_gap, monotonic() - last)
                last = monotonic()

    async def until_more(self, number: int) -> None:
        """Return when so many more were declared."""
        wanted = self.declared + number
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while self.declared < wanted:
                await asyncio.sleep(0.01)

    def end(self) -> None:
        """Begin nothing more."""
        self._is_over = True


@asynccontextmanager
async def under_load(load: Load, writers: int = 3) -> AsyncIterator[None]:
    """Let some write at once."""
    async with asyncio.TaskGroup() as tasks:
        for _ in range(writers):
            tasks.create_task(load.run())
        try:
            yield
        finally:
            load.end()


async def until_waited(owner: asyncpg.Connection, times: int) -> None:
    """Return when a migration was seen to wait for a lock, and not to, so often."""
    seen, waited = 0, False
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while seen < times:
            waits = bool(await owner.fetchval(WAITING))
            seen += waits and not waited
            waited = waits
            await asyncio.sleep(0.01)


async def test_z5_servers_go_on_while_the_next_version_migrates_behind_a_vacuum(
    database: Database, tmp_path: Path
) -> None:
    variables = environment(tmp_path / "data", database)
    tree = next_version.make(tmp_path / "next")
    vacuum = await asyncpg.connect(database.owner_url)
    async with served(database, tmp_path / "data") as registry:
        load = Load(registry, await registry.client("portal"))
        async with AsyncExitStack() as servers:
            second = await servers.enter_async_context(serving(variables, "--no-worker"))
            load.urls = [registry.url, second.url]
            async with under_load(load):
                await load.until_more(20)
                holding = vacuum.transaction()
                await holding.start()
                await vacuum.execute(VACUUM)
                migrating = await start(variables, "migrate", tree=tree)
                await until_waited(registry.owner, 2)
                await load.until_more(20)
                await holding.rollback()
                migrated = await ended(migrating)
                await load.until_more(20)
                newer = await servers.enter_async_context(
                    serving(variables, "--no-worker", tree=tree)
                )
                load.urls.append(newer.url)
                await load.until_more(20)
        kept = await registry.owner.fetchval("select count(*) from vital_events")
        assert await registry.owner.fetchval(INDEX)
        assert await registry.owner.fetchval(VALIDATED)
        assert await registry.owner.fetchval(TRIGGERS) == 1
    await vacuum.close()
    print(f"{load.declared} declared, {load.longest_gap:.2f} s the longest gap")
    assert load.failed == []
    assert (migrated.status, migrated.out) == (0, "The database is now at this version.\n")
    assert "Waiting for a lock" in migrated.err
    assert kept == load.declared


async def readiness(server: Serving) -> tuple[int, object]:
    async with http_client() as http:
        ready = await http.get(f"{server.url}/readyz")
    return ready.status_code, ready.json().get("reason")


async def test_z5_a_version_that_stops_older_servers_says_so_in_a_sentence(
    database: Database, tmp_path: Path
) -> None:
    variables = environment(tmp_path / "data", database)
    tree = next_version.make(tmp_path / "next", "OLDER_SERVERS_STOP = True\n")
    async with serving(variables, "--no-worker") as server:
        planned = await run(variables, "migrate", "--check", tree=tree)
        before = await readiness(server)
        migrated = await run(variables, "migrate", tree=tree)
        after = await readiness(server)
    refused = await run(variables, "serve", "--port", "0")
    backwards = await run(variables, "migrate")

    assert planned.out.splitlines()[-1].startswith("Stop every server and worker first: 9999_nick")
    assert before == (200, None)
    assert migrated.status == 0
    assert after == (503, "database is at a newer version, which serves this one no more")
    assert refused.status == 1
    assert refused.err == (
        "The database was migrated by a newer version of Selfsame, which serves this one no more;"
        " run that version.\n"
    )
    assert backwards.status == 1
    assert backwards.err == "This database was migrated by a newer version of Selfsame\n"


async def test_z5_a_statement_whose_table_has_changed_is_tried_again(
    database: Database,
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute("create table spare (id integer); grant select on spare to selfsame_app")

    async def read() -> list[asyncpg.Record]:
        async with pool.connection() as connection, connection.transaction():
            rows: list[asyncpg.Record] = await connection.fetch("select * from spare")
        return rows

    async with opened(database.owner_url) as pool:
        assert await read() == []
        await owner.execute("alter table spare add column name text")
        with pytest.raises(Contended):
            await read()
        await owner.execute("alter table spare add column text text")

        assert await again_when_contended(read) == []
    await owner.close()
