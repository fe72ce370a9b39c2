"""How long a reviewer waits for the next pair, by how many pairs wait and how many ask at once."""

import asyncio
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

import asyncpg

from bench import populating
from bench.places import Place, place, seconds_of, table
from server.connecting import Connection, connect
from workflows import merge_requests
from workflows.acting import Acting

POSTPONED_LIMIT = 5
SEEN = 20_000
SEEN_PICKS = 20
WARMING = 6
"""Rounds: Postgres plans a statement anew five times before it settles on a plan."""

Measured = dict[tuple[int, int], list[float]]
"""By waiting pairs and reviewers at once: the figure of each turn."""


async def run(waiting: list[int], reviewers: list[int], blocks: int, picks: int) -> None:
    """Measure whole transactions (announced, picked, audited, committed), in milliseconds."""
    sizes = sorted(waiting)
    async with place() as there:
        client = await populating.console(there.owner)
        people = await populating.reviewers(there.owner, client, max(reviewers) + 1)
        await _databases(there, sizes)
        waited: Measured = {}
        computed: Measured = {}
        for _ in range(blocks):
            for size in sizes:
                for count in reviewers:
                    times, cost = await _turn(there, size, client, people[:count], picks)
                    waited.setdefault((size, count), []).append(median(times))
                    computed.setdefault((size, count), []).append(cost)
        print("\nWhole transaction, p50 in ms (median of the turns)")
        _show(sizes, reviewers, waited)
        print("\nWhat PostgreSQL computes for one, in ms (median of the turns)")
        _show(sizes, reviewers, computed)
        await _seen(there, sizes[min(1, len(sizes) - 1)], client, people[-1], people[0])


async def _databases(there: Place, sizes: list[int]) -> None:
    """Make a database for each size, each grown from the one before."""
    before, persons_before, pairs_before = there.postgres.owner_url.rpartition("/")[2], 0, 0
    await there.owner.close()
    for size in sizes:
        persons = max(1000, size // 4)
        maintenance = await asyncpg.connect(_at(there.postgres.owner_url, "postgres"))
        await maintenance.execute(f"create database waiting_{size} template {before}")
        await maintenance.close()
        owner = await asyncpg.connect(_at(there.postgres.owner_url, f"waiting_{size}"))
        began = perf_counter()
        if pairs_before:
            await owner.execute(
                "set session_replication_role = replica; delete from manual_merge_candidates;"
                " delete from merge_candidates; reset session_replication_role"
            )
        await populating.grow(owner, (persons_before, persons), (0, size))
        await owner.close()
        print(f"{size:,} pairs of {persons:,} persons made in {perf_counter() - began:.0f} s")
        before, persons_before, pairs_before = f"waiting_{size}", persons, size


def _at(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


async def _turn(
    there: Place, size: int, client: UUID, people: list[UUID], picks: int
) -> tuple[list[float], float]:
    """Let reviewers ask at the same moment, round by round, after some rounds to warm up.

    Gives how long each waited, and what their connections computed for one on average, both in ms.
    """
    owner = await asyncpg.connect(_at(there.postgres.owner_url, f"waiting_{size}"))
    app_url = _at(there.postgres.app_url, f"waiting_{size}")
    connections = [await connect(app_url) for _ in people]
    times: list[float] = []
    # A server keeps its connections for hours: what each first learns is not what is measured.
    for _ in range(WARMING):
        await asyncio.gather(
            *(_pick(it, client, who) for it, who in zip(connections, people, strict=True))
        )
        await populating.settle(owner)
    backends = [connection.get_server_pid() for connection in connections]
    before = sum(map(seconds_of, backends))
    for _ in range(max(1, picks // len(people))):
        times += await asyncio.gather(
            *(_pick(it, client, who) for it, who in zip(connections, people, strict=True))
        )
        await populating.settle(owner)
    cost = (sum(map(seconds_of, backends)) - before) / len(times) * 1000
    for connection in connections:
        await connection.close()
    await owner.execute("vacuum manual_merge_candidates, merge_requests")
    await owner.close()
    return times, cost


async def _pick(connection: Connection, client: UUID, who: UUID) -> float:
    began = perf_counter()
    acting = Acting(connection, uuid4(), client, who, ["NHS_REVIEWER"])
    found = await merge_requests.assign(acting, POSTPONED_LIMIT)
    await acting.commit()
    assert found is not None
    return (perf_counter() - began) * 1000


def _show(sizes: list[int], reviewers: list[int], measured: Measured) -> None:
    medians = {key: median(found) for key, found in measured.items()}
    table(
        ["waiting", *(f"{count} at once" for count in reviewers), "against the fewest"],
        [
            [
                f"{size:,}",
                *(f"{medians[size, count]:.2f}" for count in reviewers),
                " ".join(
                    f"{medians[size, count] / medians[sizes[0], count]:.2f}" for count in reviewers
                ),
            ]
            for size in sizes
        ],
    )


async def _seen(there: Place, size: int, client: UUID, who: UUID, other: UUID) -> None:
    """Measure a reviewer who was given the best pairs already, beside one who was not."""
    owner = await asyncpg.connect(_at(there.postgres.owner_url, f"waiting_{size}"))
    await owner.execute("set session_replication_role = replica")
    seen = await owner.fetchval(
        "with best as (select id from manual_merge_candidates where status = 'NEW'"
        " and assignee_id is null order by requests_count desc, inserted_at, id limit $2),"
        " given as (insert into merge_requests (manual_merge_candidate_id, assignee_id, status)"
        " select id, $1, 'SPLIT' from best),"
        " counted as (update manual_merge_candidates set requests_count = 1"
        " where id in (select id from best) returning 1) select count(*) from counted",
        who,
        min(SEEN, size // 2),
    )
    await owner.execute("reset session_replication_role")
    await owner.execute("vacuum analyze")
    rows = []
    for label, reviewer in ((f"who has seen the best {seen:,}", who), ("who has not", other)):
        connection = await connect(_at(there.postgres.app_url, f"waiting_{size}"))
        times = []
        for _ in range(SEEN_PICKS):
            times.append(await _pick(connection, client, reviewer))
            await populating.settle(owner)
        await connection.close()
        rows.append([label, f"{median(times):.2f}"])
    await owner.close()
    print(f"\nOne reviewer, {size:,} waiting, p50 in ms")
    table(["reviewer", "ms"], rows)
