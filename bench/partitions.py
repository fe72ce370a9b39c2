"""What 25 partitions cost the trail, beside a table that has none, and how long a detach takes.

Both have the same rows, of two years, and the same indexes. Each figure is the median of its tries,
taken in turns; the detaches are beside connections that write all the while.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from statistics import median
from typing import Any

import asyncpg

from bench.sandbox import open_sandbox, print_table

MONTHS = 24
TRIES = 51
INSERTS = 501
"""Of one entry: what one takes differs more than what both tables do."""
WRITERS = 4
TABLES = ("plain", "partitioned")
MAKE = f"""
create table plain (like audit_log including defaults including indexes);
create table partitioned (like audit_log including defaults including indexes)
    partition by range (id);
do $$
begin
    for month in -{MONTHS} .. 0 loop
        execute format('create table partitioned_%s partition of partitioned'
                       ' for values from (%L) to (%L)', {MONTHS} + month,
                       oldest_key(date_trunc('month', now()) + make_interval(months => month)),
                       oldest_key(date_trunc('month', now()) + make_interval(months => month + 1)));
    end loop;
end
$$
"""
FILL = """
insert into plain (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                   correlation_id, inserted_at, transaction)
select id, case number % 3 when 0 then id else act end, actor, actor,
       (array['person.corrected', 'birth.declared', 'birth.registered'])[number % 3 + 1],
       (array['person', 'vital_event', 'vital_event'])[number % 3 + 1], gen_random_uuid(),
       '{"gender": "FEMALE"}', act, at, number / 3
  from (select number, uuidv7(at - now()) as id, uuidv7(at - now()) as act, at,
               ('00000000-0000-7000-8000-' || lpad((number % 500)::text, 12, '0'))::uuid as actor
          from generate_series($1::bigint, $2::bigint) number,
               lateral (select now() - (($3::bigint - number)::double precision / $3)
                                       * interval '23 months' as at) moment) made
"""
COPY = "insert into partitioned select * from plain"
INSERT = """
insert into {table} (action, resource, resource_id, changeset, correlation_id)
select 'person.corrected', 'person', uuidv7(), '{{}}', uuidv7() from generate_series(1, {rows})
"""
PAGE = "order by inserted_at desc, id desc limit 50"
QUESTIONS = {
    "node": "select * from {table} where id = $1",
    "the newest": "select * from {table} " + PAGE,
    "of an actor": "select * from {table} where actor_id = $1 " + PAGE,
    "of a resource": "select * from {table} where resource_id = $1 " + PAGE,
    "of a request": "select * from {table} where correlation_id = $1 " + PAGE,
    "of an action": "select * from {table} where action = $1 " + PAGE,
    "first of acts": "select * from {table} where act_id = id or act_id is null " + PAGE,
}
PLANS = {"force_custom_plan": "planned anew", "force_generic_plan": "by a kept plan"}
PICKED = """
select id, actor_id, resource_id, correlation_id, action from plain
 where inserted_at > $1 order by inserted_at limit 1
"""
PARAMETERS = {
    "node": "id",
    "of an actor": "actor_id",
    "of a resource": "resource_id",
    "of a request": "correlation_id",
    "of an action": "action",
}

Measured = dict[str, list[float]]


async def run(entries: int, detaches: int) -> None:
    """Write so many entries to both, and print what each does with them."""
    async with open_sandbox() as sandbox:
        owner = sandbox.owner
        await owner.execute(MAKE)
        for start in range(1, entries + 1, 500_000):
            await owner.execute(FILL, start, min(start + 499_999, entries), entries, timeout=3600)
        await owner.execute(COPY, timeout=7200)
        await owner.execute("vacuum analyze plain, partitioned", timeout=3600)
        rows = []
        for plans in PLANS:
            rows += [await _asked(owner, question, plans) for question in QUESTIONS]
        await owner.execute("reset plan_cache_mode")
        # Last: so many newest entries of one action make the others' hard to find.
        rows.append(await _inserted(owner, "an entry inserted", 1))
        rows.append(await _inserted(owner, "1,000 entries inserted", 1000))
        print_table([f"of {entries:,} entries, in milliseconds", *TABLES, "ratio"], rows)
        took = await _detached(sandbox.postgres.owner_url, owner, detaches)
    shown = ", ".join(f"{it * 1000:.0f}" for it in took)
    print(f"{detaches} months detached beside {WRITERS} who write, in milliseconds: {shown}")


async def _in_turns(
    ask: Callable[[str], Awaitable[float]], name: str, tries: int = TRIES
) -> list[str]:
    measured: Measured = {table: [] for table in TABLES}
    for number in range(tries):
        for table in TABLES if number % 2 else TABLES[::-1]:
            measured[table].append(await ask(table))
    plain, partitioned = (median(measured[table]) * 1000 for table in TABLES)
    return [name, f"{plain:.3f}", f"{partitioned:.3f}", f"{partitioned / plain:.2f}"]


async def _inserted(owner: asyncpg.Connection, name: str, rows: int) -> list[str]:
    prepared = {it: await owner.prepare(INSERT.format(table=it, rows=rows)) for it in TABLES}

    async def ask(table: str) -> float:
        began = time.perf_counter()
        await prepared[table].fetch()
        return time.perf_counter() - began

    return await _in_turns(ask, name, INSERTS if rows == 1 else TRIES)


async def _asked(owner: asyncpg.Connection, question: str, plans: str) -> list[str]:
    """Ask both for the same rows, wherever they are in the two years."""
    await owner.execute(f"set plan_cache_mode = {plans}")
    prepared = {
        table: await owner.prepare(QUESTIONS[question].format(table=table)) for table in TABLES
    }
    begins = await owner.fetchval("select min(inserted_at) from plain")
    ends = await owner.fetchval("select max(inserted_at) from plain")
    tries = iter(range(2 * TRIES))
    picked: dict[int, Any] = {}

    async def ask(table: str) -> float:
        number = next(tries) // 2
        if number not in picked:
            moment = begins + (ends - begins) * (number * 37 % TRIES) / TRIES
            picked[number] = await owner.fetchrow(PICKED, moment)
        given = [picked[number][PARAMETERS[question]]] if question in PARAMETERS else []
        began = time.perf_counter()
        await prepared[table].fetch(*given)
        return time.perf_counter() - began

    return await _in_turns(ask, f"{question}, {PLANS[plans]}")


async def _detached(url: str, owner: asyncpg.Connection, detaches: int) -> Sequence[float]:
    took = []
    async with _written(url):
        for number in range(detaches):
            began = time.perf_counter()
            await owner.execute(
                f"alter table partitioned detach partition partitioned_{number} concurrently"
            )
            took.append(time.perf_counter() - began)
    return took


@asynccontextmanager
async def _written(url: str) -> AsyncIterator[None]:
    """Let connections write to the table for as long as the block takes."""
    stopped = asyncio.Event()

    async def write() -> None:
        connection = await asyncpg.connect(url)
        statement = await connection.prepare(INSERT.format(table="partitioned", rows=1))
        while not stopped.is_set():
            await statement.fetch()
        await connection.close()

    writing = [asyncio.create_task(write()) for _ in range(WRITERS)]
    await asyncio.sleep(1)
    try:
        yield
    finally:
        stopped.set()
        await asyncio.gather(*writing)
