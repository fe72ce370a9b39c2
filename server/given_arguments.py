"""Checks the words that a command was given, before they are read, and that it can read at all."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from server.commands import CommandFailed


def check(arguments: Iterable[str]) -> None:
    """Refuse words that are not UTF-8, but for the names of files and folders that are there.

    A name in another encoding is no name in the database. Raises CommandFailed.
    """
    for argument in arguments:
        if not _is_text(argument) and not os.path.lexists(argument):
            shown = argument.encode("utf-8", "backslashreplace").decode()
            raise CommandFailed(f"{shown} is neither UTF-8 text nor the name of a file here.", 2)


def have_input() -> None:
    """Let standard input be an empty one where whoever started the command closed it (`<&-`)."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - as long as it runs


def _is_text(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True
