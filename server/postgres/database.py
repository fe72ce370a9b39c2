"""The database of this installation: where it is, and whether it is at this code's version."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import asyncpg

from server import database_hosts
from server.postgres import data_directory, primary
from server.postgres.connection import Unavailable, connect
from server.postgres.counting import CountingConnection
from server.settings import Settings

if TYPE_CHECKING:
    from db.versions import Standing
    from server.postgres.embedded import EmbeddedPostgres as Embedded

CONNECT_SECONDS: Final = 5.0
"""For so long a command tries to reach an unreachable server."""

ROLE_ERRORS = (asyncpg.InvalidParameterValueError, asyncpg.InsufficientPrivilegeError)
LOGIN_ERRORS = (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError)


class DatabaseUnusable(Exception):
    """The database cannot be used; the sentence says why, and holds no password."""


class Database:
    """The database of an installation: the one that its settings name, or the embedded one.

    Entering makes the data directory, and starts the embedded server or attaches to it; leaving
    releases it.
    """

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing is opened yet."""
        self.settings = settings
        self.postgres: Embedded | None = None
        if settings.is_embedded:
            from server.postgres.embedded import EmbeddedPostgres

            self.postgres = EmbeddedPostgres(settings.data_dir)

    def __enter__(self) -> Self:
        if self.postgres is not None:
            is_new = not self.is_made
            self.postgres.start()
            if is_new:
                # A command in the wrong directory would otherwise say that nobody is on record.
                place = self.settings.data_dir.resolve()
                sys.stderr.write(f"A new database was made in {place} (see SELFSAME_DATA_DIR).\n")
        else:
            data_directory.make(self.settings.data_dir, is_embedded=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.postgres is not None:
            self.postgres.stop()

    @property
    def is_made(self) -> bool:
        """Whether entering makes no database: there is an embedded one, or another is named."""
        if self.postgres is None:
            return True
        return self.postgres.cluster.exists() or self.postgres.cluster.is_symlink()

    @property
    def app_url(self) -> str:
        """The address that the application works under."""
        return self.postgres.app_url if self.postgres else str(self.settings.database_url)

    @property
    def owner_url(self) -> str:
        """The address that migrations work under."""
        return self.postgres.owner_url if self.postgres else str(self.settings.owner_url)

    async def prepare(self) -> None:
        """Raise DatabaseUnusable unless the database serves this version; migrate the embedded one.

        Another database is migrated by its operators, when they choose to. Rule Z5.
        """
        found = await self.standing()
        await self._serve(found)
        await self._check_region()

    async def _serve(self, found: "Standing") -> None:
        """Go on with a database that stands like this, or migrate it. Raises DatabaseUnusable."""
        from db.lock_waits import MigrationFailed
        from db.versions import Standing

        if found is Standing.NEWER:
            raise DatabaseUnusable(
                "The database was migrated by a newer version of Selfsame, which serves this one"
                " no more; run that version."
            )
        if found is Standing.CURRENT or (found.can_serve and self.postgres is None):
            return
        if found.can_serve:
            with contextlib.suppress(MigrationFailed):
                # Nobody else serves it: rules go back to this version, but not migrations.
                await self.migrate()
            return
        if self.postgres is None:
            raise DatabaseUnusable(
                "The database is not at this version of Selfsame; run `selfsame migrate` first."
            )
        await self.migrate()

    async def migrate(self, report: Callable[[str], None] = lambda _: None) -> bool:
        """Bring the database to this version; return whether anything had to be done.

        `report` takes sentences about what takes long.
        """
        from sqlalchemy.exc import SQLAlchemyError

        from db.migrating import migrate
        from server.postgres.written_down import write_down

        try:
            owner_url = await primary.find(self.owner_url)
            app_url = database_hosts.addresses(self.app_url)[0]
            changed = await migrate(owner_url, app_url, report, self.settings.region)
            hosts = database_hosts.addresses(self.owner_url)
            if changed and len(hosts) > 1:
                await write_down(hosts, report)
            return changed
        except (SQLAlchemyError, asyncpg.PostgresError, OSError) as error:
            # SQLAlchemy's own message repeats the statement with its parameters.
            cause = getattr(error, "orig", None) or error
            setting = "SELFSAME_MIGRATE_URL" if self.settings.migrate_url else ""
            raise DatabaseUnusable(
                reason_of(cause.__cause__ or cause, self.owner_url, setting)
            ) from None

    async def _check_region(self) -> None:
        """Let the embedded database give out numbers of the region that is set (rule Z10).

        Raises DatabaseUnusable where another database does not, or has another region.
        """
        from db.regions import keeps_its_region, region_of

        wanted = self.settings.region
        if wanted is None:
            return
        connection = await self.connect()
        try:
            found = await region_of(connection)
        finally:
            await connection.close(timeout=1)
        if found == wanted:
            return
        if found is not None:
            raise DatabaseUnusable(keeps_its_region(wanted, found))
        if self.postgres is None:
            raise DatabaseUnusable(
                f"SELFSAME_REGION is {wanted}, and the database gives out numbers without a"
                " region; run `selfsame migrate` first."
            )
        await self.migrate()

    async def connect(self) -> CountingConnection:
        """Open one connection as the application, waiting for a server that is about to start."""
        deadline = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                return await connect(self.app_url, "selfsame command")
            except Unavailable as error:
                cause = error.__cause__
                is_lasting = isinstance(cause, (*ROLE_ERRORS, *LOGIN_ERRORS))
                if is_lasting or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(0.1)

    async def plan(self) -> list[str]:
        """Return what `migrate` would do, in sentences. Raises DatabaseUnusable."""
        from db.migrating import plan

        try:
            return await plan(await primary.find(self.owner_url), self.settings.region)
        except (asyncpg.PostgresError, OSError) as error:
            setting = "SELFSAME_MIGRATE_URL" if self.settings.migrate_url else ""
            raise DatabaseUnusable(reason_of(error, self.owner_url, setting)) from None

    async def is_current(self) -> bool:
        """Return whether the database is at this version. Raises DatabaseUnusable."""
        from db.versions import Standing

        return await self.standing() is Standing.CURRENT

    async def standing(self) -> "Standing":
        """Return how the database stands to this version. Raises DatabaseUnusable."""
        from db.versions import Standing, standing, version

        try:
            connection = await self.connect()
        except Unavailable as error:
            # Before the first migration there is no role to work under.
            if isinstance(error.__cause__, ROLE_ERRORS):
                return Standing.BEHIND
            if self.postgres is not None and isinstance(error.__cause__, LOGIN_ERRORS):
                return Standing.BEHIND
            raise DatabaseUnusable(reason_of(error.__cause__, self.app_url)) from None
        try:
            return await standing(connection.fetchval, version())
        finally:
            await connection.close(timeout=1)


def reason_of(error: BaseException | None, url: str, setting: str = "") -> str:
    """Return one sentence on why the database at this address is unusable, without its password."""
    where = f"The database at {database_hosts.place_of(url)}"
    see = f"; see {setting or 'SELFSAME_DATABASE_URL'}."
    match error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return f"{where} refuses this user or password{see}"
        case asyncpg.InvalidCatalogNameError():
            return f"{where} has no database of this name{see}"
        case asyncpg.PostgresError(message=str(message)):
            return f"{where} refuses: {message}{see}"
        case primary.NoPrimary() | primary.FormerPrimary():
            return f"{where} has no primary now{see}"
        case TimeoutError():
            return f"{where} does not answer{see}"
        case OSError():
            return f"{where} cannot be reached{see}"
    return f"{where} cannot be used ({type(error).__name__}){see}"
