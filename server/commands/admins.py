"""The command that makes the first administrator."""

import sys

from rules.access import ClientKind
from rules.access_administration import CONSOLE
from rules.refusals import Refusal
from rules.violations import InputIsInvalid
from server.commands import CommandFailed
from server.postgres.database import Database
from server.settings import Settings
from workflows import accounts, administrators


async def create(settings: Settings, name: str) -> str:
    """Make a user who is ADMIN through the console; return their password. Rule E6.

    Raises CommandFailed.
    """
    with Database(settings) as database:
        await database.prepare()
        connection = await database.connect()
        try:
            console = await accounts.find_client(connection, CONSOLE)
            if console is not None:
                _check_console(console["kind"], console["scopes"], is_blocked=console["is_blocked"])
            password = await administrators.create_admin(connection, name, CONSOLE)
        except InputIsInvalid as refusal:
            faults = refusal.extensions["violations"]
            raise CommandFailed(f"{name!r} cannot be a name: {faults[0]['message']}.", 2) from None
        except Refusal as refusal:
            raise CommandFailed(f"{refusal.message}: {name!r}.") from None
        finally:
            await connection.close(timeout=1)
    print(
        f"{name} is ADMIN through the client {CONSOLE}. This password is shown nowhere else:",
        file=sys.stderr,
    )
    return password


def _check_console(kind: str, scopes: list[str], *, is_blocked: bool) -> None:
    """Refuse a client through which nobody could administer: it was made so on purpose."""
    if kind != ClientKind.USER_INTERFACE:
        raise CommandFailed(f"The client {CONSOLE!r} is a machine: nobody signs in through it.")
    if is_blocked:
        raise CommandFailed(f"The client {CONSOLE!r} is blocked: nobody signs in through it.")
    if "access:write" not in scopes:
        raise CommandFailed(f"The client {CONSOLE!r} lacks the scope 'access:write'.")
