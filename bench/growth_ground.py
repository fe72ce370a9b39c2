"""What the growth curves ask with: a server, and one caller who asks one thing after the other."""

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

from bench.load import Client, request
from bench.pictures import Points
from bench.places import Place, place, process, seconds_of, seconds_of_postgres, table
from server.identity.issuer import Issuer

IMAGES = Path(__file__).parent.parent / "docs" / "images"
MOST, LEAST = 200, 5
"""So many times a question is asked, and at least so many times where it takes long."""
PATIENCE = 3.0
"""Seconds that a question is asked for."""
FLUSH = 1.1
"""Seconds after which a connection tells its statistics at its next statement."""
STATISTICS = "select tup_returned from pg_stat_database where datname = current_database()"

TOLD = "select pg_stat_force_next_flush()"

PERSON = """
with made as (
    insert into users (username, display_name) values ($2, 'Growing') returning id)
insert into role_grants (user_id, client_id, role) select id, $1, $3 from made returning user_id
"""
CONSOLE = """
insert into clients (name, kind, scopes) values ('growing', 'USER_INTERFACE', $1) returning id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question took: milliseconds, and rows that PostgreSQL read for an answer."""

    p50: float
    p99: float
    server: float
    database: float
    rows: float


@dataclass(slots=True)
class Caller:
    """Somebody with a token who asks a server over one socket."""

    there: Place
    url: str
    pid: int
    token: str
    client: Client

    def wire(self, query: str, **variables: Any) -> bytes:
        """Write a question as it goes over the wire."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        return request(f"{self.url}/graphql", body, Authorization=f"Bearer {self.token}")

    async def ask(self, wire: bytes) -> Any:
        """Ask, and give the data. An answer with errors ends the measurement."""
        status, body = await self.client.ask(wire)
        answer = json.loads(body)
        if status != 200 or "errors" in answer:
            raise ValueError(f"Not answered well: {status} {body[:500]!r}")
        return answer["data"]

    async def measure(self, questions: Mapping[str, Sequence[bytes]]) -> dict[str, Asked]:
        """Ask each question's forms in turn, and tell what an answer took."""
        found: dict[str, Asked] = {}
        await self.there.owner.execute(TOLD)  # else what made the rows would count with the first
        for name, wires in questions.items():
            for wire in wires[:LEAST]:
                await self.ask(wire)
            before = await self._rows(wires[0])
            times, server, database = await self._times(wires)
            rows = (await self._rows(wires[0]) - before) / (len(times) + 1)
            ordered = sorted(times)
            p99 = ordered[int(len(ordered) * 0.99)]
            found[name] = Asked(median(times), p99, server, database, rows)
        return found

    async def _times(self, wires: Sequence[bytes]) -> tuple[list[float], float, float]:
        times: list[float] = []
        before = seconds_of(self.pid), seconds_of_postgres(self.there)
        began = perf_counter()
        while len(times) < LEAST or (len(times) < MOST and perf_counter() - began < PATIENCE):
            asked = perf_counter()
            await self.client.ask(wires[len(times) % len(wires)])
            times.append((perf_counter() - asked) * 1000)
        each = 1000 / len(times)
        server = (seconds_of(self.pid) - before[0]) * each
        return times, server, (seconds_of_postgres(self.there) - before[1]) * each

    async def _rows(self, wire: bytes) -> int:
        await asyncio.sleep(FLUSH)
        await self.ask(wire)
        read: int = await self.there.owner.fetchval(STATISTICS)
        return read


@dataclass(frozen=True, slots=True)
class Ground:
    """A database with one person in the role that the questions need."""

    there: Place
    console: UUID
    who: UUID
    scope: str

    @asynccontextmanager
    async def calling(self, *options: str) -> AsyncIterator[Caller]:
        """Start a server and let the person call it."""
        serving = process(
            *("server.cli", "serve", "--port", "0", "--no-worker", *options),
            SELFSAME_DATA_DIR=str(self.there.directory),
        )
        issuer = Issuer(self.there.directory)
        token = issuer.issue(self.who, self.console, self.scope, 12 * 3600, int(time()))
        with serving as (url, pid):
            client = await Client.to(url)
            yield Caller(self.there, url, pid, token, client)
            client.close()


@asynccontextmanager
async def ground(role: str, *scopes: str) -> AsyncIterator[Ground]:
    """Make a database in which somebody has a role."""
    async with place() as there:
        console = await enter(there.owner, CONSOLE, list(scopes))
        who = await enter(there.owner, PERSON, console, "growing", role)
        yield Ground(there, console, who, " ".join(scopes))


async def enter(owner: asyncpg.Connection, statement: str, *given: Any) -> UUID:
    """Write a row of access as an act, and give its id."""
    async with owner.transaction():
        await owner.execute("select begin_act('user.created', null, null, uuidv7(), null)")
        made: UUID = await owner.fetchval(statement, *given)
        return made


async def fill(owner: asyncpg.Connection, *statements: tuple[str, Sequence[Any]]) -> None:
    """Write rows by the million, without triggers."""
    await owner.execute("set session_replication_role = replica")
    for statement, given in statements:
        await owner.execute(statement, *given)
    await owner.execute("reset session_replication_role")
    await owner.execute("vacuum analyze")


def some(values: Sequence[Any], count: int) -> list[Any]:
    """Take some values, always the same."""
    return random.Random(count).sample(list(values), min(count, len(values)))


def show(title: str, growing: str, measured: Mapping[float, Mapping[str, Asked]]) -> None:
    """Print what each question took at each size."""
    print(f"\n{title}")
    smallest = next(iter(measured.values()))
    table(
        ["asked", growing, "p50 ms", "p99 ms", "server ms", "PostgreSQL ms", "rows read", "growth"],
        [
            [
                name,
                f"{size:,}",
                f"{asked[name].p50:.2f}",
                f"{asked[name].p99:.2f}",
                f"{asked[name].server:.2f}",
                f"{asked[name].database:.2f}",
                f"{asked[name].rows:,.0f}",
                f"{asked[name].p50 / smallest[name].p50:.2f}",
            ]
            for name in smallest
            for size, asked in measured.items()
        ],
    )


def lines(
    measured: Mapping[float, Mapping[str, Asked]], leaving_out: Container[str] = ()
) -> list[tuple[str, Points]]:
    """Make the lines of a chart: each question's median over the sizes."""
    names = [name for name in next(iter(measured.values())) if name not in leaving_out]
    return [(name, [(size, asked[name].p50) for size, asked in measured.items()]) for name in names]
