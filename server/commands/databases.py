"""The commands that migrate the database and print its address."""

import sys
from urllib.parse import quote, urlsplit

from server.commands import CommandFailed
from server.postgres.connection import ROLE
from server.postgres.database import Database
from server.settings import Settings


async def migrate(settings: Settings) -> str:
    """Bring the database to this version; return the sentence to print."""
    with Database(settings) as database:
        changed = await database.migrate()
    if changed:
        return "The database is now at this version."
    return "The database was at this version already."


def address(settings: Settings, role: str) -> str:
    """Return the address of the database in use, for psql and other clients.

    The embedded server is started if it does not run, and left running at the end, since an
    address where nothing answers is of no use; the next command that uses it stops it.
    """
    if role not in ("owner", "app"):
        raise CommandFailed("--role is owner or app.", 2)
    if settings.is_embedded:
        return _embedded_address(settings, role)
    if role == "owner":
        return str(settings.owner_url)
    return _under_role(str(settings.database_url))


def _embedded_address(settings: Settings, role: str) -> str:
    database = Database(settings)
    assert database.postgres is not None
    was_running = (database.postgres.cluster / "postmaster.pid").exists()
    database.__enter__()  # and never left, see above
    if not was_running:
        print(
            "Started the embedded PostgreSQL; the next command that uses it stops it at its end.",
            file=sys.stderr,
        )
    return database.app_url if role == "app" else database.owner_url


def _under_role(url: str) -> str:
    """Add the startup option that makes a session work as the application's role."""
    separator = "&" if urlsplit(url).query else "?"
    return f"{url}{separator}options={quote(f'-c role={ROLE}')}"
