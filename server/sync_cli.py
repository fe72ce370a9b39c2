"""Declares the command that syncs an organisation with its source."""

import asyncio
from typing import Annotated

import typer

from server.settings import read_settings


def sync(
    organisation: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="Its name or id; it has one link.")
    ],
    wait: Annotated[
        bool, typer.Option("--wait", help="Until it is over or held; 3 unless it succeeded.")
    ] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help="Only what the source has changed since.")
    ] = False,
) -> None:
    """Sync an organisation with its source; a worker does it.

    Where the source is read with a token of somebody's, it is asked for, or read from standard
    input.
    """
    from rules.sources import SyncMode
    from server.commands import syncing

    mode = SyncMode.CHANGES if changes else SyncMode.FULL
    begun = syncing.sync(read_settings(), organisation, mode, waits=wait, echo=typer.echo)
    raise SystemExit(asyncio.run(begun))
