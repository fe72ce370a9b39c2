"""What the commands do, a module for each; `server.cli` says how they are called.

Each imports what it needs when it is called for: `selfsame token` must not wait for the schema.
"""


class CommandFailed(Exception):
    """A command cannot do what it was asked; the sentence says why, the status is its exit's."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status
