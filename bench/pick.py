"""How long assigning the next pair takes: by pairs that wait, reviewers at once, pairs seen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

import asyncpg

from bench import fixtures
from bench.processes import cpu_seconds
from bench.sandbox import Sandbox, database_url, open_sandbox, print_table
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from workflows import merge_requests
from workflows.acts import Acting

POSTPONED_LIMIT = 5
SEEN = (0, 100, 1_000, 5_000, 20_000)
SEEN_PICKS = 100
WARMING = 6
"""Rounds: Postgres plans a statement anew five times before it settles on a plan."""

# The best pairs become such that this reviewer was assigned to and did not settle.
SHOW = """
with best as (
    select id from manual_merge_candidates
     where status = 'NEW' and assignee_id is null
       and $1 <> all (closed_to)
     order by requests_count desc, inserted_at, id
     limit $2),
assigned as (
    insert into merge_requests
        (manual_merge_candidate_id, assignee_id, status, seen_person_version, seen_master_version)
    select id, $1, 'SPLIT', 1, 1 from best)
update manual_merge_candidates
   set requests_count = requests_count + 1, closed_to = array_sort(closed_to || $1::uuid)
 where id in (select id from best)
"""

EDITORS = 300
# Each record has an editor, so that hardly two pairs are closed to the same people.
EDIT_ALL = """
insert into person_editors (person_id, user_id)
select persons.id, ($1::uuid[])[1 + abs(hashtext(external_id)) % cardinality($1::uuid[])]
  from persons where source = 'bench'
    on conflict do nothing
"""
EDIT_BEST = """
insert into person_editors (person_id, user_id)
select pair.person_id, $1
  from manual_merge_candidates free
  join merge_candidates pair on pair.id = free.merge_candidate_id
 where status = 'NEW' and assignee_id is null
 order by requests_count desc, free.inserted_at, free.id
 limit $2
    on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was measured in one turn: milliseconds, and picks a second."""

    p50: float
    p99: float
    computed: float
    """What PostgreSQL computed for one pick, in milliseconds."""
    rate: float


Measured = dict[tuple[int, int], list[Turn]]
"""By waiting pairs and reviewers at once: the turns."""


async def run(waiting: list[int], reviewers: list[int], blocks: int, picks: int) -> None:
    """Measure and print tables."""
    async with open_databases(waiting, reviewers) as databases:
        show(await databases.waiting(reviewers, blocks, picks))
        show_seen(await databases.seen())
        show_edited(await databases.edited())


@dataclass(frozen=True, slots=True)
class Databases:
    """Databases that differ in how many pairs wait, and who may ask."""

    sandbox: Sandbox
    sizes: list[int]
    client: UUID
    people: list[UUID]

    async def waiting(self, reviewers: list[int], blocks: int, picks: int) -> Measured:
        """Measure whole transactions (announced, picked, audited, committed), in turns."""
        measured: Measured = {}
        for _ in range(blocks):
            for size in self.sizes:
                for count in reviewers:
                    turn = await self._turn(size, self.people[:count], picks)
                    measured.setdefault((size, count), []).append(turn)
        return measured

    async def seen(self) -> list[tuple[int, Turn]]:
        """Measure a reviewer who was given more and more of the best pairs already."""
        size = self.sizes[min(1, len(self.sizes) - 1)]
        who = self.people[-1]
        owner = await asyncpg.connect(
            database_url(self.sandbox.postgres.owner_url, f"waiting_{size}")
        )
        found: list[tuple[int, Turn]] = []
        before = 0
        for seen in (it for it in SEEN if it <= size // 2):
            await owner.execute("set session_replication_role = replica")
            await owner.execute(SHOW, who, seen - before)
            await owner.execute("reset session_replication_role")
            await owner.execute("vacuum analyze manual_merge_candidates, merge_requests")
            before = seen
            found.append((seen, await self._turn(size, [who], SEEN_PICKS)))
        await owner.close()
        return found

    async def edited(self) -> list[tuple[str, Turn]]:
        """Measure where all records have editors: who edited none, and who edited the best."""
        size = self.sizes[0]
        owner = await asyncpg.connect(
            database_url(self.sandbox.postgres.owner_url, f"waiting_{size}")
        )
        editors = await fixtures.create_reviewers(owner, self.client, EDITORS, "editor")
        acts: list[tuple[str, str, tuple[object, ...]]] = [
            ("none of them", EDIT_ALL, (editors,)),
            ("none, the best 100 seen", SHOW, (self.people[0], 100)),
            (f"the best {size // 8:,}", EDIT_BEST, (self.people[0], size // 8)),
        ]
        found: list[tuple[str, Turn]] = []
        for name, sql, arguments in acts:
            await owner.execute("begin; select begin_act('person.corrected', null, null, uuidv7())")
            await owner.execute(sql, *arguments)
            await owner.execute("commit")
            await owner.execute("vacuum analyze manual_merge_candidates, merge_requests")
            found.append((name, await self._turn(size, self.people[:1], SEEN_PICKS)))
        await owner.close()
        return found

    async def _turn(self, size: int, people: list[UUID], picks: int) -> Turn:
        """Let reviewers ask at the same moment, round by round, after some rounds to warm up."""
        owner = await asyncpg.connect(
            database_url(self.sandbox.postgres.owner_url, f"waiting_{size}")
        )
        app_url = database_url(self.sandbox.postgres.app_url, f"waiting_{size}")
        connections = [await connect(app_url) for _ in people]
        backends = [connection.get_server_pid() for connection in connections]
        times: list[float] = []
        took = before = 0.0
        # A server keeps its connections for hours: what each first learns is not what is measured.
        for turn in range(WARMING + max(1, picks // len(people))):
            if turn == WARMING:
                times, took, before = [], 0.0, sum(map(cpu_seconds, backends))
            began = perf_counter()
            times += await asyncio.gather(
                *(_pick(it, self.client, who) for it, who in zip(connections, people, strict=True))
            )
            took += perf_counter() - began
            await fixtures.settle_assigned(owner)
        computed = (sum(map(cpu_seconds, backends)) - before) / len(times) * 1000
        for connection in connections:
            await connection.close()
        await owner.execute("vacuum manual_merge_candidates, merge_requests")
        await owner.close()
        times.sort()
        return Turn(median(times), times[int(len(times) * 0.99)], computed, len(times) / took)


@asynccontextmanager
async def open_databases(waiting: list[int], reviewers: list[int]) -> AsyncIterator[Databases]:
    """Make a database for each size, each grown from the one before."""
    sizes = sorted(waiting)
    async with open_sandbox() as sandbox:
        client = await fixtures.create_console(sandbox.owner)
        people = await fixtures.create_reviewers(sandbox.owner, client, max(reviewers) + 1)
        before, persons_before, pairs_before = sandbox.postgres.owner_url.rpartition("/")[2], 0, 0
        await sandbox.owner.close()
        for size in sizes:
            persons = max(1000, size // 4)
            maintenance = await asyncpg.connect(
                database_url(sandbox.postgres.owner_url, "postgres")
            )
            await maintenance.execute(f"create database waiting_{size} template {before}")
            await maintenance.close()
            owner = await asyncpg.connect(
                database_url(sandbox.postgres.owner_url, f"waiting_{size}")
            )
            began = perf_counter()
            if pairs_before:
                await owner.execute(
                    "set session_replication_role = replica; delete from manual_merge_candidates;"
                    " delete from merge_candidates; reset session_replication_role"
                )
            await fixtures.add_pairs(owner, (persons_before, persons), (0, size))
            await owner.close()
            print(f"{size:,} pairs of {persons:,} persons made in {perf_counter() - began:.0f} s")
            before, persons_before, pairs_before = f"waiting_{size}", persons, size
        yield Databases(sandbox, sizes, client, people)


async def _pick(connection: CountingConnection, client: UUID, who: UUID) -> float:
    began = perf_counter()
    acting = Acting(connection, uuid4(), client, who, ["NHS_REVIEWER"])
    found = await merge_requests.assign(acting, POSTPONED_LIMIT)
    await acting.commit()
    assert found is not None
    return (perf_counter() - began) * 1000


def middle(turns: list[Turn], name: str) -> float:
    """Return the median of a figure over turns."""
    figures: list[float] = [getattr(turn, name) for turn in turns]
    return median(figures)


def show(measured: Measured) -> None:
    """Print how it grows with what waits, for each number of reviewers at once."""
    print("\nThe next pair, whole transaction (medians of the turns)")
    smallest = min(size for size, _ in measured)
    print_table(
        [
            "waiting",
            "at once",
            "p50 ms",
            "p99 ms",
            "PostgreSQL ms",
            "picks/s",
            "against the fewest",
        ],
        [
            [
                f"{size:,}",
                str(count),
                f"{middle(turns, 'p50'):.2f}",
                f"{middle(turns, 'p99'):.2f}",
                f"{middle(turns, 'computed'):.2f}",
                f"{middle(turns, 'rate'):.0f}",
                f"{middle(turns, 'p50') / middle(measured[smallest, count], 'p50'):.2f}",
            ]
            for (size, count), turns in measured.items()
        ],
    )


def show_seen(found: list[tuple[int, Turn]]) -> None:
    """Print how it grows with what the reviewer has seen of the best."""
    print("\nOne reviewer, by how many of the best pairs they have seen already")
    print_table(
        ["seen", "p50 ms", "p99 ms", "PostgreSQL ms"],
        [
            [f"{seen:,}", f"{turn.p50:.2f}", f"{turn.p99:.2f}", f"{turn.computed:.2f}"]
            for seen, turn in found
        ],
    )


def show_edited(found: list[tuple[str, Turn]]) -> None:
    """Print what it takes where nearly every pair is closed to other people."""
    print(f"\nOne reviewer of pairs whose records {EDITORS} people edited, by what they edited")
    print_table(
        ["edited", "p50 ms", "p99 ms", "PostgreSQL ms"],
        [
            [name, f"{turn.p50:.2f}", f"{turn.p99:.2f}", f"{turn.computed:.2f}"]
            for name, turn in found
        ],
    )
