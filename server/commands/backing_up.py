"""The command that backs up: a copy of the database, its keys, and what is written from then on."""

import asyncio
import secrets
import signal
from pathlib import Path
from typing import Final

import asyncpg

from server.commands import CommandFailed
from server.commands.databases import by_password_file
from server.identity.known_keys import DIRECTORIES, FILES
from server.postgres import backups, replication
from server.postgres.backups import Backup, BackupUnusable
from server.postgres.database import Database
from server.settings import Settings

POLL_SECONDS: Final = 0.2
START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 600.0


async def backup(settings: Settings, directory: Path) -> None:
    """Copy the database into a new folder; archive what is written until SIGTERM or SIGINT.

    Raises CommandFailed.
    """
    _refuse_others_server(settings)
    with Database(settings) as database:
        folder = Backup(directory)
        if not folder.is_new and not (folder.directory / "manifest.json").exists():
            raise CommandFailed(f"{folder.directory} holds something, and no whole backup.", 2)
        url = _address_for_programs(database)
        owner = await asyncpg.connect(database.owner_url)
        try:
            if folder.is_new:
                await _begin(folder, owner, url, settings)
            await _archive(folder, owner, url)
        except BackupUnusable as unusable:
            raise CommandFailed(str(unusable)) from None
        finally:
            await owner.close(timeout=1)


async def stop(settings: Settings, directory: Path) -> None:
    """Archive what is written by now, and end for good. Raises CommandFailed."""
    _refuse_others_server(settings)
    folder = Backup(directory)
    try:
        slot = folder.manifest().slot
    except BackupUnusable as unusable:
        raise CommandFailed(str(unusable), 2) from None
    with Database(settings) as database:
        url = _address_for_programs(database)
        owner = await asyncpg.connect(database.owner_url)
        try:
            (folder.directory / "stop").touch()
            async with asyncio.timeout(STOP_SECONDS):
                await _finish(folder, owner, url, slot)
            await owner.fetch(replication.DROP_SLOT, slot)
        finally:
            (folder.directory / "stop").unlink(missing_ok=True)
            await owner.close(timeout=1)
    print("Everything that was written by now is archived.")


def _refuse_others_server(settings: Settings) -> None:
    if not settings.is_embedded:
        raise CommandFailed(
            "This backs up the embedded database. The server that SELFSAME_DATABASE_URL names is"
            " backed up by its own means, and the keys beside it: see docs/operations.md.",
            2,
        )


def _address_for_programs(database: Database) -> str:
    """Return the owner's address with its password in a file: arguments are everybody's."""
    return by_password_file(database.owner_url, database.settings.data_dir, "owner")


async def _begin(folder: Backup, owner: asyncpg.Connection, url: str, settings: Settings) -> None:
    """Copy all there is, while what is written meanwhile is held for the archive."""
    folder.make()
    system = await owner.fetchval(replication.SYSTEM)
    slot = f"selfsame_backup_{secrets.token_hex(4)}"
    await owner.fetch(replication.MAKE_SLOT, slot)
    try:
        await asyncio.to_thread(backups.copy_base, url, folder.base)
        folder.keep(settings.data_dir, (*DIRECTORIES, *FILES))
        # Afterwards: a checkpoint that was copied is of before every moment to go back to.
        folder.complete(system, slot, await owner.fetchval(replication.NOW))
    except BaseException:
        await owner.fetch(replication.DROP_SLOT, slot)
        raise
    print(f"The database and its keys are in {folder.directory}.", flush=True)


async def _archive(folder: Backup, owner: asyncpg.Connection, url: str) -> None:
    """Archive until a signal comes, or somebody calls `backup --stop`. Raises BackupUnusable."""
    manifest = folder.manifest()
    if await owner.fetchval(replication.SYSTEM) != manifest.system:
        raise BackupUnusable(f"{folder.directory} is the backup of another database.")
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    with folder.archiving() as is_ours:
        if not is_ours:
            raise BackupUnusable(f"Another process archives into {folder.directory}.")
        receiver = backups.receiving(url, manifest.slot, folder.archive)
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await owner.fetchval(replication.IS_RECEIVED, manifest.slot):
                    if receiver.poll() is not None:
                        raise BackupUnusable("What is written cannot be archived.")
                    await asyncio.sleep(POLL_SECONDS)
            print("archiving", flush=True)
            while not (stopped.is_set() or (folder.directory / "stop").exists()):
                if receiver.poll() is not None:
                    raise BackupUnusable("What is written is not archived any more.")
                await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise BackupUnusable("What is written is not received in time.") from None
        finally:
            backups.end(receiver)


async def _finish(folder: Backup, owner: asyncpg.Connection, url: str, slot: str) -> None:
    """Take over from the process that archives, and archive to this moment."""
    while True:
        with folder.archiving() as is_ours:
            if is_ours:
                last = await owner.fetchval(replication.LAST)
                await owner.fetchval(replication.FINISH_SEGMENT)
                receiver = backups.receiving(
                    url, slot, folder.archive, f"--endpos={last}", "--no-loop"
                )
                try:
                    await asyncio.to_thread(receiver.wait, STOP_SECONDS)
                finally:
                    backups.end(receiver)
                if receiver.returncode:
                    raise CommandFailed("What is written could not be archived to its end.")
                return
        await asyncio.sleep(POLL_SECONDS)
