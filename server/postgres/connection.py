"""One connection to PostgreSQL: how it is opened, and which errors mean an unreachable server."""

from typing import Any, ClassVar

import asyncpg

from rules.refusals import Code, Refusal

ROLE = "selfsame_app"
"""The role that the application works under (rule D3)."""

CONNECT_TIMEOUT = 0.8
"""Seconds until a connection must be open: an unreachable server is reported within one."""


class Unavailable(Refusal):
    """PostgreSQL is unreachable, or too busy to be reached in time (rule G)."""

    code: ClassVar[Code] = Code.UNAVAILABLE
    message: ClassVar[str] = "Service is unavailable"


UNREACHABLE_ERRORS = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,  # too many connections, no memory, no disk
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.DatabaseDroppedError,
    asyncpg.ReadOnlySQLTransactionError,  # the primary became a standby beneath us
    OSError,
)
STALE_STATEMENT_ERRORS = (
    asyncpg.InvalidCachedStatementError,
    asyncpg.InvalidSQLStatementNameError,
    asyncpg.OutdatedSchemaCacheError,
)
"""A prepared statement is no longer valid: a migration ran, or a proxy changed its server."""


class CountingConnection(asyncpg.Connection):
    """An asyncpg connection that counts the statements it runs.

    It takes attributes too, so that what was prepared on a connection can be kept on it.
    """

    statements = 0

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().execute(*args, **kwargs)

    def fetch(self, *args: Any, **kwargs: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().fetch(*args, **kwargs)

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


async def connect(url: str, name: str = "selfsame") -> CountingConnection:
    """Open one connection as the application works: under its role, in UTC.

    Raises Unavailable whatever the reason, which is its `__cause__`.
    """
    try:
        connection = await asyncpg.connect(
            url,
            timeout=CONNECT_TIMEOUT,
            connection_class=CountingConnection,
            # Plans live as long as their connection, and a plan's text may be long. Each takes some
            # 90 KB of a backend's memory.
            statement_cache_size=200,
            max_cached_statement_lifetime=0,
            max_cacheable_statement_size=0,
            server_settings={
                "role": ROLE,
                "timezone": "UTC",
                "application_name": name,
                "idle_in_transaction_session_timeout": "30s",
                # Without it, the statements of a killed server would run on to their end.
                "client_connection_check_interval": "1s",
                "jit": "off",
                # Else a page of fifty rows reads all persons where there are few thousand.
                "random_page_cost": "1.1",
            },
        )
    except (
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
        OSError,
        ValueError,
    ) as error:
        raise Unavailable from error
    assert isinstance(connection, CountingConnection)
    return connection
