"""What a pool does when its connections make no progress, and what it remembers of it (rule G)."""

import asyncio
from contextlib import AsyncExitStack

import asyncpg
import pytest

from server.postgres import faults
from server.postgres.pool import Unavailable
from tests.databases import Database
from tests.server.pools import TIMEOUT_SECONDS, WHO, ask, opened


async def test_g_a_pool_that_is_exhausted_is_a_fault_for_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.pool.ACQUIRE_TIMEOUT", 0.01)
    now = 100.0
    async with opened(database.app_url, size=1) as pool:
        await ask(pool, WHO)
        pool.faults.clock = lambda: now
        async with pool.connection():
            with pytest.raises(Unavailable):
                await ask(pool, WHO)
        exhausted = pool.faults.current
        now += faults.RECENT_SECONDS + 1
        later = pool.faults.current

    assert (exhausted, later) == (faults.Fault.POOL_IS_EXHAUSTED, None)


async def test_g_a_server_that_takes_no_more_connections_is_a_fault(database: Database) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute(f"alter database {database.name} connection limit 2")
    async with opened(database.app_url) as pool:
        is_noted = asyncio.Event()

        async def hold_one() -> None:
            async with pool.connection():
                await is_noted.wait()

        holding = [asyncio.create_task(hold_one()) for _ in range(3)]
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while (fault := pool.faults.current) is None:
                await asyncio.sleep(0.01)
        is_noted.set()
        await asyncio.gather(*holding, return_exceptions=True)
    await owner.execute(f"alter database {database.name} connection limit -1")
    await owner.close()

    assert fault == faults.Fault.TOO_MANY_CONNECTIONS


async def test_g_who_waits_is_not_refused_because_a_further_connection_took_too_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take_too_long(url: str) -> None:
        raise Unavailable from TimeoutError()

    async with opened(database.app_url) as pool:
        async with AsyncExitStack() as stack:
            while pool.idle:
                await stack.enter_async_context(pool.connection())
            monkeypatch.setattr("server.postgres.pool.connect_for_requests", take_too_long)
            in_use = pool.size
            waiting = [asyncio.create_task(ask(pool, WHO)) for _ in range(8)]
            await asyncio.sleep(0)
            while pool.size > in_use:
                await asyncio.sleep(0)
            assert pool.waiting == len(waiting)
        answers = await asyncio.gather(*waiting)

    assert len(answers) == len(waiting)


async def test_g_one_purpose_that_makes_no_progress_leaves_connections_to_others(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.shares.SLOW_SECONDS", 0.0)
    async with opened(database.app_url, size=8) as pool, AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(pool.connection("stuck"))
        third = asyncio.create_task(pool.acquire("stuck"))
        await asyncio.sleep(0)
        others = [await pool.acquire("other"), await pool.acquire()]
        pool.release(others[0])
        pool.release(others[1])
        is_waiting = not third.done()
        await stack.aclose()
        pool.release(await third)

    assert is_waiting


async def test_g_so_many_of_a_purpose_get_a_connection_at_once_and_others_all(
    database: Database,
) -> None:
    async with opened(database.app_url, size=8) as pool:
        first = [await pool.acquire("pick", 2) for _ in range(2)]
        third, fourth = (asyncio.create_task(pool.acquire("pick", 2)) for _ in range(2))
        await asyncio.sleep(0)
        others = [await pool.acquire("other"), await pool.acquire()]
        waiting = (third.done(), fourth.done(), pool.waiting)
        pool.release(first[0])
        given = await third
        is_fourth_waiting = not fourth.done()
        for connection in (first[1], given, *others):
            pool.release(connection)
        pool.release(await fourth)

    assert waiting == (False, False, 2)
    assert given is first[0]
    assert is_fourth_waiting


async def test_g_who_waits_for_a_turn_waits_no_longer_where_those_before_make_no_progress(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.pool.SLOW_SECONDS", 0.0)
    async with opened(database.app_url, size=8) as pool, AsyncExitStack() as stack:
        for connection in [await pool.acquire() for _ in range(2)]:
            pool.release(connection)
        await stack.enter_async_context(pool.connection("pick", 1))
        second = asyncio.create_task(pool.acquire("pick", 1))
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not pool.waiting:
                await asyncio.sleep(0)
            monkeypatch.setattr("server.postgres.shares.SLOW_SECONDS", 0.0)
            pool.release(await second)


async def test_g_a_spare_connection_is_opened_while_all_make_no_progress_and_closed_after(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.pool.SLOW_SECONDS", 0.0)
    monkeypatch.setattr("server.postgres.shares.SLOW_SECONDS", 0.0)
    async with opened(database.app_url, size=2) as pool, AsyncExitStack() as stack:
        for purpose in ("one", "another"):
            await stack.enter_async_context(pool.connection(purpose))

        async with pool.connection("third"):
            most = pool.size
        after = pool.size

    assert (most, after) == (3, 2)


async def test_g_a_connection_hangs_once_its_statement_lasts_longer_than_its_user_lets_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("server.postgres.shares.monotonic", lambda: now)
    async with opened(database.app_url) as pool:
        async with pool.connection() as short, pool.connection() as long:
            long.longest = 600.0
            first = pool.shares.hung(32.0)
            now = 599.0
            second = pool.shares.hung(32.0)
            now = 601.0
            third = pool.shares.hung(32.0)
            assert (first, second, third) == ([], [short], [short, long])
        async with pool.connection() as one, pool.connection() as other:
            assert one.longest is other.longest is None


async def test_who_waited_asks_before_the_one_before_writes_an_answer(database: Database) -> None:
    done = []
    async with opened(database.app_url, size=1) as pool:
        is_waited_for = asyncio.Event()

        async def answer() -> None:
            async with pool.connection():
                await is_waited_for.wait()
            done.append("answered")

        async def wait() -> None:
            async with pool.connection():
                done.append("asked")

        answering, waiting = asyncio.create_task(answer()), asyncio.create_task(wait())
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not pool.waiting:
                await asyncio.sleep(0)
            is_waited_for.set()
            await asyncio.gather(answering, waiting)

    assert done == ["asked", "answered"]
