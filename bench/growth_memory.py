"""How much memory a server holds while its caches fill: many documents, many tokens, all acts."""

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

from bench import load, names, populating
from bench.growth_ground import IMAGES, fill
from bench.growth_pages import HAND_OUT
from bench.load import request
from bench.pick import SETTLE
from bench.pictures import Axis, Chart
from bench.places import Place, memory, place, process, table
from bench.works import OPERATIONS, P1, P2, P3, P4
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
"""So many pairs at most are asked for in one document, each under a name of its own."""
# What an hour brings, in shares: pages and nodes are read more often than anything is changed.
SHARES = {P1: 2, P2: 4, P3: 1, P4: 1, "search": 2}

Samples = list[tuple[float, float]]


async def draw(*, whole: bool) -> None:
    """Put the load on a server, look at its memory in between, and draw it."""
    async with place() as there:
        console = await populating.console(there.owner)
        machine = await populating.portal(there.owner)
        people = await populating.reviewers(there.owner, console, REVIEWERS)
        await populating.grow(there.owner, (0, PERSONS), (0, PAIRS))
        await fill(
            there.owner,
            (WIDER, (console,)),
            (ROLES, (console, people)),
            (f"{HAND_OUT} order by id limit {REVIEWERS}", (people[0],)),
        )
        serving = process(
            *("server.cli", "serve", "--port", "0"), SELFSAME_DATA_DIR=str(there.directory)
        )
        with serving as (url, pid):
            asking = await _asking(there, url, console, machine, people)
            watched = Watched(there.owner, pid, WHOLE if whole else SECONDS)
            samples = await watched.under(asking)
    print(f"{samples[-1][0]:,.0f} requests, {TOKENS:,} tokens: {dict(watched.outcomes)}")
    every = max(1, len(samples) // SHOWN)
    table(["requests", "MB"], [[f"{done:,.0f}", f"{held:.1f}"] for done, held in samples[::every]])
    Chart(
        "Memory of a server process under mixed load",
        Axis("requests answered, thousands"),
        Axis("MB, resident (goal: below 150)"),
        [("server", [(done / 1000, held) for done, held in samples])],
    ).save(IMAGES / "growth-memory.svg")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who may ask, and what there is to ask for."""

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
            work = chance.choices(list(SHARES), list(SHARES.values()))[0]
            token = self.tokens[number % len(self.tokens)]
            query = OPERATIONS.get(work, SEARCH)
            variables: dict[str, Any] = {}
            if work == P2:
                found = b64encode(f"MergeRequest:{chance.choice(self.requests)}".encode())
                token, query = self.reader, _document(number, chance)
                variables = {"id": found.decode()}
            if work == P3:  # in turn, so that nobody is assigned two before they are settled
                token = self.tokens[next(assigned) % len(self.tokens)]
            if work == P4:
                token, variables = self.machine, {"input": next(births)}
            if work == "search":
                variables = {"filter": {"name": f"Family{number % 5000}"}}
            body = json.dumps({"query": query, "variables": variables}).encode()
            yield request(f"{self.url}/graphql", body, Authorization=f"Bearer {token}")


async def _asking(
    there: Place, url: str, console: UUID, machine: UUID, people: list[UUID]
) -> Asking:
    issuer, now = Issuer(there.directory), int(time())
    rows = await there.owner.fetch("select id::text from merge_requests")
    reader, *assigned = people  # the reader has more postponed than anybody who is assigned to
    return Asking(
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
class Watched:
    """A server under load whose memory is looked at every so many requests."""

    owner: asyncpg.Connection
    pid: int
    seconds: float
    outcomes: Counter[str] = field(default_factory=Counter)

    async def under(self, asking: Asking) -> Samples:
        """Send requests for so many seconds. Settles what was assigned after each look."""
        samples: Samples = [(0, memory(self.pid))]
        wires = asking.wires()
        began = perf_counter()
        while perf_counter() - began < self.seconds:
            ahead = list(islice(wires, CHUNK))
            done: Any = await asyncio.to_thread(
                load.put, asking.url, ahead, CONNECTIONS, 60.0, once=True
            )
            self.outcomes += Counter(done.outcomes)
            samples.append((samples[-1][0] + done.count, memory(self.pid)))
            await self.owner.execute(SETTLE)
        return samples
