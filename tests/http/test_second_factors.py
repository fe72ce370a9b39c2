"""Rule E10: a code beside the password, taken once, guessed in vain."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from rules.access import Role
from rules.credentials import Attempt
from tests.http.people import PASSWORD, blocked, person, post
from tests.http.second_factors import NOW, OWN, ask, code, said, set_up, sign_in
from tests.serving import Registry
from workflows import one_time_codes, second_factors
from workflows.throttling import subjects

pytestmark = pytest.mark.usefixtures("still_clock")


@pytest.fixture
async def rita(registry: Registry) -> Registry:
    """A registry with an admin, and somebody who knows their password."""
    await registry.user("admin", Role.ADMIN)
    await person(registry, "rita", Role.REGISTRAR)
    return registry


async def test_e10_a_code_is_taken_once_and_none_before_it_later(rita: Registry) -> None:
    secret, _ = await set_up(rita)

    later = await sign_in(rita, code(secret, 1))
    again = await sign_in(rita, code(secret, 1))
    earlier = await sign_in(rita, code(secret))

    assert later.status_code == 200
    assert said(again) == (401, "UNAUTHENTICATED")
    assert said(earlier) == (401, "UNAUTHENTICATED")


async def test_e10_of_sixty_four_with_one_code_at_once_one_signs_in(rita: Registry) -> None:
    secret, _ = await set_up(rita)
    given = code(secret)

    answers = await asyncio.gather(*(sign_in(rita, given) for _ in range(64)))

    found = Counter(it.status_code for it in answers)
    assert found[200] == 1
    assert found.keys() <= {200, 401, 429}
    assert await rita.owner.fetchval("select count(*) from sessions") == 1


async def test_e10_of_many_with_one_recovery_code_at_once_one_signs_in(rita: Registry) -> None:
    _, codes = await set_up(rita)

    answers = await asyncio.gather(*(sign_in(rita, codes[0]) for _ in range(12)))

    assert Counter(it.status_code for it in answers)[200] == 1


@pytest.mark.parametrize("steps", [-2, 2, 40, -4000])
async def test_e10_a_clock_may_be_off_by_one_step_and_no_more(
    rita: Registry, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    now = NOW
    monkeypatch.setattr("workflows.second_factor_setup.time", lambda: now - 10_000)
    secret = (await ask(rita, "begin")).json()["secret"]
    first = one_time_codes.code_at(secret, int(now - 10_000) // 30)
    assert (await ask(rita, "confirm", code=first)).status_code == 200

    off = await sign_in(rita, one_time_codes.code_at(secret, int(now) // 30 + steps))
    before = await sign_in(rita, one_time_codes.code_at(secret, int(now) // 30 - 1))
    after = await sign_in(rita, one_time_codes.code_at(secret, int(now) // 30 + 1))

    assert [it.status_code for it in (off, before, after)] == [401, 200, 200]


async def test_e10_each_recovery_code_is_taken_once_however_it_is_typed(rita: Registry) -> None:
    _, codes = await set_up(rita)

    first = await sign_in(rita, f" {codes[0].upper().replace('-', ' ')} ")
    again = await sign_in(rita, codes[0])
    other = await sign_in(rita, codes[9].replace("-", ""))
    left = await rita.ask("rita", OWN)

    assert [it.status_code for it in (first, again, other)] == [200, 401, 200]
    assert left.data["viewer"]["user"]["recoveryCodesLeft"] == 8


async def test_e10_a_wrong_password_is_answered_alike_whatever_code_comes_along(
    rita: Registry,
) -> None:
    secret, codes = await set_up(rita)
    await person(rita, "rosa", Role.REGISTRAR)

    answers = [
        await sign_in(rita, given, username, "wrong one")
        for username in ("rita", "rosa", "nobody")
        for given in (None, code(secret), codes[0])
    ]

    assert {(it.status_code, it.text) for it in answers} == {(401, answers[0].text)}
    assert (await sign_in(rita, codes[0])).status_code == 200, "no code was used up"


async def test_e10_wrong_codes_are_counted_as_wrong_passwords_are(rita: Registry) -> None:
    secret, codes = await set_up(rita)

    wrong = await asyncio.gather(*(sign_in(rita, "000000") for _ in range(30)))
    right = await sign_in(rita, codes[0])

    assert Counter(it.status_code for it in wrong) == {401: 10, 429: 20}
    assert right.status_code == 429
    assert secret


async def test_e10_a_code_that_turns_out_right_after_too_many_wrong_ones_is_not_used_up(
    rita: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, codes = await set_up(rita)
    counted = "insert into failed_attempts (subject) select $1 from generate_series(1, 11)"
    check = second_factors.check

    async def late(*given: Any) -> bool:
        found = await check(*given)
        subject = subjects(Attempt("sign-in", "rita", "127.0.0.1"))[0]
        await rita.owner.execute(counted, subject)
        return found

    monkeypatch.setattr(second_factors, "check", late)
    answer = await sign_in(rita, codes[0])
    monkeypatch.undo()

    left = await rita.ask("rita", OWN)
    assert answer.status_code == 429
    assert left.data["viewer"]["user"]["recoveryCodesLeft"] == 10
    assert await rita.owner.fetchval("select count(*) from sessions") == 0


async def test_e10_a_blocked_users_right_code_is_answered_as_a_wrong_password(
    rita: Registry,
) -> None:
    secret, codes = await set_up(rita)
    await blocked(rita, "users", "rita")

    answers = [await sign_in(rita, it) for it in (None, code(secret), codes[0])]

    assert {said(it) for it in answers} == {(401, "UNAUTHENTICATED")}


@pytest.mark.parametrize(
    "given", ["", "12345", "1234567", "abcdef", "١٢٣", "x" * 10_000, "\x00" * 6]
)
async def test_e10_what_is_no_code_is_a_wrong_one(rita: Registry, given: str) -> None:
    await set_up(rita)

    answer = await sign_in(rita, given)

    assert answer.status_code == 401


async def test_e10_a_code_is_a_text_in_digits_of_any_script(rita: Registry) -> None:
    secret, _ = await set_up(rita)
    arabic = code(secret).translate({48 + digit: 0x660 + digit for digit in range(10)})

    number = await post(rita, "sign-in", {"username": "rita", "password": PASSWORD, "code": 1})
    answer = await sign_in(rita, f"{arabic[:3]} {arabic[3:]}")

    assert said(number) == (400, "BAD_REQUEST")
    assert answer.status_code == 200
