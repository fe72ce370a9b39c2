"""Declares the commands that back up and restore."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from server.settings import read_settings

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the backup.")]


def backup(
    directory: Folder,
    stop: Annotated[
        bool, typer.Option("--stop", help="End the archiving into this folder.")
    ] = False,
) -> None:
    """Back up into a folder, and go on archiving.

    A folder that is new gets the database, with its keys. Then all that is written goes there too,
    until the command is interrupted, and again when it is called again.
    """
    from server.commands import backing_up

    act = backing_up.stop if stop else backing_up.backup
    asyncio.run(act(read_settings(), directory))


def restore(
    directory: Folder,
    to: Annotated[
        datetime | None,
        typer.Option(
            metavar="TIME",
            formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"],
            help="The moment to go back to, with its zone; else the last that was archived.",
        ),
    ] = None,
) -> None:
    """Restore a backup into an empty data directory."""
    from server.commands import restoring

    typer.echo(asyncio.run(restoring.restore(read_settings(), directory, to)))


def accept_keys() -> None:
    """Go on with the keys that are here; others are lost."""
    from server.commands import accepting_keys

    typer.echo(asyncio.run(accepting_keys.accept_keys(read_settings())))
