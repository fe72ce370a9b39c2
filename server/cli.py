"""Declares the commands: their names, their options, and the exit status of each failure."""

import asyncio
import errno
import os
import signal
import sys
from typing import Annotated, Final

import typer

from server import given_arguments
from server.audit_cli import auditing
from server.backup_cli import accept_keys, backup, restore
from server.bridge_cli import bridges
from server.commands import CommandFailed, sentence_of
from server.detection_cli import detecting, keys
from server.doctor_cli import doctor
from server.given_numbers import whole_number
from server.loading_cli import loading
from server.partition_cli import partitioning
from server.region_cli import regions
from server.sandbox_cli import reset_sandbox
from server.settings import SettingRefused, check_names, read_settings
from server.sync_cli import sync
from server.template_cli import templates

app = typer.Typer(
    name="selfsame",
    help="Finds the people a registry holds twice, and lets reviewers decide.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
administering = typer.Typer(help="Let the first administrator in.", no_args_is_help=True)
for commands, name in (
    (administering, "admin"),
    (loading, "import"),
    (templates, "templates"),
    (detecting, "detect"),
    (keys, "keys"),
    (auditing, "audit"),
    (bridges, "bridge"),
    (partitioning, "partitions"),
    (regions, "region"),
):
    app.add_typer(commands, name=name)

for command in (accept_keys, backup, restore, sync, reset_sandbox, doctor):
    app.command()(command)

TERMINATED: Final = 128 + signal.SIGTERM
MOST_PERSONS: Final = 100_000_000
"""More than any registry has that a demo could stand for: they are made one by one."""

Host = Annotated[str | None, typer.Option(help="Where to listen; SELFSAME_HOST otherwise.")]
Port = Annotated[
    int | None, whole_number(0, 65535, help="0 takes a free one; SELFSAME_PORT otherwise.")
]


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        from planner.json_rows import IS_INSTALLED

        typer.echo(f"selfsame {version('selfsame')}")
        typer.echo(f"pages are written by {'compiled code' if IS_INSTALLED else 'Python'}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="The API alone, without a worker.")
    ] = False,
    workers: Annotated[int, whole_number(1, 64, help="Server processes.")] = 1,
    is_sandbox: Annotated[
        bool, typer.Option("--sandbox", help="A register to try programs against.")
    ] = False,
) -> None:
    """Serve the API. The embedded database is migrated, and restarted should it die."""
    from server.commands import sandbox, serving

    settings = read_settings(host=host, port=port)
    if is_sandbox:
        sandbox.serve(settings, workers, with_worker=not no_worker)
        return
    sandbox.refuse(settings)
    serving.serve(settings, workers, with_worker=not no_worker)


@app.command("erase-again")
def erase_again() -> None:
    """Erase again what a restored backup has brought back."""
    from server.commands import erasing

    typer.echo(asyncio.run(erasing.erase_again(read_settings())))


@app.command()
def bounce() -> None:
    """Take a report of mail that came back, on standard input."""
    from server.commands import bouncing

    report = sys.stdin.buffer.read(bouncing.MOST_OF_A_REPORT)
    typer.echo(asyncio.run(bouncing.bounce(read_settings(), report)))


@app.command()
def worker(
    metrics_port: Annotated[
        int | None, whole_number(1, 65535, help="Where Prometheus finds its numbers.")
    ] = None,
) -> None:
    """Deliver messages, without the API. As many of these as are wanted may run at once."""
    from server.commands import delivering

    delivering.work(read_settings(), metrics_port)


@app.command()
def witness(
    log: Annotated[
        list[str], typer.Option(help="The key of a trail to witness, as its `audit key` prints it.")
    ],
    host: Host = None,
    port: Port = None,
) -> None:
    """Sign the checkpoints of other trails as they grow. Its own key is printed first."""
    from server.commands import witnessing

    witnessing.witness(read_settings(host=host, port=port), log)


@app.command()
def demo(host: Host = None, port: Port = None) -> None:
    """Serve a demo, and print how to begin (`make run`). The database is seeded once."""
    from server.commands import demo

    demo.demo(read_settings(host=host, port=port))


@app.command()
def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Print what would be done, and do nothing.")
    ] = False,
) -> None:
    """Bring the database to this version."""
    from server.commands import databases

    command = databases.plan if check else databases.migrate
    typer.echo(asyncio.run(command(read_settings())))


@app.command()
def seed(
    persons: Annotated[int, whole_number(0, MOST_PERSONS, help="How many made-up persons.")] = 2000,
    candidates: Annotated[
        int | None, whole_number(0, help="How many merge candidates; one for five persons.")
    ] = None,
) -> None:
    """Seed a demo with some history. Run twice, it adds nothing twice."""
    from server.commands import loading

    typer.echo(asyncio.run(loading.seed(read_settings(), persons, candidates)))


@administering.command("create")
def create_admin(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")],
) -> None:
    """Make a user who is ADMIN through the console.

    Their password is printed, this once, alone on its line. The client `console` is made where it
    is missing.
    """
    from server.commands import admins

    typer.echo(asyncio.run(admins.create(read_settings(), name)))


@app.command()
def token(
    user: Annotated[str | None, typer.Option(help="The user it speaks for.")] = None,
    client: Annotated[
        str | None,
        typer.Option(help="The user's client (console if left out), or a machine by itself."),
    ] = None,
    scope: Annotated[
        str | None, typer.Option(help="Scopes parted by spaces; all that may be held if left out.")
    ] = None,
    expires_in: Annotated[int, whole_number(1, 31_536_000, help="Seconds that it lives.")] = 3600,
    organisation: Annotated[
        str | None,
        typer.Option(
            metavar="NAME-OR-ID",
            help="With the roles that hold there, or for the machine that is bound to it.",
        ),
    ] = None,
) -> None:
    """Print a token for a user or for a machine. It stands alone on its line."""
    from server.commands import tokens

    made = tokens.token(read_settings(), user, client, scope, expires_in, organisation)
    typer.echo(asyncio.run(made))


@app.command("database-url")
def database_url(
    role: Annotated[
        str, typer.Option(help="owner, or app for the one that the application works under.")
    ] = "owner",
    with_password: Annotated[
        bool,
        typer.Option("--with-password", help="The password itself, for what knows no passfile."),
    ] = False,
) -> None:
    """Print the address of the database, for psql and friends.

    It names the file that holds the password, so that it may stand among a program's arguments.
    Starts the embedded server if nothing else runs it.
    """
    from server.commands import databases

    typer.echo(databases.address(read_settings(), role, with_password=with_password))


@app.command()
def schema() -> None:
    """Print the schema in the schema definition language."""
    from resolvers.schema import schema

    check_names(os.environ)
    typer.echo(schema.sdl(), nl=False)


def main() -> None:
    """Run a command; a failure prints its sentences and has an exit status."""
    # An exit lets a command leave the embedded database properly.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        given_arguments.check(sys.argv[1:])
        given_arguments.have_input()
        app()
    except Exception as error:
        status = _status(error)
        if status is None:
            raise
        typer.echo(sentence_of(error) if isinstance(error, OSError) else error, err=True)
        raise SystemExit(status) from None


def _status(error: Exception) -> int | None:
    """Return the exit status of a failure that explains itself; any other one is a bug."""
    if isinstance(error, CommandFailed):
        return error.status
    if isinstance(error, SettingRefused):
        return 2
    if isinstance(error, OSError):
        return 1 if error.errno in (errno.ENOSPC, errno.EDQUOT) else None
    return SENTENCES.get(type(error).__name__)


SENTENCES: Final = {
    "DatabaseUnusable": 1,
    "EmbeddedPostgresError": 1,
    "ImportImpossible": 2,
    "KeysDiffer": 1,
    "MigrationFailed": 1,
    "OrganisationUnclear": 2,
    "SeedImpossible": 2,
    "CopyIsReadOnly": 1,
    "RegionRefused": 1,
    "Unavailable": 1,
    "UnusableKey": 1,
    "UnusableKeyError": 1,
}
"""By name, because importing them all would slow every command down."""


if __name__ == "__main__":
    main()
