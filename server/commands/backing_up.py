"""The command that backs up: a copy of the database, its keys, and what is written from then on."""

import asyncio
import secrets
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import asyncpg

from server import database_hosts
from server.commands import CommandFailed, sentence_of
from server.commands.connections import connected, owner_of
from server.commands.databases import by_password_file
from server.identity.known_keys import DIRECTORIES, FILES, recognise
from server.postgres import backups, replication
from server.postgres.backups import Backup, BackupUnusable, Slot
from server.postgres.database import Database
from server.settings import Settings

POLL_SECONDS: Final = 0.2
START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 600.0

OF_SEVERAL: Final = {
    "target_session_attrs": "primary",
    "connect_timeout": "5",
    "tcp_user_timeout": "15000",
}
"""How libpq finds the primary of several servers, and leaves one whose machine is gone."""


async def backup(settings: Settings, directory: Path, slot: str | None = None) -> None:
    """Copy the database into a new folder; archive what is written until SIGTERM or SIGINT.

    `slot` is one to archive by, which stays; else one is made. Raises CommandFailed.
    """
    with Database(settings) as database:
        folder = Backup(directory)
        _refuse_unknown(folder)
        async with owner_of(database) as owner:
            url = _address_for_programs(database)
            try:
                if not folder.is_whole:
                    await _compare_keys(database)
                    await _begin(folder, owner, url, settings, slot)
                await _archive(folder, owner, url)
            except BackupUnusable as unusable:
                raise CommandFailed(str(unusable)) from None
            except OSError as error:
                raise CommandFailed(sentence_of(error)) from None


async def stop(settings: Settings, directory: Path) -> None:
    """Archive what is written by now, and end for good. Raises CommandFailed."""
    folder = Backup(directory)
    if folder.begun() is not None and not folder.is_whole:
        await _undo_for_good(settings, folder)
        return
    try:
        manifest = folder.manifest()
    except BackupUnusable as unusable:
        raise CommandFailed(str(unusable), 2) from None
    with Database(settings) as database:
        async with owner_of(database) as owner:
            url = _address_for_programs(database)
            try:
                (folder.directory / "stop").touch()
                async with asyncio.timeout(STOP_SECONDS):
                    await _finish(folder, owner, url, manifest.slot)
                if manifest.is_slot_ours:
                    await owner.fetch(replication.DROP_SLOT, manifest.slot)
            finally:
                (folder.directory / "stop").unlink(missing_ok=True)
    print("Everything that was written by now is archived.")
    if not manifest.is_slot_ours:
        print(f"PostgreSQL keeps what is written for {manifest.slot} until that is dropped.")


def _refuse_unknown(folder: Backup) -> None:
    """Raise CommandFailed for a folder that is no backup of ours, and not empty either."""
    try:
        is_ours = folder.is_whole or folder.can_be_made
    except OSError as error:
        raise CommandFailed(sentence_of(error), 2) from None
    if not is_ours:
        raise CommandFailed(f"{folder.directory} holds something, and no whole backup.", 2)


def _address_for_programs(database: Database) -> str:
    """Return the owner's address with its password in a file: arguments are everybody's.

    Of several servers it is that of the primary, whichever it is, and one that is gone is noticed.
    """
    url = by_password_file(database.owner_url, database.settings.data_dir, "owner")
    if len(database_hosts.addresses(url)) == 1:
        return url
    parts = urlsplit(url)
    given = [it for it in parse_qsl(parts.query) if it[0] not in OF_SEVERAL]
    query = urlencode([*given, *OF_SEVERAL.items()], quote_via=quote, safe="")
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{query}"


async def _compare_keys(database: Database) -> None:
    """Refuse to back up with keys that are not those of a server of one's own."""
    if database.postgres is None:
        async with connected(database) as connection:
            await recognise(connection, database.settings)


async def _slot_for(owner: asyncpg.Connection, given: str | None) -> Slot:
    """Return the slot that is given, or one to be made. Raises BackupUnusable."""
    if given is None:
        return Slot(f"selfsame_backup_{secrets.token_hex(4)}", is_ours=True)
    found = await owner.fetchrow(replication.FOUND_SLOT, given)
    if found is None or not found["is_fit"]:
        raise BackupUnusable(f"There is no physical replication slot {given} that keeps anything.")
    if found["active"]:
        raise BackupUnusable(f"Another program archives by the slot {given}.")
    return Slot(given, is_ours=False)


async def _begin(
    folder: Backup, owner: asyncpg.Connection, url: str, settings: Settings, given: str | None
) -> None:
    """Copy all there is, while what is written meanwhile is held for the archive."""
    system = await owner.fetchval(replication.SYSTEM)
    slot = await _slot_for(owner, given)
    folder.take()
    with folder.archiving() as is_ours:
        if not is_ours:
            raise BackupUnusable(f"Another process backs up into {folder.directory}.")
        if folder.is_whole:
            return
        await _undo(folder, owner, system)
        try:
            folder.make(system, slot)
            if slot.is_ours:
                await owner.fetch(replication.MAKE_SLOT, slot.name)
            await _copy(url, folder.base)
            folder.keep(settings.data_dir, settings.keys_directory, (*DIRECTORIES, *FILES))
            # Afterwards: a checkpoint that was copied is of before every moment to go back to.
            ended_at = await owner.fetchval(replication.NOW)
            folder.complete(system, slot, ended_at, is_embedded=settings.is_embedded)
        except BaseException:
            # Where the database is gone, what was begun is undone when it is begun again.
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                await _undo(folder, owner, system)
            raise
    print(f"The database and its keys are in {folder.directory}.", flush=True)


async def _undo_for_good(settings: Settings, folder: Backup) -> None:
    """Let PostgreSQL forget a backup that was killed before its copy was whole."""
    with Database(settings) as database:
        async with owner_of(database) as owner:
            system = await owner.fetchval(replication.SYSTEM)
            with folder.archiving() as is_ours:
                if not is_ours:
                    raise CommandFailed(f"Another process backs up into {folder.directory}.")
                try:
                    await _undo(folder, owner, system)
                except BackupUnusable as unusable:
                    raise CommandFailed(str(unusable)) from None
    print(f"The copy was not whole: {folder.directory} is empty again.")


async def _copy(url: str, base: Path) -> None:
    copying = backups.copying(url, base)
    try:
        errors = (await asyncio.to_thread(copying.communicate))[1]
    finally:
        backups.end(copying)
    if copying.returncode:
        lines = errors.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
        raise BackupUnusable(f"The database could not be copied: {lines[0]}.")


async def _undo(folder: Backup, owner: asyncpg.Connection, system: str) -> None:
    """Drop the slot of a backup that was begun and is not whole, and empty its folder.

    Raises BackupUnusable where it was begun of another database.
    """
    begun = folder.begun()
    if begun is not None:
        of_system, slot = begun
        if of_system != system:
            raise BackupUnusable(f"{folder.directory} is the backup of another database.")
        if slot.is_ours:
            await owner.fetch(replication.DROP_SLOT, slot.name)
        folder.clear()


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
