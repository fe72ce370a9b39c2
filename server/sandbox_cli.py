"""Declares the command that lets a sandbox begin anew."""

import asyncio

import typer

from server.settings import read_settings


def reset_sandbox() -> None:
    """Bring a sandbox back to its first state."""
    from server.commands import sandbox

    typer.echo(asyncio.run(sandbox.reset(read_settings())))
