"""One connection to PostgreSQL: how it is opened, and which of its errors mean a server away."""

from typing import Any, ClassVar

import asyncpg

from rules.refusals import Code, Refusal

ROLE = "selfsame_app"
"""The role that the application works under (rule D3)."""

PATIENCE = 0.8
"""Seconds in which a connection must be open: a server that is away is told within one."""


class Unavailable(Refusal):
    """PostgreSQL is away, or too busy to be reached in time (rule G)."""

    code: ClassVar[Code] = Code.UNAVAILABLE
    message: ClassVar[str] = "Service is unavailable"


AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,  # too many connections, no memory, no disk
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.DatabaseDroppedError,
    asyncpg.ReadOnlySQLTransactionError,  # the primary became a standby beneath us
    OSError,
)
STALE = (
    asyncpg.InvalidCachedStatementError,
    asyncpg.InvalidSQLStatementNameError,
    asyncpg.OutdatedSchemaCacheError,
)
"""What was prepared earlier fits no more: a migration ran, or a proxy changed its server."""


class Connection(asyncpg.Connection):
    """An asyncpg connection that counts the statements it is given.

    It takes attributes too, so that what was prepared on a connection can be kept on it.
    """

    statements = 0

    def execute(self, *given: Any, **named: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().execute(*given, **named)

    def fetch(self, *given: Any, **named: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().fetch(*given, **named)

    async def fetch_anew(self, query: str, *arguments: Any) -> list[Any]:
        """Fetch by a plan made for these arguments, which takes a round trip more.

        A statement that is kept is planned once for all arguments, after its fifth time.
        """
        self.statements += 1
        statement = await self.prepare(query)
        rows: list[Any] = await statement.fetch(*arguments)
        return rows

    def fetchrow(self, *given: Any, **named: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().fetchrow(*given, **named)

    def fetchval(self, *given: Any, **named: Any) -> Any:
        """Count, then do as asyncpg does."""
        self.statements += 1
        return super().fetchval(*given, **named)


async def connect(url: str, name: str = "selfsame") -> Connection:
    """Open one connection as the application works: under its role, in UTC.

    Raises Unavailable whatever the reason, which is its `__cause__`.
    """
    try:
        opened = await asyncpg.connect(
            url,
            timeout=PATIENCE,
            connection_class=Connection,
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
    assert isinstance(opened, Connection)
    return opened
