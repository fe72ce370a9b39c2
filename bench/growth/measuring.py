"""How the growth curves are measured: one caller sends a server one query after the other."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Container, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, time
from typing import Any
from uuid import UUID

import asyncpg

from bench.charts import Points
from bench.load import Client, request
from bench.processes import cpu_seconds
from bench.sandbox import (
    Sandbox,
    open_sandbox,
    print_table,
    run_server,
)
from server.identity.issuer import Issuer

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST, LEAST = 200, 5
"""How many times a query is sent, and how many at least where it takes long."""
SECONDS = 3.0
"""How long a query is measured."""
FLUSH = 1.1
"""Seconds after which a connection reports its statistics with its next statement."""
STATISTICS = "select tup_returned from pg_stat_database where datname = current_database()"
FLUSH_STATISTICS = "select pg_stat_force_next_flush()"

PERSON = """
with made as (
    insert into users (username, display_name) values ($2, 'Growing') returning id)
insert into role_grants (user_id, client_id, role) select id, $1, $3 from made returning user_id
"""
CONSOLE = """
insert into clients (name, kind, scopes) values ('growing', 'USER_INTERFACE', $1) returning id
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one query took: milliseconds, and rows that PostgreSQL read for a response."""

    p50: float
    p99: float
    server: float
    database: float
    rows: float


@dataclass(slots=True)
class Caller:
    """A user with a token who sends a server queries over one socket."""

    sandbox: Sandbox
    url: str
    pid: int
    token: str
    client: Client

    def wire(self, query: str, **variables: Any) -> bytes:
        """Write a query as it goes over the wire."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        return request(f"{self.url}/graphql", body, Authorization=f"Bearer {self.token}")

    async def send(self, wire: bytes) -> Any:
        """Send, and return the data. A response with errors ends the measurement."""
        status, body = await self.client.send(wire)
        answer = json.loads(body)
        if status != 200 or "errors" in answer:
            raise ValueError(f"Not answered well: {status} {body[:500]!r}")
        return answer["data"]

    async def measure(self, queries: Mapping[str, Sequence[bytes]]) -> dict[str, Measured]:
        """Send each query's variants in turn, and return what a response took."""
        measured: dict[str, Measured] = {}
        # Else what made the rows would count with the first query.
        await self.sandbox.owner.execute(FLUSH_STATISTICS)
        for name, wires in queries.items():
            for wire in wires[:LEAST]:
                await self.send(wire)
            before = await self._rows(wires[0])
            times, server, database = await self._times(wires)
            rows = (await self._rows(wires[0]) - before) / (len(times) + 1)
            ordered = sorted(times)
            p99 = ordered[int(len(ordered) * 0.99)]
            measured[name] = Measured(median(times), p99, server, database, rows)
        return measured

    async def _times(self, wires: Sequence[bytes]) -> tuple[list[float], float, float]:
        times: list[float] = []
        before = cpu_seconds(self.pid), self.sandbox.cpu_seconds()
        began = perf_counter()
        while len(times) < LEAST or (len(times) < MOST and perf_counter() - began < SECONDS):
            sent = perf_counter()
            await self.client.send(wires[len(times) % len(wires)])
            times.append((perf_counter() - sent) * 1000)
        each = 1000 / len(times)
        server = (cpu_seconds(self.pid) - before[0]) * each
        return times, server, (self.sandbox.cpu_seconds() - before[1]) * each

    async def _rows(self, wire: bytes) -> int:
        await asyncio.sleep(FLUSH)
        await self.send(wire)
        read: int = await self.sandbox.owner.fetchval(STATISTICS)
        return read


@dataclass(frozen=True, slots=True)
class Fixture:
    """A database with one user in the role that the queries need."""

    sandbox: Sandbox
    console: UUID
    who: UUID
    scope: str

    @asynccontextmanager
    async def calling(self, *options: str) -> AsyncIterator[Caller]:
        """Start a server and let the user call it."""
        serving = run_server(
            *("server.cli", "serve", "--port", "0", "--no-worker", *options),
            SELFSAME_DATA_DIR=str(self.sandbox.directory),
        )
        issuer = Issuer(self.sandbox.directory)
        token = issuer.issue(self.who, self.console, self.scope, 12 * 3600, int(time()))
        with serving as (url, pid):
            client = await Client.to(url)
            yield Caller(self.sandbox, url, pid, token, client)
            client.close()


@asynccontextmanager
async def open_fixture(role: str, *scopes: str) -> AsyncIterator[Fixture]:
    """Make a database in which somebody has a role."""
    async with open_sandbox() as sandbox:
        console = await enter(sandbox.owner, CONSOLE, list(scopes))
        who = await enter(sandbox.owner, PERSON, console, "growing", role)
        yield Fixture(sandbox, console, who, " ".join(scopes))


async def enter(owner: asyncpg.Connection, statement: str, *parameters: Any) -> UUID:
    """Write a row of access as an act, and give its id."""
    async with owner.transaction():
        await owner.execute("select begin_act('user.created', null, null, uuidv7(), null)")
        made: UUID = await owner.fetchval(statement, *parameters)
        return made


async def fill(owner: asyncpg.Connection, *statements: tuple[str, Sequence[Any]]) -> None:
    """Write rows by the million, without triggers."""
    await owner.execute("set session_replication_role = replica")
    for statement, parameters in statements:
        await owner.execute(statement, *parameters)
    await owner.execute("reset session_replication_role")
    await owner.execute("vacuum analyze")


def some(values: Sequence[Any], count: int) -> list[Any]:
    """Take some values, always the same."""
    return random.Random(count).sample(list(values), min(count, len(values)))


def show(title: str, growing: str, measured: Mapping[float, Mapping[str, Measured]]) -> None:
    """Print what each query took at each size."""
    print(f"\n{title}")
    smallest = next(iter(measured.values()))
    print_table(
        ["query", growing, "p50 ms", "p99 ms", "server ms", "PostgreSQL ms", "rows read", "growth"],
        [
            [
                name,
                f"{size:,}",
                f"{queries[name].p50:.2f}",
                f"{queries[name].p99:.2f}",
                f"{queries[name].server:.2f}",
                f"{queries[name].database:.2f}",
                f"{queries[name].rows:,.0f}",
                f"{queries[name].p50 / smallest[name].p50:.2f}",
            ]
            for name in smallest
            for size, queries in measured.items()
        ],
    )


def lines(
    measured: Mapping[float, Mapping[str, Measured]], leaving_out: Container[str] = ()
) -> list[tuple[str, Points]]:
    """Make the lines of a chart: each query's median over the sizes."""
    names = [name for name in next(iter(measured.values())) if name not in leaving_out]
    return [
        (name, [(size, queries[name].p50) for size, queries in measured.items()]) for name in names
    ]
