"""How much memory a server process holds while its caches fill: documents, tokens, all acts."""

import asyncio
import json
import random
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from time import perf_counter, time
from typing import Any
from uuid import UUID

import asyncpg

from bench import fixtures, load, names
from bench.charts import Axis, Chart
from bench.growth.measuring import IMAGES, fill
from bench.growth.pages import ASSIGN_REQUESTS
from bench.load import request
from bench.processes import resident_megabytes
from bench.sandbox import Sandbox, open_sandbox, print_table, run_server
from bench.workloads import DOCUMENTS, P1, P2, P3, P4
from server.identity.issuer import Issuer

SECONDS, WHOLE = 60.0, 300.0
CONNECTIONS = 16
CHUNK = 2_000
"""So many requests are sent between two looks at the memory."""
PERSONS, PAIRS = 20_000, 100_000
REVIEWERS = 500
TOKENS = 12_000
"""More than a server remembers."""
SHOWN = 12
SCOPE = "merge_request:read merge_candidate:assign person:read"
WIDER = "update clients set scopes = scopes || '{person:read}' where id = $1 returning id"
ROLES = """
insert into role_grants (user_id, client_id, role)
select id, $1, 'REGISTRAR' from unnest($2::uuid[]) id
"""
SEARCH = """
query ($filter: PersonFilter!) { persons(first: 20, filter: $filter) {
  edges { node { id firstName lastName birthDate documents { number } } } } }
"""
NODE = "query ($id: ID!) {{ node(id: $id) {{ ... on MergeRequest {{ id {fields} }} }} }}"
PAIR = """{ id status mergeCandidate { id person { id firstName lastName birthDate }
  masterPerson { id firstName lastName birthDate } } }"""
LONGEST = 16
"""So many pairs at most are selected in one document, each under an alias of its own."""
# What an hour brings, in shares: pages and nodes are read more often than anything is changed.
SHARES = {P1: 2, P2: 4, P3: 1, P4: 1, "search": 2}

Samples = list[tuple[float, float]]


async def draw(*, whole: bool) -> None:
    """Put the load on a server, look at its memory in between, and draw it."""
    async with open_sandbox() as sandbox:
        console = await fixtures.create_console(sandbox.owner)
        machine = await fixtures.create_portal(sandbox.owner)
        people = await fixtures.create_reviewers(sandbox.owner, console, REVIEWERS)
        await fixtures.add_pairs(sandbox.owner, (0, PERSONS), (0, PAIRS))
        await fill(
            sandbox.owner,
            (WIDER, (console,)),
            (ROLES, (console, people)),
            (f"{ASSIGN_REQUESTS} order by id limit {REVIEWERS}", (people[0],)),
        )
        serving = run_server(
            *("server.cli", "serve", "--port", "0", "--no-worker"),
            SELFSAME_DATA_DIR=str(sandbox.directory),
            SELFSAME_DETECTION="off",
        )
        with serving as (url, pid):
            mix = await _mix(sandbox, url, console, machine, people)
            watched = MemoryWatch(sandbox.owner, pid, WHOLE if whole else SECONDS)
            samples = await watched.under(mix)
    print(f"{samples[-1][0]:,.0f} requests, {TOKENS:,} tokens: {dict(watched.outcomes)}")
    every = max(1, len(samples) // SHOWN)
    print_table(
        ["requests", "MB"], [[f"{done:,.0f}", f"{held:.1f}"] for done, held in samples[::every]]
    )
    Chart(
        "Memory of a server process under mixed load",
        Axis("requests answered, thousands"),
        Axis("MB, resident (goal: below 150)"),
        [("server", [(done / 1000, held) for done, held in samples])],
    ).save(IMAGES / "growth-memory.svg")


@dataclass(frozen=True, slots=True)
class Mix:
    """Mixed requests: their tokens and their subjects."""

    url: str
    reader: str
    tokens: list[str]
    machine: str
    requests: list[str]

    def wires(self) -> Iterator[bytes]:
        """Write requests without end, each by the next token; those for nodes are all different."""
        chance = random.Random(1)
        births = names.births("memory")
        assigned = count()
        for number in count():
            workload = chance.choices(list(SHARES), list(SHARES.values()))[0]
            token = self.tokens[number % len(self.tokens)]
            query = DOCUMENTS.get(workload, SEARCH)
            variables: dict[str, Any] = {}
            if workload == P2:
                found = b64encode(f"MergeRequest:{chance.choice(self.requests)}".encode())
                token, query = self.reader, _document(number, chance)
                variables = {"id": found.decode()}
            if workload == P3:  # in turn, so that nobody is assigned two before they are settled
                token = self.tokens[next(assigned) % len(self.tokens)]
            if workload == P4:
                token, variables = self.machine, {"input": next(births)}
            if workload == "search":
                variables = {"filter": {"name": f"Family{number % 5000}"}}
            body = json.dumps({"query": query, "variables": variables}).encode()
            yield request(f"{self.url}/graphql", body, Authorization=f"Bearer {token}")


async def _mix(sandbox: Sandbox, url: str, console: UUID, machine: UUID, people: list[UUID]) -> Mix:
    issuer, now = Issuer(sandbox.directory), int(time())
    rows = await sandbox.owner.fetch("select id::text from merge_requests")
    reader, *assigned = people  # the reader has more postponed than anybody who is assigned to
    return Mix(
        url,
        issuer.issue(reader, console, SCOPE, 12 * 3600, now),
        [
            issuer.issue(assigned[number % len(assigned)], console, SCOPE, 12 * 3600, now)
            for number in range(TOKENS)
        ],
        issuer.issue(machine, machine, "birth:declare", 12 * 3600, now),
        [row["id"] for row in rows],
    )


def _document(number: int, chance: random.Random) -> str:
    """Write a document that nobody wrote before; one in seven is long."""
    pairs = chance.randint(2, LONGEST) if number % 7 == 0 else 1
    fields = (f"pair{number}x{each}: manualMergeCandidate {PAIR}" for each in range(pairs))
    return NODE.format(fields=" ".join(fields))


@dataclass(slots=True)
class MemoryWatch:
    """A server under load whose memory is looked at every so many requests."""

    owner: asyncpg.Connection
    pid: int
    seconds: float
    outcomes: Counter[str] = field(default_factory=Counter)

    async def under(self, mix: Mix) -> Samples:
        """Send requests for so many seconds. Settles what was assigned after each look."""
        samples: Samples = [(0, resident_megabytes(self.pid))]
        wires = mix.wires()
        began = perf_counter()
        while perf_counter() - began < self.seconds:
            ahead = list(islice(wires, CHUNK))
            done: Any = await asyncio.to_thread(
                load.put, mix.url, ahead, CONNECTIONS, 60.0, once=True
            )
            self.outcomes += Counter(done.outcomes)
            samples.append((samples[-1][0] + done.count, resident_megabytes(self.pid)))
            await fixtures.settle_assigned(self.owner)
        return samples
