"""How it scales out: more processes, PgBouncer in between, a standby that is read from."""

import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from urllib.parse import urlsplit

import orjson

from bench import load, names
from bench.grounds import Ground, ground
from bench.load import requests
from bench.places import Place, memory, process, seconds_of, seconds_of_postgres, table
from bench.works import FORMS, P1, P2, P4
from server.postgres import embedded_cluster as clusters
from server.postgres.embedded_binaries import binaries_for

AHEAD = 6000
"""So many declarations are written ahead for a second, each sent once."""
LOOK = 0.05
PATIENCE = 30.0
# What server/postgres/connection.py sets and PgBouncer refuses; it is not applied.
PASSED_OVER = (
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
ignore_startup_parameters = {passed_over}
"""


@dataclass
class Way:
    """One way to serve, and what was measured of it so far, by work."""

    name: str
    environment: Mapping[str, str]
    processes: int = 1
    works: tuple[str, ...] = (P1, P2, P4)
    url: str = ""
    pid: int = 0
    said: dict[str, str] = field(default_factory=dict)
    rates: dict[str, list[float]] = field(default_factory=dict)
    own: dict[str, list[float]] = field(default_factory=dict)
    database: dict[str, list[float]] = field(default_factory=dict)

    def take(self, over: Ground, work: str, connections: int, seconds: float, turn: int) -> None:
        """Let it have its turn at a work; the first one warms up. What fails is told, not counted.

        What PostgreSQL computes is the primary's.
        """
        if work not in self.works or work in self.said:
            return
        form, url = FORMS[work], f"{self.url}/graphql"
        granted = {"Authorization": f"Bearer {over.tokens[work][0]}"}
        if work == P4:
            births = islice(names.births(f"{self.name}-{turn}"), int(AHEAD * seconds))
            wires = [_body(form.operation, form.variables(birth)) for birth in births]
        else:
            wires = [_body(form.operation, form.variables(it)) for it in over.requests[:1000]]
        before = seconds_of(self.pid), seconds_of_postgres(over.there)
        sent = requests(url, wires, **granted)
        done = load.put(url, sent, connections, seconds, once=work == P4)
        if done.outcomes.keys() != {"200"}:
            self.said[work] = str(done.outcomes)
        elif turn:
            each = 1000 / done.count
            self.rates.setdefault(work, []).append(done.rate)
            self.own.setdefault(work, []).append((seconds_of(self.pid) - before[0]) * each)
            computed = seconds_of_postgres(over.there) - before[1]
            self.database.setdefault(work, []).append(computed * each)


async def run(
    persons: int, connections: int, rounds: int, seconds: float, pgbouncer: list[str] | None
) -> None:
    """Measure the ways in turns, those that there are here."""
    async with ground(persons, persons // 2, persons, 1) as over:
        there = over.there
        keys = {"SELFSAME_DATA_DIR": str(there.directory)}
        with ExitStack() as stack:
            ways = [Way("1 process", keys), Way("2 processes", keys, 2)]
            for words in pgbouncer or filter(None, [shutil.which("pgbouncer")]):
                command = shlex.split(words)
                version = _version(command)
                url = stack.enter_context(bouncing(there, command, version))
                ways.append(Way(version, keys | {"SELFSAME_DATABASE_URL": url}))
            if len(ways) == 2:
                print("No PgBouncer here: name one by --pgbouncer")
            url = stack.enter_context(standby(there))
            ways.append(Way("on a standby", keys | {"SELFSAME_DATABASE_URL": url}))
            for way in ways:
                way.url, way.pid = stack.enter_context(_serving(way))
            for turn in range(rounds + 1):
                for work in FORMS:
                    for way in ways:
                        way.take(over, work, connections, seconds, turn)
            _show(ways)


def _version(command: list[str]) -> str:
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.splitlines()[0]


def _body(operation: str, variables: Mapping[str, object]) -> bytes:
    return orjson.dumps({"query": operation, "variables": variables})


@contextmanager
def _serving(way: Way) -> Iterator[tuple[str, int]]:
    options = ("serve", "--port", "0", "--no-worker", "--workers", str(way.processes))
    with process("server.cli", *options, **way.environment) as served:
        yield served


@contextmanager
def bouncing(there: Place, command: list[str], version: str) -> Iterator[str]:
    """Run PgBouncer in transaction mode, and give the application's address through it."""
    parts = urlsplit(there.postgres.app_url)
    listening = _free_port()
    directory = there.directory / f"pgbouncer-{listening}"
    directory.mkdir(mode=0o755)
    users = directory / "users.txt"
    users.write_text(f'"{parts.username}" "{parts.password}"\n')
    # Since 1.21 it keeps prepared statements, when it is told how many.
    keeps = tuple(map(int, version.split()[1].split("."))) >= (1, 21)
    settings = directory / "pgbouncer.ini"
    settings.write_text(
        BOUNCER.format(
            database=parts.path[1:],
            port=parts.port,
            listening=listening,
            users=users,
            prepared="max_prepared_statements = 1000" if keeps else "",
            passed_over=PASSED_OVER,
        )
    )
    # It refuses to work as root.
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([*command, "-q", *as_user, str(settings)]) as running:
        try:
            _await(listening)
            yield there.postgres.app_url.replace(f":{parts.port}/", f":{listening}/")
        finally:
            running.terminate()


@contextmanager
def standby(there: Place) -> Iterator[str]:
    """Run a standby that streams from the primary, and give the application's address on it."""
    parts = urlsplit(there.postgres.owner_url)
    binaries = binaries_for(there.postgres.cluster)
    parent = there.directory / "standby"
    parent.mkdir(mode=0o755)
    if binaries.account is not None:
        os.chown(parent, binaries.account.user, binaries.account.group)
    cluster = parent / "postgres"
    status, said = binaries.run(
        "pg_basebackup",
        *("-D", str(cluster), "-d", there.postgres.owner_url, "-R", "-X", "stream", "-c", "fast"),
    )
    if status:
        raise RuntimeError(said)
    port = _free_port()
    with (parent / "log").open("ab") as log:
        arguments = [*clusters.arguments_for(cluster, port, fast=False)]
        with binaries.spawn("postgres", arguments, log) as running:
            try:
                _await(port)
                yield there.postgres.app_url.replace(f":{parts.port}/", f":{port}/")
            finally:
                running.terminate()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _await(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK)
        else:
            return


def _show(ways: list[Way]) -> None:
    first = ways[0]
    rows = []
    for work in FORMS:
        for way in ways:
            if work in way.said:
                rows.append([work, way.name, "-", "-", "-", "-", way.said[work]])
            elif work in way.rates:
                rows.append(
                    [
                        work,
                        way.name,
                        f"{median(way.rates[work]):.0f}",
                        f"{median(way.rates[work]) / median(first.rates[work]):.2f}",
                        f"{median(way.own[work]):.3f}",
                        f"{median(way.database[work]):.3f}",
                        f"{memory(way.pid):.0f} MB",
                    ]
                )
    headings = ["work", "served by", "requests/s", "of 1 process", "server ms", "PostgreSQL ms", ""]
    table(headings, rows)
