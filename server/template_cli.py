"""Declares the commands that load, list and retire the templates of certificates."""

import asyncio
from pathlib import Path
from typing import Annotated, Literal

import typer

from server.settings import read_settings

templates = typer.Typer(help="The templates of certificates.", no_args_is_help=True)

Kind = Annotated[
    Literal["birth", "death", "marriage"], typer.Option(help="Of which records it is.")
]


@templates.command("load")
def load_template(
    file: Annotated[Path, typer.Argument(metavar="FILE.svg", help="A page of A4.")],
    kind: Kind,
    language: Annotated[str, typer.Option(help="Its language, such as en or uk.")],
    font: Annotated[
        list[Path] | None,
        typer.Option(
            help="A font file that it is set in; once for each of them."
            " Without any, those of its former version."
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="What certificates name it by.")] = "standard",
) -> None:
    """Load a template. The former of its name, kind and language makes no more certificates."""
    from server.commands import templates as commands

    loaded = commands.load(read_settings(), file, name, kind, language, font or ())
    typer.echo(asyncio.run(loaded))


@templates.command("list")
def list_templates() -> None:
    """List the templates from which certificates are made."""
    from server.commands import templates as commands

    typer.echo(asyncio.run(commands.listed(read_settings())))


@templates.command("retire")
def retire_template(
    kind: Kind,
    language: Annotated[str, typer.Option(help="Its language, such as en or uk.")],
    name: Annotated[str, typer.Option(help="Its name.")] = "standard",
) -> None:
    """Let no more certificates be made from a template."""
    from server.commands import templates as commands

    typer.echo(asyncio.run(commands.retire(read_settings(), name, kind, language)))
