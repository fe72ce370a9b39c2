"""Standbys of a benchmark's PostgreSQL that stream from it, with nothing switched off."""

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncpg

from bench.processes import cpu_seconds
from bench.sandbox import Sandbox
from server.postgres import embedded_cluster as clusters
from server.postgres.data_directory import write_secret
from server.postgres.embedded_binaries import binaries_for
from server.postgres.embedded_process import free_port

POLL_SECONDS = 0.05
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Standby:
    """A standby that runs."""

    app_url: str
    owner_url: str
    place: str
    """Its host and port, as lists of addresses have them."""
    pid: int

    async def until_it_answers(self) -> None:
        """Wait until it is consistent and takes queries, a moment after it listens."""
        async with asyncio.timeout(START_SECONDS):
            while True:
                try:
                    connection = await asyncpg.connect(self.owner_url)
                except asyncpg.CannotConnectNowError:
                    await asyncio.sleep(POLL_SECONDS)
                else:
                    await connection.close()
                    return

    def cpu_seconds(self) -> float:
        """Return the CPU time that it has used."""
        return cpu_seconds(self.pid)


@contextmanager
def standby(sandbox: Sandbox, name: str = "standby") -> Iterator[Standby]:
    """Run a standby that streams from the primary."""
    parts = urlsplit(sandbox.postgres.owner_url)
    binaries = binaries_for(sandbox.postgres.cluster)
    parent = sandbox.directory / name
    parent.mkdir(mode=0o755)
    if binaries.account is not None:
        os.chown(parent, binaries.account.user, binaries.account.group)
    cluster = parent / "postgres"
    # Not in the address: everybody on the machine can read the arguments of every process.
    passwords = parent / "pgpass"
    write_secret(passwords, f"*:*:*:*:{parts.password}\n")
    if binaries.account is not None:
        os.chown(passwords, binaries.account.user, binaries.account.group)
    primary = f"postgresql://{parts.username}@{parts.hostname}:{parts.port}?passfile={passwords}"
    status, output = binaries.run(
        "pg_basebackup",
        *("-D", str(cluster), "-d", primary, "-R", "-X", "stream", "-c", "fast"),
    )
    if status:
        raise RuntimeError(output)
    port = free_port()
    with (parent / "log").open("ab") as log:
        arguments = [*clusters.arguments_for(cluster, port, fast=False)]
        with binaries.spawn("postgres", arguments, log) as running:
            try:
                await_port(port)
                yield Standby(
                    sandbox.postgres.app_url.replace(f":{parts.port}/", f":{port}/"),
                    sandbox.postgres.owner_url.replace(f":{parts.port}/", f":{port}/"),
                    f"127.0.0.1:{port}",
                    running.pid,
                )
            finally:
                running.terminate()


def read_url(sandbox: Sandbox, standbys: list[Standby]) -> str:
    """Return the application's address that lists these standbys."""
    parts = urlsplit(sandbox.postgres.app_url)
    places = ",".join(it.place for it in standbys)
    return f"postgresql://{parts.username}:{parts.password}@{places}{parts.path}"


def await_port(port: int) -> None:
    """Return once somebody listens there."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(POLL_SECONDS)
        else:
            return
