"""The command that lets a restored trail be sealed again (rule Y8)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db.statements import Connection
from rules.checkpoints import NoteIsMalformed, notes_in
from server.commands import CommandFailed
from server.commands.connections import connected
from server.identity.audit_keys import AuditKeys, opened
from server.identity.checkpoint_file import COSIGNED, CheckpointFile
from server.postgres.database import Database
from server.settings import Settings
from workflows import accounts, audit_restores, audit_tree
from workflows.acts import system_acting
from workflows.audit_restores import Sealed
from workflows.audit_tree import TreeIsIncomplete

REFUSED: Final = 2
"""The exit status where nothing was restored, or what is there was never signed."""


async def restored(settings: Settings, username: str) -> str:
    """Write down that an older state was restored, and let it be sealed; return what to print.

    What was signed of the state that is gone is kept beside, under another name.
    """
    keys = AuditKeys.of(settings)
    file = CheckpointFile(settings.data_dir)
    with Database(settings) as database:
        async with connected(database) as connection:
            to, signed = await _restored(connection, keys, file)
            user = await accounts.find_username(connection, username)
            if user is None:
                raise CommandFailed(f"There is no user {username!r}.", REFUSED)
            async with system_acting(connection, user) as acting:
                await audit_restores.write_down(acting, to, signed, keys.origin)
    # Behind the entry: one that is cut off in between writes it once more, when it is run again.
    kept = _set_aside(settings.data_dir)
    origin = keys.rename()
    return (
        f"The trail goes on from {to.size} leaves, as {origin}. {signed.size} leaves had been"
        f" signed: {kept} has what was signed of them."
    )


async def _restored(
    connection: Connection, keys: AuditKeys, file: CheckpointFile
) -> tuple[Sealed, Sealed]:
    """Return the checkpoint that the database has last, and the one that was signed last.

    Raises CommandFailed unless the one is a former one of the other's trail.
    """
    last = file.last()
    if last is None:
        raise CommandFailed(
            "No checkpoint was signed here: there is nothing to go back from.", REFUSED
        )
    signed, there = Sealed(*last), await audit_restores.newest(connection)
    if there.size >= signed.size:
        if await _root(connection, signed.size) == signed.root:
            raise CommandFailed("Nothing was restored: the trail has all that was signed.", REFUSED)
        raise CommandFailed(
            f"The first {signed.size} leaves are not those that were signed: that is no older state"
            " of this trail. `selfsame audit verify` names what differs.",
            REFUSED,
        )
    if there.size and not _was_signed(file.path, there, keys):
        raise CommandFailed(
            f"No checkpoint of {there.size} leaves with this root was signed here: that is no older"
            " state of this trail. `selfsame audit verify` names what differs.",
            REFUSED,
        )
    if there.size and await _root(connection, there.size) != there.root:
        raise CommandFailed("The leaves in the database are not those of its checkpoint.", REFUSED)
    return there, signed


async def _root(connection: Connection, size: int) -> bytes | None:
    try:
        return await audit_tree.root(connection, size)
    except TreeIsIncomplete:
        return None


def _was_signed(path: Path, there: Sealed, keys: AuditKeys) -> bool:
    """Return whether the file has the checkpoint of a state, with our signature."""
    known = keys.public()
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for note in notes_in(file.read()):
            try:
                found = opened(note, known)
            except NoteIsMalformed:
                continue
            if (found.size, found.root) == (there.size, there.root):
                return True
    return False


def _set_aside(directory: Path) -> str:
    """Give the files of what was signed other names, and return the first."""
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    for name in (CheckpointFile(directory).path.name, COSIGNED):
        if (directory / name).exists():
            (directory / name).rename(directory / f"{name}.before-{moment}")
    return f"audit-checkpoints.before-{moment}"
