"""The commands that verify the trail and list its keys (rules Y2 and Y3)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rules.checkpoints import (
    Checkpoint,
    NoteIsMalformed,
    VerifierKey,
    notes_in,
    read_key,
)
from server.commands import CommandFailed
from server.commands.archived_entries import archived
from server.commands.connections import connected
from server.commands.loading import progress_bars
from server.identity.audit_keys import AuditKeys, opened
from server.identity.checkpoint_file import CheckpointFile
from server.postgres import data_directory
from server.postgres.database import Database
from server.settings import Settings
from workflows.audit_verifying import Verification

FOUND: Final = 4
"""The exit status where the trail is not as it was."""


def keys(settings: Settings, *, rotate: bool) -> str:
    """Return the keys that check our checkpoints, one a line; make a new one first if wanted."""
    data_directory.make(settings.data_dir, is_embedded=settings.is_embedded)
    ours = AuditKeys.of(settings)
    if rotate:
        ours.rotate()
    return "\n".join(key.text for key in ours.public())


async def verify(
    settings: Settings, file: Path | None, given_keys: Sequence[str], archives: Sequence[Path]
) -> None:
    """Verify the trail and print what was found. Raises CommandFailed where something was."""
    with Database(settings) as database, archived(archives) as find:
        given = _keys(given_keys)
        ours = AuditKeys.of(settings).public()
        held = _held(file, settings, given or ours)
        async with connected(database) as connection:
            known = [*ours, *given]
            verification = Verification(connection, lambda note: opened(note, known), held, find)
            found = await _print_faults(verification)
    kept = f", and {len(held)} kept checkpoint{'' if len(held) == 1 else 's'}" if held else ""
    print(
        f"Verified {verification.entries} entries and {verification.size} leaves{kept}:"
        f" {found or 'no'} fault{'' if found == 1 else 's'}."
    )
    if found:
        raise CommandFailed("The trail is not as it was sealed.", FOUND)


async def _print_faults(verification: Verification) -> int:
    """Print each fault as it is found, with a bar that shows how far it is; count them."""
    found = 0
    with progress_bars() as show:
        async for step in verification.steps():
            show("leaves", verification.verified, verification.size)
            for fault in step:
                found += 1
                print(f"{fault.kind}: {fault.sentence}")
    return found


def _keys(texts: Sequence[str]) -> list[VerifierKey]:
    """Read the keys of each text, which may be a file of several, as they are printed."""
    try:
        return [read_key(key) for text in texts for key in text.split() or [text]]
    except NoteIsMalformed as malformed:
        raise CommandFailed(f"--key: {malformed}.", 2) from None


def _held(file: Path | None, settings: Settings, keys: list[VerifierKey]) -> list[Checkpoint]:
    """Read the checkpoints that were kept, the smallest first; of our own file the last alone.

    The others stand in the database, with signatures. Raises CommandFailed.
    """
    ours = CheckpointFile(settings.data_dir)
    path = file or ours.path
    try:
        notes = notes_in(path.read_text(encoding="utf-8")) if file else ours.last_notes()
        return sorted((opened(note, keys) for note in notes), key=lambda it: it.size)
    except NoteIsMalformed as malformed:
        raise CommandFailed(f"{path}: {malformed}.", 2) from None
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.", 2) from None
    except UnicodeDecodeError:
        raise CommandFailed(f"{path} is not UTF-8.", 2) from None
