"""Rule E7: behind trusted proxies the address is the one that they forward, and nobody else's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from rules.access import Role
from rules.credentials import Attempt
from tests.databases import Database
from tests.http.machines import raw
from tests.http.people import PASSWORD, person, post
from tests.serving import Registry, served
from workflows.throttling import subjects

GIVEN = {"username": "rita", "password": PASSWORD}
FAILED = "grant_type=client_credentials&client_id=nobody&client_secret=x"


@pytest.fixture
async def proxied(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry that trusts proxies on this machine and in 10.0.0.0/8."""
    networks = "127.0.0.0/8, 10.0.0.0/8"
    async with served(database, tmp_path, trusted_proxies=networks) as running:
        await person(running, "rita", Role.REGISTRAR)
        yield running


async def exhaust(registry: Registry, address: str) -> None:
    """Let as many sign-ins have failed from an address as may."""
    await registry.owner.execute(
        "insert into failed_attempts (subject) select $1 from generate_series(1, 101)",
        subjects(Attempt("sign-in", "others", address))[1],
    )


async def test_e7_who_is_throttled_behind_a_proxy_holds_up_nobody_else_there(
    proxied: Registry,
) -> None:
    await exhaust(proxied, "203.0.113.5")

    throttled = await post(proxied, "sign-in", GIVEN, **{"x-forwarded-for": "203.0.113.5"})
    other = await post(proxied, "sign-in", GIVEN, **{"x-forwarded-for": "203.0.113.6"})
    spoofing = await post(
        proxied, "sign-in", GIVEN, **{"x-forwarded-for": "203.0.113.6, 203.0.113.5, 10.1.2.3"}
    )

    assert (throttled.status_code, other.status_code, spoofing.status_code) == (429, 200, 429)


async def test_e7_both_headers_of_proxies_are_taken_alike(proxied: Registry) -> None:
    await exhaust(proxied, "2001:db8:1:2::7")

    throttled = await post(
        proxied, "sign-in", GIVEN, forwarded='for=198.51.100.1, for="[2001:db8:1:2::9]:4711"'
    )
    other = await post(proxied, "sign-in", GIVEN, forwarded='for="[2001:db8:1:3::9]"')

    assert (throttled.status_code, other.status_code) == (429, 200)


async def test_e7_the_token_endpoint_counts_by_the_forwarded_address(proxied: Registry) -> None:
    await raw(proxied, FAILED, **{"x-forwarded-for": "203.0.113.5"})

    counted = await proxied.owner.fetch("select subject from failed_attempts")

    expected = subjects(Attempt("oauth", "nobody", "203.0.113.5"))
    assert {row["subject"] for row in counted} == set(expected)


@pytest.mark.parametrize("networks", ["", "10.0.0.0/8"])
async def test_e7_nobody_is_believed_who_is_no_trusted_proxy(
    database: Database, tmp_path: Path, networks: str
) -> None:
    headers = {"x-forwarded-for": "203.0.113.5", "forwarded": "for=203.0.113.5"}

    async with served(database, tmp_path, trusted_proxies=networks) as registry:
        await raw(registry, FAILED, **headers)
        counted = await registry.owner.fetch("select subject from failed_attempts")

    expected = subjects(Attempt("oauth", "nobody", "127.0.0.1"))
    assert {row["subject"] for row in counted} == set(expected)
