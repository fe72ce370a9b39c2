"""Declares the commands of regions and of their national copy (rule Z10)."""

import asyncio
from typing import Annotated

import typer

from server.settings import read_settings

regions = typer.Typer(help="Feed one national copy from several regions.", no_args_is_help=True)


@regions.command("publish")
def publish(
    reader: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE", help="A role that replicates, which may read what is published."
        ),
    ] = None,
) -> None:
    """In a region: publish its register, for a copy to follow.

    Run it again after an upgrade, before the copy joins again.
    """
    from server.commands import regions

    typer.echo(asyncio.run(regions.publish(read_settings(), reader)))


@regions.command("join")
def join(
    region: Annotated[str, typer.Argument(metavar="REGION", help="Such as UA05.")],
) -> None:
    """In the copy: follow a region, whose address is read from standard input.

    From then on nobody acts here on what comes from regions. Joined again, it takes
    another address, and what a newer version publishes.
    """
    from server.commands import regions

    address = typer.get_text_stream("stdin").readline().strip()
    typer.echo(asyncio.run(regions.join(read_settings(), region, address)))


@regions.command("status")
def status() -> None:
    """In the copy: print how it stands to each region; 1 where one is not followed."""
    from server.commands import regions

    sentences, is_well = asyncio.run(regions.status(read_settings()))
    typer.echo(sentences)
    if not is_well:
        raise typer.Exit(1)
