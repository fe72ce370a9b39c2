"""The file of signed checkpoints: outside the database, and only growing (rule Y2)."""

import fcntl
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from rules.checkpoints import (
    MARK,
    NoteIsMalformed,
    VerifierKey,
    notes_in,
    read_checkpoint,
    read_note,
)
from server.identity.audit_keys import AuditKeys, opened

TAIL = 65_536
"""Bytes at the end of the file among which the last checkpoint is."""


class CheckpointFile:
    """Signed checkpoints, one behind the other, such as `<data directory>/audit-checkpoints`."""

    def __init__(self, data_directory: Path, name: str = "audit-checkpoints") -> None:
        """Take the data directory; the file is made with the first checkpoint."""
        self.path = data_directory / name

    def last(self) -> tuple[int, bytes] | None:
        """Return the size and root of the last checkpoint, or None where there is none."""
        note = self.last_note()
        if note is None:
            return None
        checkpoint = read_checkpoint(read_note(note).text)
        return checkpoint.size, checkpoint.root

    def last_note(self) -> str | None:
        """Return the last checkpoint as it was signed; what a crash has cut off is none."""
        try:
            with self.path.open("rb") as file:
                return _last_whole(file)[0]
        except FileNotFoundError:
            return None

    def last_notes(self) -> list[str]:
        """Return the last checkpoint as a list, which is empty where there is none."""
        note = self.last_note()
        return [] if note is None else [note]

    def append(self, notes: Iterable[str]) -> None:
        """Add checkpoints larger than the last, in order, and see that they are on disk."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            # Another worker may add the same ones at this moment.
            fcntl.flock(file, fcntl.LOCK_EX)
            last, end = _last_whole(file)
            size = read_checkpoint(read_note(last).text).size if last else 0
            file.truncate(end)
            file.seek(end)
            for note in notes:
                if read_checkpoint(read_note(note).text).size > size:
                    file.write(f"{note}\n".encode())
            file.flush()
            os.fsync(file.fileno())


COSIGNED = "audit-cosigned"
"""The name of the file of checkpoints that witnesses have signed as well."""


class FileSigner:
    """Signs for the sealing worker, which compares the tree with the file's last checkpoint."""

    def __init__(self, keys: AuditKeys, file: CheckpointFile) -> None:
        self._keys = keys
        self._file = file

    def last(self) -> tuple[int, bytes] | None:
        """Return what was signed last, as the file has it."""
        return self._file.last()

    def last_note(self) -> str | None:
        """Return the last checkpoint of the file, or None where there is none."""
        return self._file.last_note()

    def sign(self, size: int, root: bytes) -> str:
        """Return the signed checkpoint."""
        return self._keys.sign(size, root)

    def write_down(self, notes: Sequence[str]) -> int:
        """Add those checkpoints to the file that our keys signed; return how many others there are.

        There are others where the keys were lost, or where somebody made up a checkpoint.
        """
        keys = self._keys.public()
        ours = [note for note in notes if _is_signed(note, keys)]
        if ours:
            self._file.append(ours)
        return len(notes) - len(ours)


def _is_signed(note: str, keys: list[VerifierKey]) -> bool:
    try:
        opened(note, keys)
    except NoteIsMalformed:
        return False
    return True


def _last_whole(file: BinaryIO) -> tuple[str | None, int]:
    """Return the last whole checkpoint of a file, and where it ends, with its empty line."""
    start = max(0, file.seek(0, os.SEEK_END) - TAIL)
    file.seek(start)
    tail = file.read()
    found, end, position = None, 0, start
    for note in notes_in(tail.decode(errors="surrogateescape")):
        position = tail.index(note.encode(errors="surrogateescape"), position - start) + start
        position += len(note.encode(errors="surrogateescape"))
        if note.endswith("\n") and f"\n\n{MARK}" in note:
            found, end = note, position
    return found, min(end + 1, start + len(tail)) if found else start
