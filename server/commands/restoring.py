"""The command that restores a backup into an empty data directory, up to a moment."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from server.commands import CommandFailed, sentence_of
from server.commands.connections import connected, owner_of
from server.identity.audit_keys import AuditKeys
from server.identity.known_keys import recognise
from server.postgres import data_directory, replication
from server.postgres import embedded_cluster as clusters
from server.postgres.backups import Backup, BackupUnusable, Manifest
from server.postgres.database import Database
from server.postgres.embedded_binaries import EmbeddedPostgresError, binaries_for
from server.postgres.embedded_process import ServerProcess
from server.settings import Settings
from workflows import audit_restores
from workflows.acts import system_acting
from workflows.audit_restores import last_entry_at

RECOVERY_SECONDS: Final = 7 * 86_400.0
"""How long PostgreSQL may go through the archive, which may be months of it."""

ENDS_BEFORE: Final = "recovery ended before configured recovery target was reached"


async def restore(settings: Settings, directory: Path, to: datetime | None) -> str:
    """Restore the database with its keys; return what to print. Raises CommandFailed.

    A server of one's own has been recovered from the backup before. Whatever fails, the data
    directory is empty again.
    """
    target = settings.data_dir
    if to is not None and not settings.is_embedded:
        raise CommandFailed("Up to where a server of your own goes, its own recovery is given.", 2)
    _refuse_inhabited(target)
    backup = Backup(directory)
    try:
        manifest = backup.manifest()
        if settings.is_embedded:
            _refuse_full(backup, target)
        backup.check()
        _refuse_moment(manifest, to)
        if settings.is_embedded and not manifest.is_embedded:
            raise BackupUnusable(
                f"{backup.directory} is of a server of your own: recover one from it, and name it"
                " in SELFSAME_DATABASE_URL; see docs/operations.md."
            )
    except BackupUnusable as unusable:
        raise CommandFailed(str(unusable), 2) from None
    try:
        data_directory.make(target, is_embedded=settings.is_embedded)
        with _alone_in(target):
            return await _restored(settings, backup, to)
    except OSError as error:
        raise CommandFailed(sentence_of(error)) from None


async def _restored(settings: Settings, backup: Backup, to: datetime | None) -> str:
    try:
        if settings.is_embedded:
            _recover(backup, settings.data_dir, to)
        else:
            await _refuse_others(settings, backup)
            backup.put_back(settings.data_dir)
        return await _shown(settings)
    except BaseException:
        _empty(settings.data_dir)
        raise


def _refuse_full(backup: Backup, target: Path) -> None:
    """Raise BackupUnusable where what the backup holds does not fit; recovery needs more yet."""
    place = next(it for it in (target, *target.absolute().parents) if it.exists())
    free, needed = shutil.disk_usage(place).free, backup.size()
    if free < needed:
        raise BackupUnusable(
            f"{place} has {free:,} bytes free, and the backup has {needed:,}: make room, or set"
            " SELFSAME_DATA_DIR to where there is some."
        )


def _refuse_inhabited(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CommandFailed(f"{target.resolve()} is not empty; SELFSAME_DATA_DIR has to be.", 2)


@contextmanager
def _alone_in(target: Path) -> Iterator[None]:
    """Keep another restore out of the directory. Raises CommandFailed where one is in it."""
    descriptor = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _refuse_inhabited(target)
        yield
    except BlockingIOError:
        raise CommandFailed(f"Another restore goes into {target.resolve()}.", 2) from None
    finally:
        os.close(descriptor)


def _refuse_moment(manifest: Manifest, to: datetime | None) -> None:
    if to is None:
        return
    if to < datetime.fromisoformat(manifest.ended_at):
        raise BackupUnusable(f"The copy is of {manifest.ended_at}: no earlier moment is in it.")
    if to > datetime.now(UTC):
        raise BackupUnusable("--to is a moment that has not been yet.")


async def _refuse_others(settings: Settings, backup: Backup) -> None:
    """Raise CommandFailed unless the server that is named was recovered from this backup."""
    with Database(settings) as database:
        async with owner_of(database) as owner:
            label = await owner.fetchval(replication.RECOVERED_FROM)
    if label != (backup.base / "backup_label").read_text():
        raise CommandFailed(
            "The server that SELFSAME_DATABASE_URL names was not recovered from"
            f" {backup.directory}; see docs/operations.md.",
            2,
        )


def _recover(backup: Backup, target: Path, to: datetime | None) -> None:
    """Put the files in place, and let PostgreSQL go through the archive."""
    backup.put_back(target)
    cluster = target / "postgres"
    binaries = binaries_for(cluster)
    with clusters.placing(cluster, binaries) as workspace:
        made = workspace / "cluster"
        shutil.copytree(backup.base, made)
        for path, name in backup.archived():
            shutil.copy2(path, made / "pg_wal" / name)
        own = (made / "postgresql.auto.conf").read_text()
        (made / "postgresql.auto.conf").write_text(own + _recovery(to))
        (made / "recovery.signal").touch()
        if binaries.account is not None:
            for path in (made, *made.rglob("*")):
                shutil.chown(path, binaries.account.user, binaries.account.group)
    server = ServerProcess(cluster, target / "postgres.log", fast=False)
    try:
        server.ensure_running(binaries, None, RECOVERY_SECONDS)
    except EmbeddedPostgresError as error:
        if ENDS_BEFORE in str(error):
            raise CommandFailed(f"The archive of {backup.directory} ends before --to.", 2) from None
        raise
    finally:
        server.stop()
    (cluster / "postgresql.auto.conf").write_text(own)


def _recovery(to: datetime | None) -> str:
    """Return the settings of a recovery that reads its archive where the cluster keeps its own."""
    settings = {"restore_command": "false", "hot_standby": "off"}
    if to is not None:
        settings |= {"recovery_target_time": to.isoformat(), "recovery_target_action": "promote"}
    return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


async def _shown(settings: Settings) -> str:
    """Compare the keys, let the trail go on, and return how far it went."""
    keys = AuditKeys.of(settings)
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            await recognise(connection, settings)
            last = await last_entry_at(connection)
            to = await audit_restores.newest(connection)
            async with system_acting(connection) as acting:
                await audit_restores.write_down(acting, to, None, keys.origin)
    # What came after the archive's end may have been signed: one name never stands for two trees.
    origin = keys.rename()
    until = (
        f"its trail ends at {last.astimezone(UTC).isoformat()}" if last else "its trail is empty"
    )
    return (
        f"Restored with its keys: {until}, and goes on as {origin}.\nBefore it is served, put the"
        f" newest erasures.log into {settings.data_dir.resolve()} and run `selfsame erase-again`."
    )


def _empty(directory: Path) -> None:
    """Delete what was put into the data directory, wherever the cluster lies."""
    cluster = directory / "postgres"
    if cluster.is_symlink():
        shutil.rmtree(cluster.resolve(), ignore_errors=True)
    for path in directory.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
