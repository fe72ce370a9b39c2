"""The list of erasures beside the database: what a restored backup has to lose again (T5)."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import orjson

from rules.erasures import Erased, Erasure
from workflows import erasure_list

FILE = "erasures.log"


class ErasureFile:
    """Keeps the list: a line of JSON for each, which names nobody.

    It only grows. A line is on the disk before its erasure is committed, so that one may stand
    there whose erasure was not: to erase it then is what was asked for.
    """

    def __init__(self, directory: Path) -> None:
        """Take the data directory."""
        self._path = directory / FILE

    async def append(self, erased: Sequence[Erasure]) -> None:
        """Write lines, and return once they are on the disk."""
        self.write(erased)

    def write(self, erased: Iterable[Erasure]) -> None:
        """Write lines to the end of the file, at once and whole, and wait for the disk."""
        text = b"".join(
            orjson.dumps({"id": str(it.id), "kind": it.kind, "erasedId": str(it.erased_id)}) + b"\n"
            for it in erased
        )
        is_new = not self._path.exists()
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a+b") as file:
            if file.tell() > 0 and not _ends_a_line(file):
                text = b"\n" + text
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            directory = os.open(self._path.parent, os.O_RDONLY)
            os.fsync(directory)
            os.close(directory)

    def read(self) -> list[Erasure]:
        """Read all of it; a line that a crash has cut off was of nothing that was committed."""
        if not self._path.exists():
            return []
        found: list[Erasure] = []
        for line in self._path.read_bytes().splitlines():
            try:
                found.append(_read(orjson.loads(line)))
            except (ValueError, KeyError, TypeError):
                continue
        return found

    async def outstanding(self, connection: Any) -> list[Erasure]:
        """Return what the file lists and the database does not; complete the file meanwhile."""
        listed = self.read()
        kept = await erasure_list.kept(connection)
        known = {it.id for it in kept}
        written = {it.id for it in listed}
        if missing := [it for it in kept if it.id not in written]:
            self.write(missing)
        return [it for it in listed if it.id not in known]


def _ends_a_line(file: BinaryIO) -> bool:
    """Return whether a file ends with a whole line, which a crash may have cut off."""
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _read(line: Any) -> Erasure:
    return Erasure(UUID(line["id"]), Erased(line["kind"]), UUID(line["erasedId"]))
