"""Pools of a test's own, and what tests ask through them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.postgres.pool import Pool

WHO = "select pg_backend_pid()"


@asynccontextmanager
async def opened(url: str, size: int = 16) -> AsyncIterator[Pool]:
    pool = Pool(lambda: url, size)
    await pool.open()
    yield pool
    await pool.close()


async def ask(pool: Pool, sql: str) -> object:
    async with pool.connection() as connection:
        return await connection.fetchval(sql)
