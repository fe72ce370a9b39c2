"""Declares the commands that carry events elsewhere."""

from typing import Annotated

import typer

from server.given_numbers import whole_number
from server.settings import read_settings

bridges = typer.Typer(help="Carry events to where others read them.", no_args_is_help=True)


@bridges.callback()
def options() -> None:
    """Take the name of what is carried to."""


@bridges.command("nats")
def nats(
    url: Annotated[
        str | None,
        typer.Option(help="nats://host:4222, or several; SELFSAME_NATS_URL otherwise."),
    ] = None,
    slot: Annotated[str, typer.Option(help="The replication slot.")] = "selfsame_nats",
    metrics_port: Annotated[
        int | None, whole_number(1, 65535, help="Where Prometheus finds its numbers.")
    ] = None,
) -> None:
    """Carry the outbox to NATS JetStream, in order, each event once.

    An address with a password belongs into SELFSAME_NATS_URL: everybody on a machine can read the
    arguments of its programs.
    """
    from server.commands import bridging

    bridging.bridge(read_settings(nats_url=url), slot, metrics_port)
