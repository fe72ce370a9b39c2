"""The commands of a sandbox: a register to try programs against, which begins anew on demand."""

import asyncio
import sys
from ipaddress import ip_address
from typing import Final

from server.commands import CommandFailed, serving
from server.postgres.database import Database
from server.postgres.pristine import Pristine
from server.settings import Settings

PERSONS = 200
PUBLIC: Final = (
    "Whoever reaches this sandbox may read and change all of it: its names and passwords are known"
    " (see docs/sandbox.md).\n"
)
UNNAMED: Final = (
    "Its certificates lead to an address that no other machine has: set SELFSAME_PUBLIC_URL to the"
    " one by which programs reach it (see docs/sandbox.md).\n"
)
UNFINISHED: Final = "The sandbox was not made to its end; `serve --sandbox` does that."
OF_REGISTERS: Final = ("read_url", "keys_dir")
"""Settings by which a sandbox would read a register's data, or sign its own trail in its name."""


def serve(settings: Settings, workers: int, *, with_worker: bool) -> None:
    """Serve a sandbox; the first start makes it. Raises CommandFailed. Rule X5."""
    if workers != 1 or not with_worker:
        raise CommandFailed(
            "A sandbox is one process with a worker: leave --workers and --no-worker out.", 2
        )
    from server.seeding.access import USERS

    pristine = Pristine(settings.data_dir)
    with _sandbox(settings, pristine) as database:
        asyncio.run(_prepare(database, pristine))
        sys.stderr.write(warning(settings.host, settings.public_url))
        accounts = tuple(f"{name}:{role}" for name, _, role in USERS)
        # Programs that are tried out run where their authors are, often on this machine.
        open_ones = {"demo_accounts": accounts, "webhook_allow_loopback": True}
        serving.serve(settings.model_copy(update=open_ones), 1, sandbox_since=pristine.since)


def refuse(settings: Settings) -> None:
    """Raise CommandFailed where a register is to be served and there is a sandbox."""
    if settings.is_embedded and Pristine(settings.data_dir).is_sandbox:
        place = settings.data_dir.resolve()
        raise CommandFailed(
            f"{place} holds a sandbox: serve it with --sandbox, or name another SELFSAME_DATA_DIR."
        )


def warning(host: str, public_url: str | None) -> str:
    """Return what to know where others than this machine reach an address; nothing elsewhere."""
    try:
        is_loopback = host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        is_loopback = False
    if is_loopback:
        return ""
    is_unnamed = public_url is None and host.strip("[]") in serving.WILDCARDS
    return PUBLIC + UNNAMED if is_unnamed else PUBLIC


def refuse_begun(settings: Settings) -> None:
    """Raise CommandFailed where rows would become part of the first state of a sandbox."""
    if settings.is_embedded and Pristine(settings.data_dir).is_begun:
        raise CommandFailed(UNFINISHED)


async def reset(settings: Settings) -> str:
    """Bring the sandbox back to its first state, also while it is served."""
    pristine = Pristine(settings.data_dir)
    if not pristine.is_sandbox:
        place = settings.data_dir.resolve()
        raise CommandFailed(f"There is no sandbox in {place} (see SELFSAME_DATA_DIR).")
    with _sandbox(settings, pristine) as database:
        if not await pristine.is_kept(database.owner_url):
            raise CommandFailed(UNFINISHED)
        await pristine.restore(database.owner_url)
    return "The sandbox is as it was first."


def _sandbox(settings: Settings, pristine: Pristine) -> Database:
    """Return the database of a sandbox; a register is never taken for one."""
    if not settings.is_embedded:
        raise CommandFailed("A sandbox has a database of its own: unset SELFSAME_DATABASE_URL.")
    for name in OF_REGISTERS:
        if getattr(settings, name):
            raise CommandFailed(
                f"A sandbox has data and keys of its own: unset SELFSAME_{name.upper()}."
            )
    database = Database(settings)
    if database.is_made and not pristine.is_sandbox:
        place = settings.data_dir.resolve()
        raise CommandFailed(
            f"{place} holds a register that is no sandbox: name another SELFSAME_DATA_DIR."
        )
    if not pristine.is_sandbox:
        pristine.mark()
    return database


async def _prepare(database: Database, pristine: Pristine) -> None:
    is_kept = await pristine.is_kept(database.owner_url)
    is_current = await database.is_current()
    if is_kept and is_current:
        return
    if is_kept:
        # An upgrade begins anew, so that nothing of programs becomes part of the first state.
        await pristine.restore(database.owner_url)
    from server.seeding import seed

    await database.migrate()
    connection = await database.connect()
    try:
        await seed(connection, PERSONS)
    finally:
        await connection.close(timeout=1)
    await pristine.keep(database.owner_url)
