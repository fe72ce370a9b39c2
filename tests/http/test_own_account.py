"""What people see of their own account: what was done with it, and its letters (E9, U2)."""

from typing import Any

import pytest

from rules.access import Role
from tests.http.people import person, post, sign_in
from tests.http.test_own_sessions import FIREFOX, ask
from tests.letters import reachable
from tests.limited_grants import grant, tree_of
from tests.serving import Registry

STEPS = "{ myAccountSteps(first: 20) { nodes { action byThemselves browser } } }"
LETTERS = "{ myLetters(first: 20) { nodes { kind } } }"


@pytest.fixture
async def rita(registry: Registry) -> Registry:
    """A registry with two who have passwords."""
    await person(registry, "rita", Role.REGISTRAR)
    await person(registry, "rosa", Role.REGISTRAR)
    return registry


async def steps_of(registry: Registry, signed_in: Any) -> list[tuple[str, bool, str | None]]:
    nodes = (await ask(registry, signed_in, STEPS))["data"]["myAccountSteps"]["nodes"]
    return [(it["action"], it["byThemselves"], it["browser"]) for it in nodes]


async def test_e9_people_see_what_was_done_with_their_account_and_nobody_elses(
    rita: Registry,
) -> None:
    given = {"username": "rita", "password": "correct horse"}
    await post(rita, "sign-in", given, **{"user-agent": FIREFOX})
    await sign_in(rita, "rosa")
    here = await sign_in(rita, "rita")

    newest, before, *_, first = await steps_of(rita, here)

    assert newest == ("session.started", True, None)
    assert before == ("session.started", True, "Firefox")
    assert first == ("user.created", False, None)
    others = [it for it in await steps_of(rita, await sign_in(rita, "rosa")) if it[2]]
    assert others == []


async def test_e9_a_role_that_was_taken_is_a_step_though_a_letter_was_written_first(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    tree = await tree_of(registry)
    for username in ("rita", "rosa"):
        await registry.user(username)
        await reachable(registry, username)
    for mutation in ("grantRole", "revokeRole"):
        await grant(registry, "admin", "rita", Role.REGISTRAR, tree.left, mutation=mutation)

    steps = {
        username: (await registry.ask(username, STEPS)).data["myAccountSteps"]["nodes"]
        for username in ("rita", "rosa")
    }

    assert [it["action"] for it in steps["rita"]][:2] == ["role.revoked", "role.granted"]
    assert "role.revoked" not in [it["action"] for it in steps["rosa"]]


async def test_r4_another_last_day_of_a_role_is_no_new_role(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    tree = await tree_of(registry)
    await registry.user("rita")
    for day in (None, "2093-01-01T00:00:00Z", "2094-01-01T00:00:00Z"):
        await grant(registry, "admin", "rita", Role.REGISTRAR, tree.left, expiresAt=day)

    asked = "{ myAccountSteps(first: 3) { nodes { action isAnotherLastDay } } }"
    steps = (await registry.ask("rita", asked)).data["myAccountSteps"]["nodes"]

    assert {it["action"] for it in steps} == {"role.granted"}
    assert [it["isAnotherLastDay"] for it in steps] == [True, True, False]


async def test_e9_a_machine_has_no_account(registry: Registry) -> None:
    portal = await registry.client("portal")

    answers = [await registry.ask(portal, query) for query in (STEPS, LETTERS)]

    assert [it.errors[0]["message"] for it in answers] == ["User doesn't have required role"] * 2


async def test_u2_people_see_the_letters_to_themselves(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    tree = await tree_of(registry)
    for username in ("rita", "rosa"):
        await registry.user(username)
        await reachable(registry, username)
    await grant(registry, "admin", "rita", Role.REGISTRAR, tree.left)

    seen = {
        username: (await registry.ask(username, LETTERS)).data["myLetters"]["nodes"]
        for username in ("rita", "rosa")
    }

    assert seen == {"rita": [{"kind": "ROLES_CHANGED"}], "rosa": []}
