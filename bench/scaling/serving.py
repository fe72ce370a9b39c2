"""More processes, PgBouncer in between, a server on a standby: the ways to serve, in turns."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

from bench.contestants import SELFSAME, started
from bench.datasets import open_dataset
from bench.installing import ROOT
from bench.peers import Peer
from bench.sandbox import Sandbox
from bench.scaling.standing_by import await_port, standby
from bench.turns import Rounds, turn_of
from bench.workloads import P1, P2, P4
from server.postgres.embedded_process import free_port

# What server/postgres/connection.py sets and PgBouncer refuses; it is not applied.
IGNORED = (
    "role,idle_in_transaction_session_timeout,client_connection_check_interval,jit,"
    "random_page_cost,search_path"
)
BOUNCER = """
[databases]
{database} = host=127.0.0.1 port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listening}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = 16
max_client_conn = 200
{prepared}
ignore_startup_parameters = {ignored}
"""


async def measure(
    *,
    persons: int,
    connections: int,
    rounds: int,
    seconds: float,
    pgbouncer: list[str] | None,
    **_: object,
) -> None:
    """Measure the ways to serve in turns, those that there are here."""
    async with open_dataset(persons, persons // 2, persons, 1) as dataset:
        with ExitStack() as running:
            peers = [_serving("1 process"), _serving("2 processes", processes=2)]
            for words in pgbouncer or filter(None, [shutil.which("pgbouncer")]):
                command = shlex.split(words)
                version = _version(command)
                url = running.enter_context(bouncing(dataset.sandbox, command, version))
                peers.append(_serving(version, url))
            if len(peers) == 2:
                print("No PgBouncer here: name one by --pgbouncer")
            on_standby = running.enter_context(standby(dataset.sandbox))
            peers.append(_serving("on a standby", on_standby.app_url))
            servers = [running.enter_context(started(peer, ROOT, dataset)) for peer in peers]
            measured, workloads = Rounds(), (P1, P2, P4)
            await measured.take(servers, workloads, rounds, turn_of(seconds, connections))
            measured.show(servers, workloads, servers[0])


def _serving(name: str, database_url: str | None = None, processes: int = 1) -> Peer:
    address = {} if database_url is None else {"SELFSAME_DATABASE_URL": database_url}
    command = (*SELFSAME.command, "--workers", str(processes))
    return replace(SELFSAME, name=name, title=name, command=command, environment=address)


def _version(command: list[str]) -> str:
    ran = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()[0]


@contextmanager
def bouncing(sandbox: Sandbox, command: list[str], version: str) -> Iterator[str]:
    """Run PgBouncer in transaction mode, and give the application's address through it."""
    parts = urlsplit(sandbox.postgres.app_url)
    listening = free_port()
    directory = sandbox.directory / f"pgbouncer-{listening}"
    directory.mkdir(mode=0o755)
    users = directory / "users.txt"
    users.write_text(f'"{parts.username}" "{parts.password}"\n')
    # Since 1.21 it keeps prepared statements, when it is configured how many.
    keeps = tuple(map(int, version.split()[1].split("."))) >= (1, 21)
    settings = directory / "pgbouncer.ini"
    settings.write_text(
        BOUNCER.format(
            database=parts.path[1:],
            port=parts.port,
            listening=listening,
            users=users,
            prepared="max_prepared_statements = 1000" if keeps else "",
            ignored=IGNORED,
        )
    )
    # It refuses to work as root.
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([*command, "-q", *as_user, str(settings)]) as running:
        try:
            await_port(listening)
            yield sandbox.postgres.app_url.replace(f":{parts.port}/", f":{listening}/")
        finally:
            running.terminate()
