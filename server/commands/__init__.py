"""The commands, a module for each kind; `server.cli` declares their names and options.

Each is imported only when it is called: `selfsame token` must not wait for the schema.
"""

import shutil
from typing import Final

INTERRUPTED: Final = 130
"""What a shell says of a program that was interrupted."""


def sentence_of(error: OSError) -> str:
    """Return what an operator reads of a file or folder that could not be used."""
    if isinstance(error, shutil.Error):
        return f"Not everything could be copied: {error.args[0][-1][-1]}."
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or 'it cannot be used'}."


class CommandFailed(Exception):
    """A command cannot be carried out; the sentence says why, with the exit status."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status
