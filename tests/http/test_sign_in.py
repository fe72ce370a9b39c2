"""Rule E5: how people sign in, and who is not let in."""

from typing import Any
from uuid import UUID

import jwt
import pytest

from rules.access import Role, scopes_of
from tests import cheap_passwords
from tests.http.people import (
    PASSWORD,
    blocked,
    cookie_of,
    look,
    person,
    post,
    set_cookie,
    sign_in,
)
from tests.serving import Registry
from workflows import credentials, sessions


async def test_e5_a_person_signs_in_renews_and_signs_out(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)

    signed_in = await sign_in(registry, "rita")
    renewed = await post(registry, "refresh", cookie=cookie_of(signed_in))
    viewer = await look(registry, renewed)
    signed_out = await post(registry, "sign-out", cookie=cookie_of(renewed))
    after = await post(registry, "refresh", cookie=cookie_of(renewed))

    assert (signed_in.status_code, renewed.status_code) == (200, 200)
    assert viewer.json() == {
        "data": {"viewer": {"user": {"username": "rita"}, "roles": ["REGISTRAR"]}}
    }
    assert signed_out.status_code == 204
    assert after.status_code == 401


async def test_e5_the_session_is_a_cookie_that_no_page_and_no_other_site_can_use(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)

    plain = await sign_in(registry, "rita")

    attributes = {"HttpOnly", "SameSite=strict", "Path=/auth", "Max-Age=43200"}
    assert set_cookie(plain) == attributes
    assert "set-cookie" not in (await look(registry, plain)).headers
    assert cookie_of(plain) not in plain.text
    assert plain.headers["cache-control"] == "no-store"


async def test_e5_the_access_token_has_ten_minutes_and_what_the_roles_allow(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)

    content = (await sign_in(registry, "rita")).json()

    claims = jwt.decode(content["accessToken"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == content["expiresIn"] == 600
    assert set(claims["scope"].split()) == scopes_of([Role.REGISTRAR])
    assert claims["client_id"] == str(registry.console_id)


async def test_e5_whoever_signs_in_or_goes_on_is_told_who_they_are_as_the_viewer_is(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR, Role.ADMIN)

    signed_in = await sign_in(registry, "rita")
    renewed = await post(registry, "refresh", cookie=cookie_of(signed_in))

    answer = await registry.http.post(
        f"{registry.url}/graphql",
        json={
            "query": "{ viewer { roles user { id username displayName } organisations { roles } } }"
        },
        headers={"authorization": f"Bearer {signed_in.json()['accessToken']}"},
    )
    viewer = answer.json()["data"]["viewer"]
    assert set(viewer["roles"]) == {Role.ADMIN, Role.REGISTRAR}
    assert signed_in.json()["viewer"] == renewed.json()["viewer"] == viewer


async def test_e5_whoever_is_not_let_in_learns_nothing_about_why(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    await person(registry, "blocked", Role.REGISTRAR)
    await registry.user("passwordless", Role.REGISTRAR)
    await blocked(registry, "users", "blocked")
    machine = await registry.client("portal")

    answers = [
        await sign_in(registry, "rita", "wrong password"),
        await sign_in(registry, "rita", PASSWORD + " "),
        await sign_in(registry, "rita", ""),
        await sign_in(registry, "Rita"),
        await sign_in(registry, "nobody"),
        await sign_in(registry, ""),
        await sign_in(registry, "a\u0000b"),
        await sign_in(registry, "passwordless", ""),
        await sign_in(registry, "passwordless"),
        await sign_in(registry, "blocked"),
        *[
            await post(
                registry,
                "sign-in",
                {"username": "rita", "password": PASSWORD, "clientId": str(client)},
            )
            for client in (machine, UUID(int=1))
        ],
    ]

    refusal = {"errors": [{"message": "Access denied", "extensions": {"code": "UNAUTHENTICATED"}}]}
    assert [it.status_code for it in answers] == [401] * len(answers)
    assert all(it.json() == refusal for it in answers)
    assert not any("set-cookie" in it.headers for it in answers)


async def test_e5_all_who_fail_cost_the_same_hashing(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap_passwords.unpatch(monkeypatch)
    await person(registry, "rita", Role.REGISTRAR)
    await person(registry, "blocked", Role.REGISTRAR)
    await registry.user("passwordless")
    await blocked(registry, "users", "blocked")
    costs: list[str] = []
    fits = credentials._fits

    def counted(password: bytes, kept: str) -> bool:
        costs.append(kept.split("$")[3])
        return fits(password, kept)

    monkeypatch.setattr(credentials, "_fits", counted)

    begun: list[str] = []
    start = sessions.start

    async def noted(*given: Any) -> Any:
        begun.append(given[2])
        return await start(*given)

    monkeypatch.setattr(sessions, "start", noted)

    for name in ("rita", "nobody", "passwordless", "blocked", "a\u0000b"):
        await sign_in(registry, name, "wrong password")
    await sign_in(registry, "blocked")

    assert costs == ["m=19456,t=2,p=1"] * 6
    assert not begun, "the right password of who is blocked goes no further than a wrong one"


NO_SIGN_INS: list[tuple[bytes, dict[str, str], int]] = [
    (b"", {}, 400),
    (b"[]", {}, 400),
    (b"{", {}, 400),
    (b"\xff", {}, 400),
    (b'{"username": "rita"}', {}, 400),
    (b'{"username": 1, "password": "x"}', {}, 400),
    (b'{"username": "rita", "password": ["x"]}', {}, 400),
    (b'{"username": "rita", "password": "x", "clientId": "console"}', {}, 400),
    (b'{"username": "rita", "password": "x", "clientId": 1}', {}, 400),
    (b'{"username": "\\ud800", "password": "x"}', {}, 400),
    (b"[" * 10_000, {}, 400),
    (b"x" * 20_000, {}, 413),
    (b"username=rita&password=x", {"content-type": "application/x-www-form-urlencoded"}, 415),
    (b'{"username": "rita", "password": "x"}', {"content-type": "text/plain"}, 415),
    (b'{"username": "rita", "password": "x"}', {"content-type": ""}, 415),
]


async def test_e5_what_is_no_sign_in_is_refused(registry: Registry) -> None:
    for content, headers, status in NO_SIGN_INS:
        sent = {"content-type": "application/json"} | headers

        answer = await registry.http.post(
            f"{registry.url}/auth/sign-in", content=content, headers=sent
        )

        assert answer.status_code == status, content
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_e5_those_who_know_their_password_are_never_counted(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)

    answers = [await sign_in(registry, "rita") for _ in range(12)]

    assert [it.status_code for it in answers] == [200] * 12
    assert await registry.owner.fetchval("select count(*) from failed_attempts") == 0
