"""Kills what executes plans, again and again, and counts what is done by then (rule W5)."""

import asyncio
import random
from collections import Counter
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from db import advisory_locks
from tests.killed_workers import killed
from tests.organisation_plans import begun, merge, transfer
from tests.organisations import limit, organisation
from tests.plan_worker import URL
from tests.runs import until
from tests.serving import Registry

PERSONS = """
with numbered as (
    select n, n % 10 = 0 as is_likely
      from generate_series(1, $1::integer) n)
insert into persons (first_name, last_name, birth_date, email, external_id, source)
select 'Ann' || n % 500, 'Lee' || n % 2000,
       date '1950-01-01' + case when is_likely then 0 else $2::integer end + n % 1999,
       case when n % 2 = 0 then 'p' || n || '@example.org' end, $3::text || n, 'bench'
  from numbered
"""
MEMBERS = """
insert into memberships (person_id, organisation_id, title)
select id, $2, 'member' from persons
 where external_id like $1::text || '%' and substr(external_id, length($1) + 1)::integer % $3 = 0
"""
CONSENTS = """
insert into consents (person_id, organisation_id, permissions, status)
select id, $2, array['VIEW'], 'ACCEPTED' from persons
 where external_id like $1::text || '%' and substr(external_id, length($1) + 1)::integer % 5 = 0
"""
REACH = """
insert into person_reach (organisation_id, person_id, reasons)
select ancestor_id, person_id, count(*) from opened_persons()
  join organisation_paths using (organisation_id)
 where organisation_id = any ($1) group by 1, 2
"""
DONE = """
select 'trail: ' || resource || ' ' || action as what, count(*) from audit_log
 where action in ('organisation.merged', 'person.transferred', 'merge_candidate.detected')
   and resource not in ('message', 'run', 'user')
 group by 1
 union all
select 'event: ' || type, count(*) from outbox where aggregatetype <> 'message' group by 1
 union all
select 'letter: ' || kind, count(*) from messages where kind like 'letter.%' group by 1
 union all
select 'pairs', count(*) from merge_candidates
"""
MEMBERSHIPS = """
select organisations.name, ended_on is null as is_open, count(*), count(distinct person_id)
  from memberships join organisations on organisations.id = organisation_id
 where organisation_id = any ($1) group by 1, 2
"""
RESUME = """
update messages set status = 'ENQUEUED', attempts = 0, next_attempt_at = now()
 where run_id = $1 and status = 'FAILED'
"""
PACE = """
update runs
   set parameters = parameters || jsonb_build_object('pauseSeconds', 0, 'rate', $2::integer),
       steps_known = ceil((select count(*)::float from plan_items
                            where plan_id = (parameters ->> 'planId')::uuid
                              and noun = 'person' and source_id is not null) / $2)
 where id = $1
"""
TREE_IS_HELD = f"""
select exists (select from pg_locks
                where locktype = 'advisory'
                  and (classid::bigint << 32) + objid::bigint = {advisory_locks.ORGANISATIONS})
"""
LONG_SECONDS = 3600.0
"""How long a hundred thousand persons may take: only what hangs takes longer."""

Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Two:
    """Two organisations, of which so many persons each are members."""

    source: UUID
    target: UUID
    names: tuple[str, str]


async def two(registry: Registry, name: str, members: int) -> Two:
    """Make them: a hundredth are in both, a tenth likely the same, a fifth gave consent.

    The rows are as the triggers would leave them, without waiting for the trail.
    """
    names = f"Old {name}", f"New {name}"
    places = [await organisation(registry, it) for it in names]
    if "sam" not in registry.users:
        await registry.user("sam")
    for place in places:
        await limit(registry, "sam", "STEWARD", place)
    async with registry.acting("person.imported") as owner:
        await owner.execute("set local session_replication_role = replica")
        for shift, place in enumerate(places):
            key = f"{name}{'st'[shift]}"
            await owner.execute(PERSONS, members, 2500 * shift, key)
            await owner.execute(MEMBERS, key, place, 1)
            await owner.execute(CONSENTS, key, place)
        await owner.execute(MEMBERS, f"{name}s", places[1], 100)
        await owner.execute(REACH, places)
    await registry.owner.execute("analyze persons, memberships, consents, person_reach")
    return Two(places[0], places[1], names)


async def counted(registry: Registry) -> Counts:
    """Count what plans have done so far: rows of the trail, events, letters and pairs."""
    return Counter(dict(tuple(row) for row in await registry.owner.fetch(DONE)))


async def memberships(registry: Registry, pair: Two) -> dict[str, tuple[int, int]]:
    """Return how many memberships, and of how many persons, are open or ended in each."""
    rows = await registry.owner.fetch(MEMBERSHIPS, [pair.source, pair.target])
    return {
        f"{row[0].split()[0]} {'open' if row[1] else 'ended'}": (row[2], row[3]) for row in rows
    }


async def begun_transfer(registry: Registry, pair: Two, rate: int = 15) -> UUID:
    """Sign a plan that moves all members, so many a step; return the run. Steps follow at once."""
    run = await begun(
        registry, await transfer(registry, pair.source, pair.target), key=pair.names[0]
    )
    async with registry.acting("run.requested") as owner:
        await owner.execute(PACE, run, rate)
    return run


async def begun_merge(registry: Registry, pair: Two) -> UUID:
    """Sign a plan that merges them; return the run."""
    return await begun(registry, await merge(registry, pair.source, pair.target), key=pair.names[0])


async def execute(registry: Registry, run: UUID) -> float:
    """Let a worker do what is left of a run, undisturbed; return how many seconds that took.

    They are those from its first statement on.
    """
    loop = asyncio.get_running_loop()
    began: float | None = None

    async def read(lines: asyncio.StreamReader) -> None:
        nonlocal began
        while await lines.readline():
            began = began or loop.time()

    async with worker(registry) as lines:
        reading = asyncio.create_task(read(lines))
        await until(registry, run, "SUCCEEDED", LONG_SECONDS)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    return 0 if began is None else loop.time() - began


async def kill(registry: Registry, run: UUID, chance: random.Random, most_lines: int) -> None:
    """Kill a worker after so many of its statements at most; what failed goes on."""
    async with worker(registry) as lines:
        for _ in range(chance.randint(1, most_lines)):
            await lines.readline()
    await revive(registry, run)


async def is_done(registry: Registry, run: UUID) -> bool:
    """Return whether a run has SUCCEEDED: no worker has anything to do of it then."""
    status = await registry.owner.fetchval("select status from runs where id = $1", run)
    return bool(status == "SUCCEEDED")


async def until_rolled_back(registry: Registry) -> None:
    """Return once nothing of a merge whose worker was killed is under way.

    PostgreSQL notices within a second that nobody waits for what a statement returns.
    """
    async with asyncio.timeout(LONG_SECONDS):
        while await registry.owner.fetchval(TREE_IS_HELD):
            await asyncio.sleep(0.01)


async def revive(registry: Registry, run: UUID) -> None:
    """Let go on what has FAILED because its worker was killed five times."""
    async with registry.acting("message.retried") as owner:
        await owner.execute(RESUME, run)


def worker(registry: Registry) -> AbstractAsyncContextManager[asyncio.StreamReader]:
    """Let a process execute plans, and kill it in the middle of whatever it does."""
    return killed(registry, "tests.plan_worker", {URL: registry.database.app_url})
