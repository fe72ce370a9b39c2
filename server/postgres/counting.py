"""A connection that counts what it is asked for."""

from typing import Any

import asyncpg


class CountingConnection(asyncpg.Connection):
    """An asyncpg connection that counts the statements it runs.

    It takes attributes too, so that what was prepared on a connection can be kept on it.
    """

    statements = 0
    longest: float | None = None
    """For so many seconds its user lets a statement last; None for as long as those of requests."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().execute(*args, **kwargs)

    def fetch(self, *args: Any, **kwargs: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().fetch(*args, **kwargs)

    async def fetch_written(self, query: str, *arguments: Any) -> list[Any]:
        """Fetch: the statement is a transaction of its own, or one of the act's."""
        rows: list[Any] = await self.fetch(query, *arguments)
        return rows

    async def fetch_with_custom_plan(self, query: str, *arguments: Any) -> list[Any]:
        """Fetch with a plan made for these arguments, which takes a round trip more.

        A statement that stays prepared gets a generic plan, for all arguments, after its fifth
        execution.
        """
        self.statements += 1
        statement = await self.prepare(query)
        rows: list[Any] = await statement.fetch(*arguments)
        return rows

    def fetchrow(self, *args: Any, **kwargs: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().fetchrow(*args, **kwargs)

    def fetchval(self, *args: Any, **kwargs: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().fetchval(*args, **kwargs)
