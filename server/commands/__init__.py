"""The commands, a module for each kind; `server.cli` declares their names and options.

Each is imported only when it is called: `selfsame token` must not wait for the schema.
"""

from typing import Final

INTERRUPTED: Final = 130
"""What a shell says of a program that was interrupted."""


class CommandFailed(Exception):
    """A command cannot be carried out; the sentence says why, with the exit status."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status
