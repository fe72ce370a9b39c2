"""The commands that migrate the database and print its address."""

import re
import sys
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from server.commands import CommandFailed
from server.postgres import data_directory
from server.postgres.connection import ROLE
from server.postgres.database import Database
from server.settings import Settings


async def migrate(settings: Settings) -> str:
    """Bring the database to this version; return the sentence to print."""
    with Database(settings) as database:
        changed = await database.migrate(lambda sentence: print(sentence, file=sys.stderr))
    if changed:
        return "The database is now at this version."
    return "The database was at this version already."


async def plan(settings: Settings) -> str:
    """Return what `migrate` would do, a sentence a line; change nothing. Rule Z5."""
    database = Database(settings)
    if not database.is_made:
        return "There is no database: a new one is made, of this version."
    with database:
        return "\n".join(await database.plan())


def address(settings: Settings, role: str, *, with_password: bool = False) -> str:
    """Return the address of the database in use, for psql and other clients.

    The address becomes an argument of psql, and everybody on the machine can read the arguments of
    every process. So it names a file that holds the password, which libpq and asyncpg understand;
    `with_password` is for what does not.

    The embedded server is started if it does not run, and left running at the end, since an
    address where nothing answers is of no use; the next command that uses it stops it.
    """
    if role not in ("owner", "app"):
        raise CommandFailed("--role is owner or app.", 2)
    if settings.is_embedded:
        url = _embedded_address(settings, role)
    else:
        url = str(settings.owner_url if role == "owner" else settings.database_url)
    if not with_password:
        url = by_password_file(url, settings.data_dir, role)
    return _under_role(url) if role == "app" and not settings.is_embedded else url


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


def by_password_file(url: str, directory: Path, role: str) -> str:
    """Move an address's password to a file of the data directory, as libpq's `passfile` names it.

    Raises CommandFailed where the file cannot be written.
    """
    parts = urlsplit(url)
    parameters = parse_qsl(parts.query, keep_blank_values=True)
    password = dict(parameters).get("password") or unquote(parts.password or "")
    if not password:
        return url
    path = directory / f"{role}.pgpass"
    escaped = re.sub(r"([\\:])", r"\\\1", password)
    try:
        data_directory.make(directory, is_embedded=False)
        data_directory.write_secret(path, f"*:*:*:*:{escaped}\n")
    except OSError as error:
        raise CommandFailed(
            f"{path} cannot be written: {error.strerror}; see --with-password."
        ) from None
    user, at, host = parts.netloc.rpartition("@")
    left = [(name, value) for name, value in parameters if name not in ("password", "passfile")]
    query = urlencode([*left, ("passfile", str(path))], quote_via=quote, safe="")
    return f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}?{query}"


def _under_role(url: str) -> str:
    """Add the startup option that makes a session work as the application's role."""
    separator = "&" if urlsplit(url).query else "?"
    return f"{url}{separator}options={quote(f'-c role={ROLE}')}"
