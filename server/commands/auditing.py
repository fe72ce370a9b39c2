"""The commands that verify the trail and list its keys (rules Y2 and Y3)."""

import os
import sys
from collections.abc import Sequence, Set
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Final

from db.statements import Connection
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
from server.identity.audit_keys import AuditKeys, SignerIsUnknown, opened
from server.identity.checkpoint_file import CheckpointFile
from server.postgres import data_directory
from server.postgres.database import Database
from server.settings import Settings
from workflows.audit_verifying import ORIGINS, Verification

UTF_8: Final = "utf-8-sig"
"""As files were saved elsewhere: some programs begin them with a mark of the order of bytes."""

BYTE_ORDER_MARK: Final = "\ufeff"

TOTALS: Final = """\
  An entry is one change in the trail, or one look that is written down there.
  A leaf is an entry, or the seal behind those that were signed together.
  A kept checkpoint is one of --checkpoint, or the last one of the data directory."""
"""What each number of a verification counts, for whoever reads it in a terminal."""

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
    made = Database(settings)
    if not made.is_made:
        place = settings.data_dir.resolve()
        raise CommandFailed(f"No registry runs in {place}; see SELFSAME_DATA_DIR.", 2)
    with made as database, archived(archives) as find:
        given = keys_of(given_keys)
        ours = AuditKeys.of(settings).public()
        held = _held(file, settings, given or ours)
        async with connected(database) as connection:
            known = [*ours, *given]
            if file is not None:
                await _check_whose(connection, file, held, {key.name for key in ours})
            verification = Verification(connection, lambda note: opened(note, known), held, find)
            found = await _print_faults(verification)
    kept = f", and {len(held)} kept checkpoint{'' if len(held) == 1 else 's'}" if held else ""
    print(
        f"Verified {verification.entries} entries and {verification.size} leaves{kept}:"
        f" {found or 'no'} fault{'' if found == 1 else 's'}."
    )
    if sys.stdout.isatty():  # programs read the one line
        print(TOTALS)
        print(_period(verification))
    if found:
        raise CommandFailed("The trail is not as it was sealed.", FOUND)


def _period(verification: Verification) -> str:
    """Return since when and up to when a verification says something, in lines for people."""
    first, last, held = (
        moment and f"{moment.astimezone(UTC):%Y-%m-%d %H:%M UTC}"
        for moment in (
            verification.first_sealed_at,
            verification.last_sealed_at,
            verification.held_sealed_at,
        )
    )
    if first is None:
        return "  Nothing is sealed yet."
    lines = [f"  It covers what was sealed from {first} to {last}."]
    if held is not None:
        lines.append(f"  The newest kept checkpoint was sealed on {held}.")
    return "\n".join(lines)


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


async def _check_whose(
    connection: Connection, file: Path, held: Sequence[Checkpoint], ours: Set[str]
) -> None:
    """Refuse a checkpoint of another trail, with which no tree of this one could agree."""
    names = ours | {it["origin"] for it in await connection.fetch(ORIGINS)}
    other = next((it.origin for it in held if it.origin not in names), None)
    if other is not None:
        raise CommandFailed(
            f"{file} has a checkpoint of {other}, and what is here is {', '.join(sorted(names))}:"
            " it is another registry's, or another trail was put in the place of the one that was"
            " here.",
            FOUND,
        )


def keys_of(texts: Sequence[str]) -> list[VerifierKey]:
    """Read the keys of each text, which may be a file of several, as they are printed.

    Raises CommandFailed.
    """
    return [key for text in texts for key in _keys_in(text)]


def _keys_in(text: str) -> list[VerifierKey]:
    try:
        return [read_key(key) for key in _text_of(text).split() or [text]]
    except NoteIsMalformed as malformed:
        sentence = f"--key: {malformed}. It is what `audit key` prints, or a file of that."
        if not os.path.exists(text):  # noqa: PTH110 - of a name too long it says no
            sentence += " There is no file of that name here."
        raise CommandFailed(sentence, 2) from None


def _text_of(key: str) -> str:
    """Return what stands in a file where its name is given for a key."""
    with suppress(OSError, ValueError):
        return text_of(Path(key))
    return key.removeprefix(BYTE_ORDER_MARK)


def text_of(file: Path) -> str:
    """Return what stands in a file that somebody kept: mail takes the end of its last line."""
    text = file.read_text(encoding=UTF_8)
    return text if text.endswith("\n") else f"{text}\n"


def _held(file: Path | None, settings: Settings, keys: list[VerifierKey]) -> list[Checkpoint]:
    """Read the checkpoints that were kept, the smallest first; of our own file the last alone.

    The others stand in the database, with signatures. Raises CommandFailed.
    """
    ours = CheckpointFile(settings.data_dir)
    path = file or ours.path
    try:
        notes = list(notes_in(text_of(path))) if file else ours.last_notes()
        if file is not None and not notes:
            raise CommandFailed(f"{path} is empty: there is no checkpoint to compare with.", 2)
        return sorted((opened(note, keys) for note in notes), key=lambda it: it.size)
    except SignerIsUnknown as unknown:
        names = ", ".join(sorted({key.name for key in keys}))
        raise CommandFailed(f"{path}: {unknown}; the keys are of {names}.", 2) from None
    except NoteIsMalformed as malformed:
        sentence = f"{path}: {malformed}. It shall be the whole file, as it was saved."
        raise CommandFailed(sentence, 2) from None
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.", 2) from None
    except UnicodeDecodeError:
        raise CommandFailed(f"{path} is not UTF-8.", 2) from None
