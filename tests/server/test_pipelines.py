"""Statements in pipelines: each answer belongs to its question, and a failure is no answer."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from server.postgres import pipeline
from server.postgres.pipelines import QUICK_SECONDS, Pipelines
from tests.databases import Database
from tests.server.pools import QUOTIENT, TIMEOUT_SECONDS, WHO, until_fetched

LARGE = "select repeat($1::text, 3000000), number from generate_series(1, 3) number"
NOTING = "select noting($1)"
LOCKED = "select $1::int, pg_advisory_lock_shared(77) is null"
TYPED = """
select $1::text, $2::uuid, $3::int, $4::bigint, $5::bool, $6::timestamptz, $7::date,
       $8::text[] = array['a"', '\\', ''], $9::text, 1.5::float8, 7::smallint, 'v'::varchar
"""
TYPES: list[Any] = [
    *("Zoë 🌱 \\ \" '", UUID(int=7), -5, 2**62, True),
    *(datetime(2026, 11, 26, 22, 30, 5, 123456, UTC), date(1899, 12, 31), ['a"', "\\", ""], None),
]


async def ask(pipelines: Pipelines, number: int, divisor: int) -> bool:
    """Ask one question, and return whether it was answered, with its own answer."""
    rows = await pipelines.fetch(QUOTIENT, (number, divisor))
    if rows is None:
        pipelines.note(QUOTIENT, 0)
        return False
    assert divisor != 0
    assert rows == [(number, 100 // divisor)]
    return True


async def test_values_are_those_that_a_connection_of_the_pool_returns(
    pipelines: Pipelines, database: Database
) -> None:
    connection = await asyncpg.connect(database.app_url)
    expected = tuple((await connection.fetch(TYPED, *TYPES))[0])
    await connection.close()

    (row,) = await until_fetched(pipelines, TYPED, *TYPES)

    assert row == expected
    assert row[0] == TYPES[0]
    assert row[5].isoformat() == expected[5].isoformat()


async def test_each_of_100_000_answers_belongs_to_its_question_where_a_tenth_fails(
    pipelines: Pipelines,
) -> None:
    await until_fetched(pipelines, QUOTIENT, 0, 1)
    random = Random(13)
    answered = 0

    for start in range(0, 100_000, 500):
        divisors = [0 if random.random() < 0.1 else random.randint(1, 100) for _ in range(500)]
        # Some in each turn of the loop, so that batches have few failures or many.
        tasks = []
        for number, divisor in enumerate(divisors, start):
            tasks.append(asyncio.create_task(ask(pipelines, number, divisor)))
            if random.random() < 0.2:
                await asyncio.sleep(0)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            answered += sum(await asyncio.gather(*tasks))

    assert answered > 10_000


async def test_10_000_at_once_are_answered_or_left_to_the_pool(pipelines: Pipelines) -> None:
    await until_fetched(pipelines, QUOTIENT, 0, 1)

    async with asyncio.timeout(TIMEOUT_SECONDS):
        answers = await asyncio.gather(*(ask(pipelines, it, 7) for it in range(10_000)))

    assert 0 < sum(answers) <= 2 * pipeline.MAX_OUTSTANDING


async def test_who_gives_up_takes_nobody_elses_answer(pipelines: Pipelines) -> None:
    await until_fetched(pipelines, QUOTIENT, 0, 1)
    tasks = [asyncio.create_task(ask(pipelines, it, 3)) for it in range(100)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert all(isinstance(it, asyncio.CancelledError) for it in answers[::2])
    assert answers[1::2] == [True] * 50


async def test_a_large_result_comes_whole(pipelines: Pipelines) -> None:
    await until_fetched(pipelines, QUOTIENT, 0, 1)

    large = until_fetched(pipelines, LARGE, "ab")
    rows, small = await asyncio.gather(large, until_fetched(pipelines, QUOTIENT, 1, 1))

    assert [(len(text), number) for text, number in rows] == [(6_000_000, it) for it in (1, 2, 3)]
    assert small == [(1, 100)]


async def test_large_arguments_are_sent_whole(pipelines: Pipelines) -> None:
    text = "select length($1::text)"
    await until_fetched(pipelines, text, "")

    many = [pipelines.fetch(text, ("x" * 1_000_000,)) for _ in range(20)]
    answers = await asyncio.gather(*many)

    assert answers == [[(1_000_000,)]] * 20


async def test_a_server_that_goes_away_leaves_nobody_waiting(
    pipelines: Pipelines, owner: asyncpg.Connection
) -> None:
    await owner.execute("select pg_advisory_lock(77)")
    await until_fetched(pipelines, QUOTIENT, 0, 1)
    waiting = asyncio.create_task(until_fetched(pipelines, LOCKED, 1))
    await until_locked(owner)
    beside = [asyncio.create_task(pipelines.fetch(QUOTIENT, (it, 1))) for it in range(10)]

    await owner.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'selfsame' and datname = current_database()"
    )
    async with asyncio.timeout(TIMEOUT_SECONDS):
        answers = await asyncio.gather(*beside)
    await owner.execute("select pg_advisory_unlock(77)")

    assert all(it is None or it[0][0] == number for number, it in enumerate(answers))
    assert await waiting == [(1, False)]
    assert await until_fetched(pipelines, QUOTIENT, 5, 5) == [(5, 20)]


async def test_nobody_waits_behind_a_slow_statement_for_long(
    pipelines: Pipelines, owner: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "STUCK_SECONDS", 0)
    await owner.execute("select pg_advisory_lock(77)")
    await until_fetched(pipelines, QUOTIENT, 0, 1)
    slow = asyncio.create_task(until_fetched(pipelines, LOCKED, 1))
    await until_locked(owner)

    async with asyncio.timeout(TIMEOUT_SECONDS):
        answers = [await pipelines.fetch(QUOTIENT, (it, 1)) for it in range(10)]
    await owner.execute("select pg_advisory_unlock(77)")

    assert all(it is None or it == [(number, 100)] for number, it in enumerate(answers))
    assert await slow == [(1, False)]


async def test_a_statement_that_was_slow_is_left_to_the_pool(pipelines: Pipelines) -> None:
    await until_fetched(pipelines, QUOTIENT, 0, 1)
    other = "select $1::int + 1"

    pipelines.note(other, QUICK_SECONDS * 2)
    slow = [await pipelines.fetch(other, (it,)) for it in range(20)]

    assert slow == [None] * 20


async def test_a_statement_that_a_migration_changed_is_prepared_again(
    pipelines: Pipelines, owner: asyncpg.Connection
) -> None:
    text = "select * from changing"
    await owner.execute("create table changing as select 1 as one")
    await owner.execute("grant select on changing to selfsame_app")
    before = await until_fetched(pipelines, text)

    await owner.execute("alter table changing add column two text default 'b'")
    stale = await pipelines.fetch(text, ())
    after = await until_fetched(pipelines, text)

    assert (before, stale, after) == ([(1,)], None, [(1, "b")])


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("select $1::text", ("\ud800",)),
        ("select $1::text", ("a\0b",)),
        ("select $1::float8", (1.5,)),
        ("select $1::timestamptz", (datetime(2026, 1, 1),)),  # noqa: DTZ001
        ("select 'infinity'::timestamptz, $1::int", (1,)),
        ("select array[$1::int]", (1,)),
        ("select row($1::int, 'a')", (1,)),
        ("update persons set first_name = $1", ("a",)),
    ],
)
async def test_what_pipelines_do_not_take_is_left_to_the_pool(
    pipelines: Pipelines, text: str, arguments: tuple[Any, ...]
) -> None:
    await until_fetched(pipelines, QUOTIENT, 0, 1)
    answers = []
    for _ in range(20):
        pipelines.note(text, 0)
        answers.append(await pipelines.fetch(text, arguments))
        await until_fetched(pipelines, QUOTIENT, 0, 1)

    assert answers == [None] * 20


async def until_locked(owner: asyncpg.Connection) -> None:
    """Return when a statement waits for the lock."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await owner.fetchval("select count(*) from pg_locks where not granted"):
            await asyncio.sleep(0.01)


async def test_a_statement_that_writes_is_refused_and_undoes_nothing_of_others(
    pipelines: Pipelines, owner: asyncpg.Connection
) -> None:
    await owner.execute(
        "create table noted (number integer); grant select, insert on noted to selfsame_app;"
        "create function noting(integer) returns integer language sql"
        " as 'insert into noted values ($1) returning number'"
    )
    await until_fetched(pipelines, "select $1::integer", 1)

    def both() -> Awaitable[list[Any]]:
        pipelines.note(NOTING, 0)
        return asyncio.gather(pipelines.fetch(NOTING, (1,)), pipelines.fetch(QUOTIENT, (1, 1)))

    while not any(it.has(NOTING) for it in pipelines._open):
        await both()
        await asyncio.sleep(0.01)

    assert (await both())[0] is None
    assert await owner.fetchval("select count(*) from noted") == 0
    await owner.execute("drop function noting; drop table noted")


async def test_statements_use_one_connection_while_its_answers_are_near(
    pipelines: Pipelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.pipelines.FULL_SECONDS", TIMEOUT_SECONDS)
    await until_fetched(pipelines, WHO)

    answers = await asyncio.gather(*(pipelines.fetch(WHO, ()) for _ in range(50)))

    assert len({rows[0] for rows in answers if rows}) == pipelines.size == 1


async def test_a_connection_whose_answers_are_far_off_leaves_statements_to_others(
    pipelines: Pipelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.postgres.pipelines.FULL_SECONDS", -1.0)
    backends: Counter[int] = Counter()

    async with asyncio.timeout(TIMEOUT_SECONDS):
        while len(backends) < pipelines._size:
            pipelines.note(WHO, 0)
            answers = await asyncio.gather(*(pipelines.fetch(WHO, ()) for _ in range(20)))
            backends.update(rows[0][0] for rows in answers if rows)

    assert pipelines.size == len(backends)
