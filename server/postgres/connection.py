"""One connection to PostgreSQL: how it is opened, and which errors mean an unreachable server."""

from typing import Any, ClassVar, Protocol

import asyncpg

from rules.refusals import Code, Refusal
from server import database_hosts
from server.observability import tracing
from server.postgres import primary
from server.postgres.counting import CountingConnection

ROLE = "selfsame_app"
"""The role that the application works under (rule D3)."""

CONNECT_TIMEOUT = 0.8
"""Seconds until a connection must be open: an unreachable server is reported within one."""


UNBOUNDED = 60.0
"""For so long asyncpg tries where whoever calls has a bound of their own, which is shorter."""

LOCK_TIMEOUT = 1.4
"""Seconds for which a statement of a request waits for a lock, before its transaction ends."""

TRANSACTION_TIMEOUT = 30.0
"""Seconds after which PostgreSQL ends a transaction of a request, with its connection.

What a request holds is free then, whatever its statement does and whoever has gone away.
"""

HUNG_SECONDS = TRANSACTION_TIMEOUT + 2
"""Seconds after which a connection whose statement is not answered is cut off from here.

PostgreSQL ends no commit that waits for a standby (`synchronous_standby_names`); nobody sees what
it wrote, and whoever asks again waits for it, until the standby has it.
"""


class Unavailable(Refusal):
    """PostgreSQL is unreachable, too busy to be reached in time, or unable to work (rule G)."""

    code: ClassVar[Code] = Code.UNAVAILABLE
    message: ClassVar[str] = "Service is unavailable"


class Contended(Unavailable):
    """A transaction ended because of what others hold; it may be tried again."""


CONTENTION_ERRORS = (
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
INTERRUPTION_ERRORS = (
    asyncpg.QueryCanceledError,  # pg_cancel_backend, or a timeout of the server's
    asyncpg.DiskFullError,
    asyncpg.PostgresIOError,
)
"""A statement failed through no fault of its own, and its connection can still be used."""

UNREACHABLE_ERRORS = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,  # too many connections, no memory
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.DatabaseDroppedError,
    asyncpg.InternalClientError,  # the connection ended while nobody used it
    asyncpg.TransactionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,  # the primary became a standby beneath us
    OSError,
)
STALE_STATEMENT_ERRORS = (
    asyncpg.InvalidCachedStatementError,
    asyncpg.InvalidSQLStatementNameError,
    asyncpg.OutdatedSchemaCacheError,
)
"""A prepared statement is no longer valid: a migration ran, or a proxy changed its server."""

OUTAGE_ERRORS = (
    *CONTENTION_ERRORS,
    *INTERRUPTION_ERRORS,
    *UNREACHABLE_ERRORS,
    *STALE_STATEMENT_ERRORS,
)
"""All that the pool raises as Unavailable."""


class Fetching(Protocol):
    """What reads rows: a connection, or what sends statements over one."""

    async def fetch(self, query: str, *arguments: Any) -> list[Any]:
        """Return the rows of a statement."""

    async def fetch_written(self, query: str, *arguments: Any) -> list[Any]:
        """Return the rows of a statement that writes, once what it has written lasts."""

    async def fetch_with_custom_plan(self, query: str, *arguments: Any) -> list[Any]:
        """Return the rows of a statement that is planned for these arguments."""


def session_settings(name: str, lock_timeout: float, transaction_timeout: float) -> dict[str, str]:
    """Return the settings of a connection that the application works on."""
    return {
        "role": ROLE,
        "timezone": "UTC",
        "application_name": name,
        "idle_in_transaction_session_timeout": "30s",
        "lock_timeout": f"{round(lock_timeout * 1000)}ms",
        "transaction_timeout": f"{round(transaction_timeout * 1000)}ms",
        # Without it, the statements of a killed server would run on to their end.
        "client_connection_check_interval": "1s",
        "jit": "off",
        # Else a page of fifty rows reads all persons where there are few thousand.
        "random_page_cost": "1.1",
    }


async def connect(
    url: str,
    name: str = "selfsame",
    *,
    lock_timeout: float = 0,
    transaction_timeout: float = 0,
    is_watching: bool = False,
) -> CountingConnection:
    """Open one connection as the application works: under its role, in UTC.

    Its statements wait `lock_timeout` seconds for a lock, and its transactions end after
    `transaction_timeout` seconds; as long as it takes where that is 0: who typed a command may wait
    on purpose. Of several hosts it is the primary; whoever is watching looks at all of them, and
    others at the one that was found (rule Z1). Raises Unavailable whatever the reason, which is its
    `__cause__`.
    """

    async def opening(address: str, seconds: float = UNBOUNDED) -> asyncpg.Connection:
        return await asyncpg.connect(
            address,
            timeout=seconds,
            connection_class=connection_class(),
            # Plans live as long as their connection, and a plan's text may be long. Each takes some
            # 90 KB of a backend's memory.
            statement_cache_size=200,
            max_cached_statement_lifetime=0,
            max_cacheable_statement_size=0,
            server_settings=session_settings(name, lock_timeout, transaction_timeout),
        )

    try:
        if len(database_hosts.addresses(url)) == 1:
            connection = await opening(url, CONNECT_TIMEOUT)
        elif is_watching:
            connection = await primary.look(url, opening)
        else:
            connection = await primary.connect_to_known(url, opening)
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


def connection_class() -> type[CountingConnection]:
    """Return the class of all connections: that with spans where traces are on."""
    if tracing.tracer() is None:
        return CountingConnection
    from server.postgres.traced import TracedConnection

    return TracedConnection


async def connect_for_requests(url: str) -> CountingConnection:
    """Open a connection whose waits for locks and whose transactions are bounded (rule G)."""
    return await connect(url, lock_timeout=LOCK_TIMEOUT, transaction_timeout=TRANSACTION_TIMEOUT)
