"""Rules E1 and E7: who fails too often waits, counted exactly over all processes."""

import asyncio
from collections import Counter
from pathlib import Path
from uuid import UUID

from rules.credentials import Attempt
from tests.databases import Database
from tests.http.machines import (
    ask_token,
    made,
)
from tests.serving import Registry, served, until_it_waits
from workflows.throttling import LIMITS, SETTLE, subjects


async def test_e1_more_than_ten_failures_of_one_client_wait(registry: Registry) -> None:
    portal = await made(registry, "person:read")
    other = await made(registry, "person:read", name="other")

    failures = [await ask_token(registry, portal["databaseId"], "x") for _ in range(12)]
    right = await ask_token(registry, portal["databaseId"], portal["clientSecret"])
    others = await ask_token(registry, other["databaseId"], other["clientSecret"])
    await registry.owner.execute(
        "update failed_attempts set attempted_at = attempted_at - interval '1 minute'"
    )
    later = await ask_token(registry, portal["databaseId"], portal["clientSecret"])

    assert [it.status_code for it in failures] == [401] * 10 + [429] * 2
    assert failures[-1].content == b'{"error":"temporarily_unavailable"}'
    assert 1 <= int(failures[-1].headers["retry-after"]) <= 60
    assert (right.status_code, others.status_code, later.status_code) == (429, 200, 200)


async def test_e1_failures_that_come_at_once_are_counted_exactly(registry: Registry) -> None:
    portal = await made(registry, "person:read")

    answers = await asyncio.gather(
        *(ask_token(registry, portal["databaseId"], "x") for _ in range(64))
    )

    statuses = Counter(it.status_code for it in answers)
    assert statuses == {401: 10, 429: 54}


async def test_e1_a_failure_waits_for_another_that_is_being_counted(registry: Registry) -> None:
    portal = await made(registry, "person:read")
    counted = subjects(Attempt("oauth", portal["databaseId"], "127.0.0.1"))

    async with registry.owner.transaction():
        for _ in range(10):
            await registry.owner.fetchrow(SETTLE, counted, LIMITS, True)
        asking = asyncio.create_task(ask_token(registry, portal["databaseId"], "x"))
        await until_it_waits(registry.owner, asking)
    answer = await asking

    assert answer.status_code == 429


async def test_e1_failures_are_counted_over_all_processes(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path) as one, served(database, tmp_path) as two:
        portal = await made(one, "person:read")

        answers = await asyncio.gather(
            *(
                ask_token(server, portal["databaseId"], "x")
                for server in (one, two)
                for _ in range(16)
            )
        )

        assert Counter(it.status_code for it in answers) == {401: 10, 429: 22}


async def test_e1_more_than_a_hundred_failures_from_one_address_wait(registry: Registry) -> None:
    portal = await made(registry, "person:read")

    answers = await asyncio.gather(
        *(ask_token(registry, str(UUID(int=number)), "x") for number in range(1, 112))
    )
    right = await ask_token(registry, portal["databaseId"], portal["clientSecret"])

    assert Counter(it.status_code for it in answers) == {401: 100, 429: 11}
    assert right.status_code == 429


async def test_e1_failed_attempts_are_forgotten(registry: Registry) -> None:
    await ask_token(registry, str(UUID(int=1)), "x")
    await registry.owner.execute(
        "update failed_attempts set attempted_at = attempted_at - interval '1 minute'"
    )

    await ask_token(registry, str(UUID(int=2)), "x")

    assert await registry.owner.fetchval("select count(*) from failed_attempts") == 2


async def test_e7_sixty_wrong_secrets_at_once_are_ten_answers_and_fifty_refusals(
    registry: Registry,
) -> None:
    portal = await made(registry, "person:read")

    answers = await asyncio.gather(
        *(ask_token(registry, portal["databaseId"], "x") for _ in range(60))
    )

    assert Counter(it.status_code for it in answers) == {401: 10, 429: 50}


async def test_e7_twenty_right_secrets_at_once_are_twenty_tokens(registry: Registry) -> None:
    portal = await made(registry, "person:read")

    answers = await asyncio.gather(
        *(ask_token(registry, portal["databaseId"], portal["clientSecret"]) for _ in range(20))
    )

    assert [it.status_code for it in answers] == [200] * 20
