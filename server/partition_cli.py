"""Declares the commands about partitions."""

import asyncio
from typing import Annotated

import typer

from server.given_numbers import whole_number
from server.settings import read_settings

partitioning = typer.Typer(help="Partitions of what only grows.", no_args_is_help=True)


@partitioning.command("list")
def listed() -> None:
    """Print the partitions, and what was detached: from when until when, and their bytes."""
    from server.commands import partitioning as commands

    typer.echo(asyncio.run(commands.listed(read_settings())))


@partitioning.command("make")
def make() -> None:
    """Make the partitions of the periods to come, as workers do every hour."""
    from server.commands import partitioning as commands

    typer.echo(asyncio.run(commands.make(read_settings())))


@partitioning.command("detach")
def detach(
    name: Annotated[str | None, typer.Argument(help="As `partitions list` prints it.")] = None,
    older_than: Annotated[
        int | None,
        whole_number(1, 1200, metavar="MONTHS", help="All that ended so long ago."),
    ] = None,
) -> None:
    """Let partitions that are over be tables of their own, while everybody works on.

    Nothing is deleted, and the trail verifies as before.
    """
    from server.commands import partitioning as commands

    asyncio.run(commands.detach(read_settings(), name, older_than))
