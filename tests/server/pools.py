"""Pools and pipelines of a test's own, and what tests ask through them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from server.postgres.pipelines import Pipelines
from server.postgres.pool import Pool

WHO = "select pg_backend_pid()"

TIMEOUT_SECONDS = 120.0
"""How long a test waits: only one that hangs takes longer, on a busy machine too."""

QUOTIENT = "select $1::int, 100 / $2::int"
"""Returns the number of the question; a divisor of 0 makes it fail."""


@asynccontextmanager
async def opened(url: str, size: int = 16) -> AsyncIterator[Pool]:
    pool = Pool(lambda: url, size)
    await pool.open()
    yield pool
    await pool.close()


async def ask(pool: Pool, sql: str) -> object:
    async with pool.connection() as connection:
        return await connection.fetchval(sql)


async def until_fetched(pipelines: Pipelines, text: str, *arguments: Any) -> list[Any]:
    """Have a statement prepared by asking for it until a pipeline answers."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            pipelines.note(text, 0)
            rows = await pipelines.fetch(text, arguments)
            if rows is not None:
                return rows
            await asyncio.sleep(0.01)
