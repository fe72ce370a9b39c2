"""Declares the commands that back up and restore."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from server.given_dates import moment
from server.settings import read_settings

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the backup.")]


def backup(
    directory: Folder,
    stop: Annotated[
        bool, typer.Option("--stop", help="End the archiving into this folder.")
    ] = False,
    slot: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A physical replication slot to archive by, such as one that Patroni keeps on"
            " every server; else one is made.",
        ),
    ] = None,
) -> None:
    """Back up into a folder, and go on archiving.

    A folder that is new gets the database, with its keys. Then all that is written goes there too,
    until the command is interrupted, and again when it is called again.
    """
    from server.commands import backing_up

    if stop:
        asyncio.run(backing_up.stop(read_settings(), directory))
    else:
        asyncio.run(backing_up.backup(read_settings(), directory, slot))


def restore(
    directory: Folder,
    to: Annotated[
        datetime | None,
        moment(
            metavar="TIME",
            help="The moment to go back to, with its zone; else the last that was archived.",
        ),
    ] = None,
) -> None:
    """Restore a backup into an empty data directory.

    Where SELFSAME_DATABASE_URL names a server that was recovered from the backup, its keys are put
    there, and its trail goes on.
    """
    from server.commands import restoring

    typer.echo(asyncio.run(restoring.restore(read_settings(), directory, to)))


def accept_keys() -> None:
    """Go on with the keys that are here; others are lost."""
    from server.commands import accepting_keys

    typer.echo(asyncio.run(accepting_keys.accept_keys(read_settings())))
