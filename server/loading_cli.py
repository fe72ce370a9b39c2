"""Declares the commands that bring in the rows of other systems."""

import asyncio
from pathlib import Path
from typing import Annotated, Literal

import typer

from server.settings import read_settings

loading = typer.Typer(help="Bring in the rows of other systems.", no_args_is_help=True)

Source = Annotated[str, typer.Option(help="The system whose external ids these are.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Reject rows of which something would be left out.")
]
File = Annotated[Path, typer.Argument(metavar="FILE.csv", help="A CSV file.")]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN …", help="Which columns fields are in."),
]
MoreOfMapping = Annotated[
    list[str] | None, typer.Argument(metavar="FIELD=COLUMN", hidden=True, help="More of --map.")
]
Delimiter = Annotated[
    str | None,
    typer.Option(help="What parts its columns, such as ';' or tab; found from the header."),
]
Encoding = Annotated[
    str | None, typer.Option(help="How it is written, such as windows-1251; UTF-8 otherwise.")
]


@loading.command("persons")
def import_persons(
    file: File,
    source: Source,
    mapping: Mapping = None,
    more: MoreOfMapping = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
    date_order: Annotated[
        Literal["ymd", "dmy", "mdy"], typer.Option(help="The order of day, month and year.")
    ] = "ymd",
    strict: Strict = False,
    user: Annotated[
        str | None, typer.Option(help="Whose work it is: they never review these persons.")
    ] = None,
    organisation: Annotated[
        str | None,
        typer.Option(metavar="NAME-OR-ID", help="The organisation that these persons belong to."),
    ] = None,
) -> None:
    """Load persons. The same file again updates what changed and adds nothing twice.

    What cannot be taken of a row is left out and listed in FILE.warnings.csv; rows that cannot be
    taken go to FILE.rejects.csv. The exit status is 0 for all, 3 for some rejected.
    """
    from server.commands import loading

    mapped = [*(mapping or []), *(more or [])]
    options = loading.read_options(
        delimiter,
        encoding,
        date_order,
        is_strict=strict,
        username=user,
        organisation=organisation,
    )
    _report(asyncio.run(loading.load_persons(read_settings(), file, source, mapped, options)))


@loading.command("candidates")
def import_candidates(
    file: File,
    source: Source,
    master_source: Annotated[
        str | None, typer.Option(help="The system of the masters' external ids.")
    ] = None,
    mapping: Mapping = None,
    more: MoreOfMapping = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
    strict: Strict = False,
) -> None:
    """Load pairs as merge candidates.

    The columns are person_external_id, master_external_id, and score if there is one;
    --map names others.
    """
    from server.commands import loading

    options = loading.read_options(delimiter, encoding, is_strict=strict)
    mapped = [*(mapping or []), *(more or [])]
    load = loading.load_candidates(read_settings(), file, source, master_source, mapped, options)
    _report(asyncio.run(load))


def _report(outcome: tuple[str, int]) -> None:
    sentence, status = outcome
    typer.echo(sentence)
    if status:
        raise typer.Exit(status)
