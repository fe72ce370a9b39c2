"""How a batch of rows from elsewhere is taken in: one act of the system, one transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg

Result = TypeVar("Result")
ATTEMPTS = 5


@asynccontextmanager
async def announced(connection: Any, action: str) -> AsyncIterator[None]:
    """Do all inside in one transaction, told in the trail under this action. Rule D1."""
    async with connection.transaction():
        await connection.execute("select begin_act($1, null, null, $2, null)", action, uuid4())
        yield


async def again_when_in_the_way(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """Run a whole transaction again, a few times, when it met others in a circle of locks."""
    for _ in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
            continue
    return await attempt()
