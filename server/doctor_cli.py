"""Declares the command that says what this installation has and uses."""

import typer

from server.settings import read_settings


def doctor() -> None:
    """Print what is installed, and whether traces are on."""
    from server.commands import examining

    read_settings()
    typer.echo("\n".join(examining.findings()))
