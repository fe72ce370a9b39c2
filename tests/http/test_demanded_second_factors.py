"""Rules E6 and E10: passwords beside a second factor, and roles that need one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from rules.access import Role
from tests.databases import Database
from tests.http.administering import do, opaque
from tests.http.people import PASSWORD, cookie_of, look, person, post
from tests.http.people import sign_in as sign_in_plainly
from tests.http.second_factors import code, said, set_up, sign_in
from tests.serving import Registry, served

pytestmark = pytest.mark.usefixtures("still_clock")


async def with_rita(registry: Registry) -> Registry:
    """Add an admin, and somebody who knows their password."""
    await registry.user("admin", Role.ADMIN)
    await person(registry, "rita", Role.REGISTRAR)
    return registry


async def test_e10_another_password_needs_a_code_unless_a_session_comes_along(
    registry: Registry,
) -> None:
    rita = await with_rita(registry)
    secret, codes = await set_up(rita)
    signed_in = await sign_in(rita, code(secret))
    given = {"username": "rita", "oldPassword": PASSWORD, "newPassword": "battery staple"}
    back = {"username": "rita", "oldPassword": "battery staple", "newPassword": PASSWORD}
    await person(rita, "rosa", Role.REGISTRAR)
    rosas = cookie_of(await sign_in_plainly(rita, "rosa"))

    bare = await post(rita, "password", given)
    with_anothers = await post(rita, "password", given, cookie=rosas)
    in_session = await post(rita, "password", given, cookie=cookie_of(signed_in))
    by_code = await post(rita, "password", back | {"code": codes[0]})

    assert said(bare) == (403, "SECOND_FACTOR_NEEDED")
    assert said(with_anothers) == (403, "SECOND_FACTOR_NEEDED")
    assert (in_session.status_code, by_code.status_code) == (204, 204)


@pytest.mark.parametrize("shown", ["replaced", "made up"])
async def test_e10_a_cookie_that_a_renewal_would_not_take_is_no_session_beside_a_password(
    registry: Registry, shown: str
) -> None:
    rita = await with_rita(registry)
    secret, codes = await set_up(rita)
    stolen = cookie_of(await sign_in(rita, code(secret)))
    owners = await post(rita, "refresh", cookie=stolen)
    cookie = stolen if shown == "replaced" else stolen.partition(".")[0] + ".anything"
    given = {"username": "rita", "oldPassword": PASSWORD, "newPassword": "battery staple"}
    async with registry.acting("session.renewed") as owner:
        await owner.execute("update sessions set renewed_at = now() - interval '11 seconds'")

    refused = await post(rita, "password", given, cookie=cookie)
    by_code = await post(rita, "password", given | {"code": codes[0]}, cookie=cookie)
    afterwards = await look(rita, owners)

    assert said(refused) == (403, "SECOND_FACTOR_NEEDED")
    assert by_code.status_code == 204
    assert afterwards.status_code == 401


async def test_e10_a_password_for_one_sign_in_is_changed_first_and_the_code_asked_after(
    registry: Registry,
) -> None:
    rita = await with_rita(registry)
    secret, _ = await set_up(rita)
    reset = await do(rita, "resetPassword", id=opaque("User", rita.users["rita"]))
    one_time = reset.data["resetPassword"]["oneTimePassword"]

    first = await sign_in(rita, password=one_time)
    given = {"username": "rita", "oldPassword": one_time, "newPassword": "battery staple"}
    changed = await post(rita, "password", given)
    bare = await sign_in(rita, password="battery staple")
    with_code = await sign_in(rita, code(secret), password="battery staple")

    assert said(first) == (403, "PASSWORD_MUST_BE_CHANGED")
    assert changed.status_code == 204
    assert said(bare) == (403, "SECOND_FACTOR_NEEDED")
    assert with_code.status_code == 200


@asynccontextmanager
async def demanding(database: Database, directory: Path, *roles: Role) -> AsyncIterator[Registry]:
    """A registry whose installation demands a second factor of these roles."""
    async with served(database, directory, second_factor_roles=",".join(roles)) as registry:
        await person(registry, "boss", Role.ADMIN)
        await person(registry, "rita", Role.REGISTRAR)
        yield registry


async def test_e10_a_role_that_needs_one_signs_in_only_with_it(
    database: Database, tmp_path: Path
) -> None:
    async with demanding(database, tmp_path, Role.ADMIN) as registry:
        without = await sign_in_plainly(registry, "boss")
        others = await sign_in_plainly(registry, "rita")
        secret, _ = await set_up(registry, "boss")
        with_code = await sign_in(registry, code(secret), "boss")

        assert said(without) == (403, "SECOND_FACTOR_MUST_BE_SET_UP")
        assert "set-cookie" not in without.headers
        assert (others.status_code, with_code.status_code) == (200, 200)


async def test_e10_machines_get_their_tokens_as_before(database: Database, tmp_path: Path) -> None:
    async with demanding(database, tmp_path, *Role) as registry:
        await registry.user("admin", Role.ADMIN)
        made = await do(
            registry, "createClient", name="clinic", kind="SYSTEM", scopes=["person:read"]
        )
        client = made.data["createClient"]

        by_client = await registry.http.post(
            f"{registry.url}/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client["client"]["databaseId"], client["clientSecret"]),
        )
        by_password = await registry.http.post(
            f"{registry.url}/oauth/token",
            data={"grant_type": "password", "username": "boss", "password": PASSWORD},
            auth=(client["client"]["databaseId"], client["clientSecret"]),
        )

        assert by_client.status_code == 200
        assert by_password.json()["error"] == "unsupported_grant_type"
