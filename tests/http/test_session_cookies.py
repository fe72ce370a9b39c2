"""Rule E8: session cookies are `__Host-` where https is served."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from rules.access import Role
from tests.databases import Database
from tests.http.people import PASSWORD, cookie_of, look, person, post, set_cookie, sign_in
from tests.serving import Registry, served

HOST_ONLY = "__Host-selfsame_session"
ATTRIBUTES = {"HttpOnly", "SameSite=strict", "Max-Age=43200"}
BY_HTTPS = {"x-forwarded-proto": "https"}


@pytest.fixture
async def public(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry whose public address is one of https."""
    async with served(database, tmp_path, public_url="https://registry.example") as running:
        await person(running, "rita", Role.REGISTRAR)
        yield running


@pytest.fixture
async def proxied(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry that trusts the proxies of this machine."""
    async with served(database, tmp_path, trusted_proxies="127.0.0.0/8") as running:
        await person(running, "rita", Role.REGISTRAR)
        yield running


async def test_e8_the_cookie_is_bound_to_the_host_where_the_public_address_is_https(
    public: Registry,
) -> None:
    signed_in = await sign_in(public, "rita")
    renewed = await post(public, "refresh", cookie=cookie_of(signed_in), cookie_name=HOST_ONLY)

    for answer in (signed_in, renewed):
        assert answer.headers["set-cookie"].startswith(f"{HOST_ONLY}=")
        assert set_cookie(answer) >= {"HttpOnly", "SameSite=strict", "Secure", "Path=/"}


async def test_e8_the_cookie_is_bound_to_the_host_where_a_trusted_proxy_says_https(
    proxied: Registry, registry: Registry
) -> None:
    given = {"username": "rita", "password": PASSWORD}

    encrypted = await post(proxied, "sign-in", given, **BY_HTTPS)
    plain = await post(proxied, "sign-in", given, **{"x-forwarded-proto": "http"})
    odd = await post(proxied, "sign-in", given, **{"x-forwarded-proto": "ftp"})

    assert set_cookie(encrypted) == ATTRIBUTES | {"Secure", "Path=/"}
    assert encrypted.headers["set-cookie"].startswith(f"{HOST_ONLY}=")
    for answer in (plain, odd):
        assert set_cookie(answer) == ATTRIBUTES | {"Path=/auth"}


async def test_e8_nobody_else_is_believed_who_says_https(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    given = {"username": "rita", "password": PASSWORD}

    answer = await post(registry, "sign-in", given, **BY_HTTPS, forwarded="proto=https")

    assert set_cookie(answer) == ATTRIBUTES | {"Path=/auth"}


async def test_e8_a_neighbours_cookie_is_not_taken_where_https_is_served(public: Registry) -> None:
    signed_in = await sign_in(public, "rita")

    as_neighbour = await post(public, "refresh", cookie=cookie_of(signed_in))
    as_host = await post(public, "refresh", cookie=cookie_of(signed_in), cookie_name=HOST_ONLY)

    assert (as_neighbour.status_code, as_host.status_code) == (401, 200)


@pytest.mark.parametrize("cookie_name", [HOST_ONLY, "selfsame_session"])
async def test_e8_a_sign_out_clears_both_names_and_ends_the_session_of_either(
    public: Registry, cookie_name: str
) -> None:
    signed_in = await sign_in(public, "rita")

    signed_out = await post(
        public, "sign-out", cookie=cookie_of(signed_in), cookie_name=cookie_name
    )
    after = await look(public, signed_in)

    cleared = [it.split("; ") for it in signed_out.headers.get_list("set-cookie")]
    assert {it[0] for it in cleared} == {f'{HOST_ONLY}=""', 'selfsame_session=""'}
    assert all("Max-Age=0" in it for it in cleared)
    (host_only,) = [it for it in cleared if it[0].startswith("__Host-")]
    assert {"Secure", "Path=/"} <= set(host_only)
    assert after.status_code == 401


@pytest.mark.parametrize(
    "neighbour", ['theme={"dark":true}', "a b c=1", 'name="unclosed', "=v", "[]", "a"]
)
async def test_e5_a_neighbours_odd_cookie_hides_no_session(
    public: Registry, neighbour: str
) -> None:
    """Other programs of a host set cookies that no grammar allows, and browsers send them along."""
    signed_in = await sign_in(public, "rita")
    odd_name = f"{neighbour}; {HOST_ONLY}"

    renewed = await post(public, "refresh", cookie=cookie_of(signed_in), cookie_name=odd_name)
    signed_out = await post(public, "sign-out", cookie=cookie_of(signed_in), cookie_name=odd_name)

    assert renewed.status_code == 200
    assert signed_out.status_code == 204
    assert (await look(public, renewed)).status_code == 401
