"""The pool: who gets a connection, in what state, and what an unreachable server means."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from rules.refusals import BadRequest
from server.postgres import connection, watcher
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.pool import Pool, Unavailable
from tests.databases import Database
from tests.server.own_servers import Freezer, crash, own_server
from tests.server.pools import WHO, ask, opened

TIMEOUT_SECONDS = 120.0
"""How long a test waits for the pool: only one that hangs takes longer, on a busy machine too."""

LONG = "select pg_sleep(600)"
SLOW = "select 'finished' from pg_advisory_lock(1)"
PINGS = """
select query_start from pg_stat_activity
 where application_name = 'selfsame watch' and datname = current_database()
"""


async def until_running(owner_url: str, sql: str) -> None:
    """Return when a statement has reached the server."""
    owner = await asyncpg.connect(owner_url)
    running = "select exists (select from pg_stat_activity where query = $1 and state = 'active')"
    while not await owner.fetchval(running, sql):
        await asyncio.sleep(0.01)
    await owner.close()


async def until_pinged(owner: asyncpg.Connection, times: int) -> None:
    """Return when the pool's watcher has begun so many pings, each after the other's answer."""
    pings: set[object] = set()
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while len(pings) <= times:
            pings |= {row["query_start"] for row in await owner.fetch(PINGS)}
            await asyncio.sleep(0.01)


async def until_served(pool: Pool) -> None:
    """Return when the pool serves again, without anybody's help."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            try:
                await ask(pool, WHO)
            except Unavailable:
                await asyncio.sleep(0.02)
            else:
                return


@pytest.fixture
async def own_postgres() -> AsyncIterator[EmbeddedPostgres]:
    async with own_server() as server:
        yield server


@pytest.fixture
def freezer(own_postgres: EmbeddedPostgres) -> Iterator[Freezer]:
    freezer = Freezer(own_postgres)
    yield freezer
    freezer.thaw()


async def test_d3_every_connection_works_under_the_applications_role(database: Database) -> None:
    async with opened(database.owner_url) as pool:
        role = await ask(pool, "select current_user::text")
        zone = await ask(pool, "select current_setting('timezone')")

    assert (role, zone) == ("selfsame_app", "UTC")


async def test_the_connection_released_last_is_acquired_first(database: Database) -> None:
    async with opened(database.app_url) as pool:
        async with pool.connection(), pool.connection() as inner:
            last_but_one = await inner.fetchval(WHO)
        async with pool.connection():
            first = await ask(pool, WHO)

    assert first == last_but_one


async def test_who_finds_no_connection_waits_for_one_that_is_released(database: Database) -> None:
    async with opened(database.app_url, size=1) as pool:
        async with pool.connection() as connection:
            acquired = await connection.fetchval(WHO)
            waiting = asyncio.create_task(ask(pool, WHO))
            while not pool.waiting:
                await asyncio.sleep(0)
        received = await waiting

        assert received == acquired
        assert (pool.size, pool.idle, pool.waiting) == (1, 1, 0)


async def test_waiting_for_a_connection_has_an_end(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.pool.ACQUIRE_TIMEOUT", 0.01)
    async with opened(database.app_url, size=1) as pool, pool.connection():
        with pytest.raises(Unavailable):
            await ask(pool, WHO)

        assert pool.waiting == 0


async def test_a_cancelled_wait_keeps_no_connection(database: Database) -> None:
    async with opened(database.app_url, size=1) as pool:
        connection = await pool.acquire()
        waiting = asyncio.create_task(ask(pool, WHO))
        while not pool.waiting:
            await asyncio.sleep(0)

        pool.release(connection)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

        assert (pool.size, pool.idle) == (1, 1)


async def test_an_open_transaction_is_rolled_back_before_the_next_user(database: Database) -> None:
    async with opened(database.app_url, size=1) as pool:

        async def fail() -> None:
            async with pool.connection() as connection:
                await connection.execute("begin")
                await connection.execute("set local application_name to 'left over'")
                raise ValueError("mine")

        with pytest.raises(ValueError, match="mine"):
            await fail()

        name = await ask(pool, "select current_setting('application_name')")

    assert name == "selfsame"


async def test_a_failed_transaction_is_rolled_back_too(database: Database) -> None:
    async with opened(database.app_url, size=1) as pool:

        async def fail() -> None:
            async with pool.connection() as connection:
                await connection.execute("begin; select from nowhere")

        with pytest.raises(asyncpg.UndefinedTableError):
            await fail()

        assert await ask(pool, "select 1") == 1


@pytest.mark.parametrize("error", [BadRequest("wrong"), ValueError("wrong"), None])
async def test_g_a_connection_that_is_lost_as_it_is_rolled_back_is_no_fault_of_ours(
    database: Database, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    async def lose(self: CountingConnection, query: str) -> str:
        assert query == "rollback"
        raise asyncpg.ConnectionDoesNotExistError("connection was closed")

    async with opened(database.app_url, size=1) as pool:
        raised = None
        try:
            async with pool.connection() as taken:
                await taken.execute("begin")
                monkeypatch.setattr(CountingConnection, "execute", lose)
                if error is not None:
                    raise error
        except Exception as found:
            raised = found
        monkeypatch.undo()

        assert raised is error if isinstance(error, BadRequest) else type(raised) is Unavailable
        assert await ask(pool, WHO)


async def test_a_cancelled_requests_connection_is_discarded(database: Database) -> None:
    async with opened(database.app_url, size=1) as pool:
        before = await ask(pool, WHO)
        request = asyncio.create_task(ask(pool, LONG))
        await until_running(database.owner_url, LONG)

        request.cancel()
        await asyncio.gather(request, return_exceptions=True)

        assert await ask(pool, WHO) != before


async def test_g_a_connection_cut_in_the_middle_is_unavailable(database: Database) -> None:
    async with opened(database.app_url, size=1) as pool:
        request = asyncio.create_task(ask(pool, LONG))
        await until_running(database.owner_url, LONG)
        owner = await asyncpg.connect(database.owner_url)

        await owner.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where query = $1", LONG
        )
        await owner.close()

        with pytest.raises(Unavailable):
            await request
        assert await ask(pool, "select 1") == 1


async def test_a_slow_statement_runs_on_while_the_server_answers(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LOCK_TIMEOUT", TIMEOUT_SECONDS)
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute("select pg_advisory_lock(1)")
    async with opened(database.app_url, size=1) as pool:
        slow = asyncio.create_task(ask(pool, SLOW))
        await until_running(database.owner_url, SLOW)

        await until_pinged(owner, times=3)
        await owner.execute("select pg_advisory_unlock(1)")

        assert await slow == "finished"
    await owner.close()


async def test_g_a_frozen_server_fails_everybody_and_its_return_is_noticed(
    own_postgres: EmbeddedPostgres, freezer: Freezer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "PING_TIMEOUT", 0.6)
    monkeypatch.setattr(connection, "CONNECT_TIMEOUT", 0.8)
    async with opened(own_postgres.app_url) as pool:
        running = asyncio.create_task(ask(pool, LONG))
        await until_running(own_postgres.owner_url, LONG)

        await freezer.freeze()

        async with asyncio.timeout(TIMEOUT_SECONDS):  # for ever, without the watcher
            with pytest.raises(Unavailable):
                await running
            with pytest.raises(Unavailable):
                await ask(pool, WHO)
        freezer.thaw()
        await until_served(pool)


async def test_g_a_crashed_server_is_unavailable_until_it_is_back(
    own_postgres: EmbeddedPostgres,
) -> None:
    async with opened(own_postgres.app_url) as pool:
        running = asyncio.create_task(ask(pool, LONG))
        await until_running(own_postgres.owner_url, LONG)

        crash(own_postgres)
        reviving = asyncio.create_task(own_postgres.watch())

        with pytest.raises(Unavailable):
            await running
        await until_served(pool)
        reviving.cancel()


async def test_a_pool_that_nobody_serves_opens_and_is_unavailable() -> None:
    async with opened("postgresql://nobody@127.0.0.1:1/nothing") as pool:
        with pytest.raises(Unavailable):
            await ask(pool, WHO)


async def test_statements_are_counted_also_those_of_connections_that_are_gone(
    database: Database,
) -> None:
    async with opened(database.app_url, size=1) as pool:
        await ask(pool, WHO)
        pool.close_idle()
        await ask(pool, WHO)

        assert pool.statements == 2


async def test_a_statement_with_a_custom_plan_does_not_stay_prepared(database: Database) -> None:
    single = await connect(database.app_url)
    query = "select $1::integer as number"

    results = [await single.fetch_with_custom_plan(query, number) for number in range(8)]

    assert [rows[0]["number"] for rows in results] == list(range(8))
    prepared = "select count(*) from pg_prepared_statements where statement = $1"
    assert await single.fetchval(prepared, query) <= 1
    await single.close()
