"""Rule E8: what an outside issuer signed ends with the key that it withdraws."""

from pathlib import Path

import pytest

from server.identity import outside_issuers
from server.identity.outside_issuers import OutsideKeys
from tests.databases import Database
from tests.http.outside_server import OutsideServer, look, trusting


@pytest.fixture(autouse=True)
def fetches_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the keys be fetched for each unknown one, whenever the last fetch was."""
    monkeypatch.setattr(outside_issuers, "FETCH_PAUSE", 0.0)


async def test_e8_a_token_ends_with_the_key_that_signed_it(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        rita, console = registry.users["rita"], registry.console_id
        former = outside.token(rita, console)
        before = [(await look(registry, former))[0] for _ in range(3)]

        outside.rotate("second")
        later = outside.token(rita, console)
        fetched, _ = await look(registry, later)
        after, body = await look(registry, former)
        again, _ = await look(registry, later)

        assert before == [200, 200, 200]
        assert (fetched, after, again) == (200, 401, 200)
        assert body["errors"][0]["message"] == "Access denied"


async def test_e8_a_token_ends_where_another_key_takes_the_name_of_its_own(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        rita, console = registry.users["rita"], registry.console_id
        former = outside.token(rita, console)
        before, _ = await look(registry, former)

        outside.rotate("first")
        # A token of a key that nobody has makes the keys be fetched.
        await look(registry, outside.token(rita, console, "unknown"))
        after, _ = await look(registry, former)
        later, _ = await look(registry, outside.token(rita, console))

        assert (before, after, later) == (200, 401, 200)


async def test_e8_an_issuer_that_withdraws_all_its_keys_ends_all_its_tokens(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        token = outside.token(registry.users["rita"], registry.console_id)
        before, _ = await look(registry, token)

        outside.published = b'{"keys": []}'
        await look(registry, outside.token(registry.users["rita"], registry.console_id, "unknown"))
        after, _ = await look(registry, token)

        assert (before, after) == (200, 401)


async def test_e8_a_key_that_stays_is_not_looked_at_again(outside: OutsideServer) -> None:
    keys = OutsideKeys(outside.address)
    await keys.refetch()
    known = keys.key("first")

    outside.keys["second"] = outside.keys["first"]
    await keys.refetch()

    assert outside.fetches == 2
    assert keys.key("second") is not None
    assert keys.key("first") is known
