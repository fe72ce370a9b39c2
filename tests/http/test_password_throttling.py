"""Rules E5 and E7: passwords that are guessed, and right ones that come at once."""

import asyncio
from collections import Counter
from pathlib import Path

from rules.access import Role
from rules.credentials import Attempt
from tests.databases import Database
from tests.http.people import blocked, person, sign_in
from tests.serving import Registry, served, until_it_waits
from workflows.throttling import LIMITS, SETTLE, subjects


async def test_e7_twenty_right_passwords_at_once_are_twenty_sign_ins(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)

    answers = await asyncio.gather(*(sign_in(registry, "rita") for _ in range(20)))

    assert [it.status_code for it in answers] == [200] * 20
    assert await registry.owner.fetchval("select count(*) from sessions") == 20
    assert await registry.owner.fetchval("select count(*) from failed_attempts") == 0


async def test_e7_sixty_wrong_passwords_at_once_are_ten_answers_and_fifty_refusals(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    await person(registry, "rosa", Role.REGISTRAR)

    wrong = await asyncio.gather(*(sign_in(registry, "rita", "wrong one") for _ in range(60)))
    right = await sign_in(registry, "rita")
    others = await sign_in(registry, "rosa")

    assert Counter(it.status_code for it in wrong) == {401: 10, 429: 50}
    assert right.status_code == 429
    assert 1 <= int(right.headers["retry-after"]) <= 60
    assert right.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert others.status_code == 200


async def test_e7_guesses_are_counted_over_all_processes(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path) as one, served(database, tmp_path) as two:
        await person(one, "rita", Role.REGISTRAR)

        answers = await asyncio.gather(
            *(sign_in(server, "rita", "wrong one") for server in (one, two) for _ in range(12))
        )

        assert Counter(it.status_code for it in answers) == {401: 10, 429: 14}


async def test_e7_a_right_guess_among_too_many_wrong_ones_reveals_nothing(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    counted = subjects(Attempt("sign-in", "rita", "127.0.0.1"))

    async with registry.owner.transaction():
        for _ in range(11):
            await registry.owner.fetchrow(SETTLE, counted, LIMITS, True)
        guessing = asyncio.create_task(sign_in(registry, "rita"))
        await until_it_waits(registry.owner, guessing)
    answer = await guessing

    assert answer.status_code == 429
    assert await registry.owner.fetchval("select count(*) from sessions") == 0


async def test_e7_who_knows_the_password_of_a_blocked_user_is_counted_like_who_guesses(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    await blocked(registry, "users", "rita")

    answers = [await sign_in(registry, "rita") for _ in range(12)]

    assert [it.status_code for it in answers] == [401] * 10 + [429] * 2


async def test_e5_guesses_are_throttled_by_address(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    attempt = subjects(Attempt("sign-in", "others", "127.0.0.1"))
    await registry.owner.execute(
        "insert into failed_attempts (subject) select $1 from generate_series(1, 101)", attempt[1]
    )

    answer = await sign_in(registry, "rita")

    assert answer.status_code == 429


async def test_e7_a_password_that_is_changed_while_it_is_checked_begins_no_session(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)

    async with registry.acting("user.password_changed") as owner:
        await owner.execute("update users set password_hash = 'other' where username = 'rita'")
        signing_in = asyncio.create_task(sign_in(registry, "rita"))
        await until_it_waits(owner, signing_in)
    answer = await signing_in

    assert answer.status_code == 401
    assert await registry.owner.fetchval("select count(*) from sessions") == 0
