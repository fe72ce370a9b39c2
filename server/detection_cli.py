"""Declares the commands that look for pairs in the whole register, and those about models."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer

from server.commands import INTERRUPTED, CommandFailed
from server.given_dates import day
from server.given_numbers import whole_number
from server.settings import read_settings

Result = TypeVar("Result")

detecting = typer.Typer(
    help="Compare all records, and propose pairs that may be one person to the reviewers.\n\nIt may"
    " be interrupted and run again: no pair is added twice. The exit status is 0, 1 where a record"
    " could not be compared, 2 where what is asked for cannot be done, 3 where something was cut"
    " off, 130 where it was interrupted.",
    short_help="Look for pairs in the whole register.",
    invoke_without_command=True,
    subcommand_metavar="[train | activate | check]",
)
keys = typer.Typer(help="What records are found by.", no_args_is_help=True)

ModelFile = Annotated[Path, typer.Argument(metavar="FILE.json", help="A matching model.")]


@detecting.callback()
def detect(
    context: typer.Context,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report only: make no candidate and no key.")
    ] = False,
    since: Annotated[
        datetime | None,
        day(
            metavar="DATE",
            help="Compare only what came or changed since that day (UTC) with all the others.",
        ),
    ] = None,
    engine: Annotated[
        Literal["auto", "python", "splink", "spark"],
        typer.Option(
            help="auto: splink where it is installed, beyond 200,000 persons; spark needs PySpark"
            " and Java 17."
        ),
    ] = "auto",
    limit: Annotated[int | None, whole_number(1, help="At most so many new candidates.")] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="List the pairs, by external ids alone."),
    ] = None,
    pending: Annotated[
        bool, typer.Option("--pending", help="Match who is new or changed, and nobody else.")
    ] = False,
) -> None:
    """Compare the whole register, unless another command is asked for."""
    _refuse_options_in_vain(context, is_pending=pending)
    if context.invoked_subcommand is not None:
        return
    from server.commands import detecting as commands
    from server.matching.detection import Options
    from server.matching.engines import EngineName

    if pending:
        summary, status = _run(commands.match_pending(read_settings()))
    else:
        options = Options(EngineName(engine), since, limit, is_dry_run, report)
        summary, status = _run(commands.detect(read_settings(), options))
    _end(summary, status)


def _end(summary: str, status: int) -> None:
    """Say what came of a command, and end it with its status."""
    typer.echo(summary)
    if status:
        raise typer.Exit(status)


def _refuse_options_in_vain(context: typer.Context, *, is_pending: bool) -> None:
    """Raise CommandFailed where options were given that would change nothing.

    One who asks for a dry run and gets a real one has lost more than a sentence takes.
    """
    given = [
        parameter.opts[0]
        for parameter in context.command.params
        if getattr(context.get_parameter_source(parameter.name), "name", "") == "COMMANDLINE"
    ]
    subcommand = context.invoked_subcommand
    if subcommand is not None and given:
        raise CommandFailed(f"`selfsame detect {subcommand}` takes no {_in_words(given)}.", 2)
    if is_pending and len(given) > 1:
        others = _in_words([it for it in given if it != "--pending"])
        raise CommandFailed(
            f"--pending takes no {others}: it matches all who are due, and makes candidates.", 2
        )


def _in_words(options: list[str]) -> str:
    *first, last = options
    return f"{', '.join(first)} and no {last}" if first else last


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    """Do the work of a command; an interruption is a failure that explains itself."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise CommandFailed("Interrupted.", INTERRUPTED) from None


@detecting.command("train")
def train(
    to: Annotated[Path, typer.Option(metavar="FILE.json", help="Where to write the model.")],
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE.json", help="The model to begin with: the active one."
        ),
    ] = None,
    sample: Annotated[int, whole_number(100, help="Learn from so many persons at most.")] = 200_000,
) -> None:
    """Learn a model from the register.

    It is written into a file, and nothing is activated.
    """
    from server.commands import training

    typer.echo(_run(training.train(read_settings(), to, from_, sample)))


@detecting.command("activate")
def activate(file: ModelFile) -> None:
    """Weigh pairs by another model.

    Candidates are weighed by it at once; no review begins by that.
    """
    from server.commands import models

    _end(*_run(models.activate(read_settings(), file)))


@detecting.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Persons, as for an import.")],
    truth: Annotated[
        str, typer.Option(metavar="COLUMN", help="Rows with the same value there are one person.")
    ],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN …", help="Which columns fields are in."),
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=COLUMN", hidden=True, help="More of --map."),
    ] = None,
    delimiter: Annotated[str | None, typer.Option(help="What parts its columns.")] = None,
    encoding: Annotated[str | None, typer.Option(help="How it is written.")] = None,
    date_order: Annotated[
        Literal["ymd", "dmy", "mdy"], typer.Option(help="The order of day, month and year.")
    ] = "ymd",
) -> None:
    """Try the active model on labelled rows.

    It says recall and precision by band. Nothing is imported.
    """
    from server.commands import checking_models, loading
    from server.importing.imports import read_mapping

    options = loading.read_options(delimiter, encoding, date_order)
    mapped = read_mapping([*(mapping or []), *(more or [])])
    typer.echo(_run(checking_models.check(read_settings(), file, truth, mapped, options)))


@keys.command("rebuild")
def rebuild_keys() -> None:
    """Make keys that are missing or outdated.

    It may be done while everything else goes on, and interrupted.
    """
    from server.commands import detecting as commands

    _end(*_run(commands.rebuild_keys(read_settings())))
