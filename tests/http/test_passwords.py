"""Rule E6: one-time passwords, and passwords that people change themselves."""

import asyncio
from collections import Counter
from typing import Any

import httpx2
import pytest

from rules.access import SCOPES, Role
from tests.http.administering import do, opaque
from tests.http.people import PASSWORD, blocked, cookie_of, look, person, post, sign_in
from tests.serving import Registry, until_it_waits

NEW = "battery staple"
MUST_CHANGE = {
    "errors": [
        {
            "message": "The password must be changed",
            "extensions": {"code": "PASSWORD_MUST_BE_CHANGED"},
        }
    ]
}
REFUSED = {"errors": [{"message": "Access denied", "extensions": {"code": "UNAUTHENTICATED"}}]}


@pytest.fixture
async def office(registry: Registry) -> Registry:
    """A registry with an admin and somebody who knows their password."""
    await registry.user("admin", Role.ADMIN)
    await person(registry, "rita", Role.REGISTRAR)
    return registry


async def reset(registry: Registry, username: str = "rita") -> str:
    answer = await do(registry, "resetPassword", id=opaque("User", registry.users[username]))
    password: str = answer.data["resetPassword"]["oneTimePassword"]
    return password


async def change(
    registry: Registry, old: str, new: str = NEW, username: str = "rita", **options: Any
) -> httpx2.Response:
    given = {"username": username, "oldPassword": old, "newPassword": new}
    return await post(registry, "password", given | options.pop("given", {}), **options)


async def test_e6_a_one_time_password_has_to_be_changed_before_anything(office: Registry) -> None:
    password = await reset(office)

    first = await sign_in(office, "rita", password)
    again = await sign_in(office, "rita", password)
    old = await sign_in(office, "rita")
    changed = await change(office, password)
    with_new = await sign_in(office, "rita", NEW)
    with_former = await sign_in(office, "rita", password)

    assert (first.status_code, first.json()) == (403, MUST_CHANGE)
    assert "set-cookie" not in first.headers
    assert (again.status_code, old.status_code, changed.status_code) == (403, 401, 204)
    assert (with_new.status_code, with_former.status_code) == (200, 401)


async def test_e6_a_reset_ends_all_sessions_and_their_tokens(office: Registry) -> None:
    signed_in = await sign_in(office, "rita")

    await reset(office)
    viewer = await look(office, signed_in)
    refreshed = await post(office, "refresh", cookie=cookie_of(signed_in))

    assert (viewer.status_code, refreshed.status_code) == (401, 401)


async def test_e6_one_time_passwords_differ_and_are_kept_as_hashes(office: Registry) -> None:
    passwords = {await reset(office) for _ in range(3)}

    kept = await office.owner.fetchrow(
        "select password_hash, (select string_agg(audit_log::text, ' ') from audit_log) as trail"
        " from users where username = 'rita'"
    )
    assert len(passwords) == 3
    assert kept is not None
    assert kept["password_hash"].startswith("$argon2id$")
    assert not any(it in kept["trail"] or it in kept["password_hash"] for it in passwords)


async def test_d1_resets_and_changes_are_in_the_trail_by_name_only(office: Registry) -> None:
    signed_in = await sign_in(office, "rita")
    await change(office, await reset(office))

    rows = await office.owner.fetch(
        "select action, resource, actor_id, client_id, changeset::text from audit_log"
        " where action like 'user.password%' order by id"
    )
    assert signed_in.status_code == 200
    assert [(it["action"], it["resource"]) for it in rows] == [
        ("user.password_reset", "user"),
        ("user.password_reset", "session"),
        ("user.password_changed", "user"),
    ]
    assert [it["actor_id"] for it in rows] == [
        *[office.users["admin"]] * 2,
        office.users["rita"],
    ]
    assert rows[0]["changeset"] == (
        '{"password_hash": "[personal data]", "password_is_one_time": true}'
    )
    assert {it["client_id"] for it in rows} == {office.console_id}


async def test_e6_a_change_ends_the_other_sessions_and_keeps_the_one_it_came_from(
    office: Registry,
) -> None:
    here, elsewhere = [await sign_in(office, "rita") for _ in range(2)]

    changed = await change(office, PASSWORD, cookie=cookie_of(here))
    answers = [await look(office, it) for it in (here, elsewhere)]
    renewed = await post(office, "refresh", cookie=cookie_of(here))

    assert changed.status_code == 204
    assert [it.status_code for it in (*answers, renewed)] == [200, 401, 200]


async def test_e6_a_change_without_a_session_ends_all(office: Registry) -> None:
    await person(office, "rosa", Role.REGISTRAR)
    signed_in = await sign_in(office, "rita")
    others = await sign_in(office, "rosa")

    changed = await change(office, PASSWORD, cookie=cookie_of(others))

    assert changed.status_code == 204
    assert (await look(office, signed_in)).status_code == 401
    assert (await look(office, others)).status_code == 200


async def test_e6_whoever_may_not_change_a_password_learns_nothing_about_why(
    office: Registry,
) -> None:
    await person(office, "blocked", Role.REGISTRAR)
    await blocked(office, "users", "blocked")
    machine = await office.client("portal")

    answers = [
        await change(office, "wrong one"),
        await change(office, PASSWORD, username="nobody"),
        await change(office, PASSWORD, username="admin"),
        await change(office, PASSWORD, username="blocked"),
        await change(office, PASSWORD, given={"clientId": str(machine)}),
    ]

    assert [it.status_code for it in answers] == [401] * 5
    assert all(it.json() == REFUSED for it in answers)
    assert (await sign_in(office, "rita")).status_code == 200


async def test_e6_a_one_time_password_of_somebody_blocked_reveals_nothing(office: Registry) -> None:
    password = await reset(office)
    await blocked(office, "users", "rita")

    answer = await sign_in(office, "rita", password)

    assert (answer.status_code, answer.json()) == (401, REFUSED)


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (PASSWORD, "seven77", ["length"]),
        (PASSWORD, "x" * 1025, ["length"]),
        (PASSWORD, "null\u0000null", ["characters"]),
        (PASSWORD, PASSWORD, ["another"]),
        ("éclairs!", "e\u0301clairs!", ["another"]),
    ],
)
async def test_e6_a_new_password_has_its_measure_whoever_asks(
    office: Registry, old: str, new: str, rules: list[str]
) -> None:
    known = await change(office, old, new)
    unknown = await change(office, old, new, username="nobody")

    assert (known.status_code, unknown.status_code) == (422, 422)
    assert known.json() == unknown.json()
    (error,) = known.json()["errors"]
    violations = error["extensions"]["violations"]
    assert [(it["path"], it["rule"]) for it in violations] == [
        (["newPassword"], it) for it in rules
    ]
    assert await office.owner.fetchval("select count(*) from failed_attempts") == 0


@pytest.mark.parametrize("content", [{}, {"username": "rita", "oldPassword": PASSWORD}, {"a": 1}])
async def test_e6_what_is_no_change_is_refused(office: Registry, content: Any) -> None:
    answer = await post(office, "password", content)

    assert answer.status_code == 400


async def test_e6_old_passwords_are_guessed_no_more_often_than_at_the_sign_in(
    office: Registry,
) -> None:
    guesses = await asyncio.gather(*(change(office, "wrong one") for _ in range(14)))
    right = await change(office, PASSWORD)
    signing_in = await sign_in(office, "rita")

    assert Counter(it.status_code for it in guesses) == {401: 10, 429: 4}
    assert (right.status_code, signing_in.status_code) == (429, 429)


async def test_e6_of_two_changes_at_once_one_is_made(office: Registry) -> None:
    answers = await asyncio.gather(
        *(change(office, PASSWORD, f"new password {number}") for number in range(2))
    )

    assert sorted(it.status_code for it in answers) == [204, 401]


async def test_e6_a_reset_that_is_being_made_lets_no_change_pass(office: Registry) -> None:
    async with office.acting("user.password_reset") as owner:
        await owner.execute("update users set password_hash = 'other' where username = 'rita'")
        changing = asyncio.create_task(change(office, PASSWORD))
        await until_it_waits(owner, changing)
    answer = await changing

    assert answer.status_code == 401


async def test_e6_a_password_is_changed_through_another_user_interface(office: Registry) -> None:
    desk = await office.client("desk", "USER_INTERFACE", SCOPES)

    changed = await change(office, PASSWORD, given={"clientId": str(desk)})

    assert changed.status_code == 204
    assert (
        await office.owner.fetchval(
            "select client_id from audit_log where action = 'user.password_changed'"
        )
        == desk
    )


async def test_e6_nobody_but_an_admin_resets_passwords(office: Registry) -> None:
    refused = await do(
        office, "resetPassword", who="rita", id=opaque("User", office.users["admin"])
    )
    unknown = await do(office, "resetPassword", id=opaque("User", office.console_id))

    assert refused.status == 403
    assert unknown.refusal == ("NOT_FOUND", "User not found")
