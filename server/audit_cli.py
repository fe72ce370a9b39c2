"""Declares the commands that prove the trail."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from server.settings import read_settings

auditing = typer.Typer(help="Prove the audit trail.", no_args_is_help=True)


@auditing.command("verify")
def verify(
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Checkpoints that were kept; those of the data directory otherwise.",
        ),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            help="The key that checks them, as `audit key` prints it, or a file of that; ours"
            " otherwise.",
        ),
    ] = None,
    archive: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Entries taken out of the database, as CSV; or a folder of them."
        ),
    ] = None,
) -> None:
    """Compute the whole trail anew, and name what was changed, deleted, inserted or dated back.

    The exit status is 0 where nothing is wrong, 4 where something is.
    """
    from server.commands import auditing as commands

    asyncio.run(commands.verify(read_settings(), checkpoint, key or [], archive or []))


@auditing.command("key")
def key(
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Make a new key, which signs from now on.")
    ] = False,
) -> None:
    """Print the keys that check the signatures of checkpoints, the newest last."""
    from server.commands import auditing as commands

    typer.echo(commands.keys(read_settings(), rotate=rotate))


@auditing.command("proof")
def proof(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What *Save the proof* saved.")],
    key: Annotated[
        list[str],
        typer.Option(metavar="KEY", help="What `GET /audit/key` answers, or a file of that."),
    ],
) -> None:
    """Check a proof that an entry was sealed, anywhere: it needs the two files alone.

    The exit status is 0 where it holds, 4 where it does not.
    """
    from server.commands import checking_proofs

    read_settings()
    typer.echo(checking_proofs.check(file, key))


@auditing.command("restored")
def restored(
    user: Annotated[str, typer.Option(metavar="NAME", help="Who restored it, by user name.")],
) -> None:
    """Go on from a backup: write into the trail that it was restored, and let it be sealed again.

    Refused where nothing was restored, and where what is there was never signed.
    """
    from server.commands import restored_trails

    typer.echo(asyncio.run(restored_trails.restored(read_settings(), user)))
