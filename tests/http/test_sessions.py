"""Rule E5: how people stay signed in, and how a session ends."""

import asyncio
from pathlib import Path

import pytest

from rules.access import Role
from server.identity.issuer import Issuer
from tests.http.people import (
    blocked,
    cookie_of,
    look,
    person,
    post,
    set_cookie,
    sign_in,
)
from tests.serving import Registry, until_it_waits


@pytest.mark.parametrize("path", ["refresh", "sign-out"])
async def test_e5_no_other_sites_form_can_use_the_session(registry: Registry, path: str) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    cookie = cookie_of(await sign_in(registry, "rita"))

    forged = await registry.http.post(
        f"{registry.url}/auth/{path}",
        content=b"{}",
        headers={"cookie": f"selfsame_session={cookie}", "content-type": "text/plain"},
    )
    after = await post(registry, "refresh", cookie=cookie)

    assert (forged.status_code, after.status_code) == (415, 200)


async def test_e5_each_renewal_gives_another_token_of_the_same_session(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    first = await sign_in(registry, "rita")

    second = await post(registry, "refresh", cookie=cookie_of(first))
    third = await post(registry, "refresh", cookie=cookie_of(second))

    assert len({cookie_of(it) for it in (first, second, third)}) == 3
    assert await registry.owner.fetchval("select count(*) from sessions") == 1


async def test_e5_two_windows_that_renew_at_once_both_go_on(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    cookie = cookie_of(await sign_in(registry, "rita"))

    answers = await asyncio.gather(*(post(registry, "refresh", cookie=cookie) for _ in range(8)))

    (renewed,) = {cookie_of(it) for it in answers}
    after = await post(registry, "refresh", cookie=renewed)
    assert [it.status_code for it in (*answers, after)] == [200] * 9


async def test_e5_a_page_that_is_left_before_its_renewal_is_answered_ends_no_session(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    cookie = cookie_of(await sign_in(registry, "rita"))

    lost = await post(registry, "refresh", cookie=cookie)
    next_page = await post(registry, "refresh", cookie=cookie)
    async with registry.acting("session.renewed") as owner:
        await owner.execute("update sessions set renewed_at = now() - interval '11 seconds'")
    later = await post(registry, "refresh", cookie=cookie_of(next_page))

    assert cookie_of(next_page) == cookie_of(lost)
    assert [it.status_code for it in (lost, next_page, later)] == [200] * 3


async def test_e5_another_signing_key_ends_no_session(registry: Registry, tmp_path: Path) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    cookie = cookie_of(await sign_in(registry, "rita"))

    lost = await post(registry, "refresh", cookie=cookie)
    Issuer(tmp_path / "other")
    (tmp_path / "other" / "keys" / "0001.pem").rename(tmp_path / "keys" / "0002.pem")
    next_page = await post(registry, "refresh", cookie=cookie)
    later = await post(registry, "refresh", cookie=cookie_of(next_page))

    assert cookie_of(next_page) == cookie_of(lost)
    assert later.status_code == 200


async def test_e5_a_stolen_token_that_comes_back_ends_the_session(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    stolen = cookie_of(await sign_in(registry, "rita"))
    owners = cookie_of(await post(registry, "refresh", cookie=stolen))
    async with registry.acting("session.renewed") as owner:
        await owner.execute("update sessions set renewed_at = now() - interval '11 seconds'")

    answers = [await post(registry, "refresh", cookie=it) for it in (stolen, owners)]

    assert [it.status_code for it in answers] == [401, 401]
    assert (
        await registry.owner.fetchval("select count(*) from sessions where ended_at is null") == 0
    )


async def test_e5_a_cookie_that_is_no_session_is_refused(registry: Registry) -> None:
    for cookie in ("", ".", "a.b", "x" * 5000, "a", "a.b.c", '"', "a;b=c"):
        refreshed = await post(registry, "refresh", cookie=cookie)
        signed_out = await post(registry, "sign-out", cookie=cookie)

        assert (refreshed.status_code, signed_out.status_code) == (401, 204), cookie


async def test_e5_a_session_ends_after_twelve_hours_however_often_it_is_renewed(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    cookie = cookie_of(await sign_in(registry, "rita"))
    async with registry.acting("session.renewed") as owner:
        await owner.execute("update sessions set expires_at = expires_at - interval '11:58:00'")

    late = await post(registry, "refresh", cookie=cookie)
    async with registry.acting("session.renewed") as owner:
        await owner.execute("update sessions set expires_at = expires_at - interval '2 minutes'")
    too_late = await post(registry, "refresh", cookie=cookie_of(late))

    assert late.status_code == 200
    assert late.json()["expiresIn"] <= 120
    assert any(it.startswith("Max-Age=1") for it in set_cookie(late))
    assert too_late.status_code == 401


@pytest.mark.parametrize(("table", "name"), [("users", "rita"), ("clients", "console")])
async def test_e5_a_block_ends_sessions_at_once_and_lifting_it_brings_none_back(
    registry: Registry, table: str, name: str
) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    signed_in = await sign_in(registry, "rita")

    await blocked(registry, table, name)
    viewer = await look(registry, signed_in)
    refreshed = await post(registry, "refresh", cookie=cookie_of(signed_in))
    await blocked(registry, table, name, state=False)
    afterwards = await post(registry, "refresh", cookie=cookie_of(signed_in))
    again = await sign_in(registry, "rita")

    assert viewer.status_code == 403
    assert [it.status_code for it in (refreshed, afterwards, again)] == [401, 401, 200]


async def test_e5_a_sign_in_waits_for_a_block_that_is_being_made(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)

    async with registry.acting("user.blocked") as owner:
        await owner.execute("update users set is_blocked = true where username = 'rita'")
        signing_in = asyncio.create_task(sign_in(registry, "rita"))
        await until_it_waits(owner, signing_in)
    answer = await signing_in

    assert answer.status_code == 401
    assert await registry.owner.fetchval("select count(*) from sessions") == 0


async def test_d1_sessions_are_in_the_trail_without_their_tokens(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    cookie = cookie_of(await sign_in(registry, "rita"))
    renewed = cookie_of(await post(registry, "refresh", cookie=cookie))

    await post(registry, "sign-out", cookie=renewed)

    rows = await registry.owner.fetch(
        "select action, actor_id, client_id, changeset::text from audit_log"
        " where resource = 'session' order by id"
    )
    who = (registry.users["rita"], registry.console_id)
    assert [row["action"] for row in rows] == [
        "session.started",
        "session.renewed",
        "session.ended",
    ]
    assert {(row["actor_id"], row["client_id"]) for row in rows} == {who}
    assert '"token_digest": "[personal data]"' in rows[0]["changeset"]
