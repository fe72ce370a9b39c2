"""Rule S5, with a certified authorization server, and with a registry that is killed on the way."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from rules.access import Role
from tests.authorization_servers import SECRET, begun, post, provider, sent_back, set_up, token_of
from tests.databases import Database
from tests.hitobito import Rights, written
from tests.runs import run_of, until
from tests.serving import Registry, http_client, served
from tests.sources import syncing
from tests.synced import World, syncable

SCOPE = "openid groups"


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    async with served(database, tmp_path, source_allow_loopback=True) as registry:
        await registry.user("admin", Role.ADMIN)
        async with syncable(registry, tmp_path) as made:
            made.source.rights = {}
            yield made


async def test_s5_a_steward_signs_in_at_a_real_server_by_secret_and_by_key(world: World) -> None:
    registry = world.registry
    keys = (await registry.http.get(f"{registry.url}/sources/keys.json")).json()
    async with provider(f"{registry.url}/sources/callback", keys) as issuer:
        await set_up(world, issuer=issuer, oauth_scope=SCOPE)
        denied = await post(
            registry, "kim", "callback", **await sent_back(await begun(world), "deny")
        )
        elsewhere = dict(await sent_back(await begun(world)), iss="https://elsewhere.example")
        mixed_up = await post(registry, "kim", "callback", **elsewhere)
        unnamed = dict(await sent_back(await begun(world)), iss=None)
        silent = await post(registry, "kim", "callback", **unnamed)
        for client, secret in (("selfsame", SECRET), ("selfsame-key", None)):
            await set_up(
                world, issuer=issuer, oauth_client_id=client, secret=secret, oauth_scope=SCOPE
            )
            back = await sent_back(await begun(world))
            done = await post(registry, "kim", "callback", **back)
            assert done.status_code == 200, (back, done.json())
            again = await post(registry, "kim", "callback", **back)
            run = await registry.owner.fetchval("select id from runs order by id desc limit 1")
            token = await token_of(world, run)
            world.source.rights = {token: Rights()}
            async with syncing(registry, world.directory):
                await until(registry, run, "SUCCEEDED")

            assert again.json()["errors"][0]["message"] == "Sign-in at the source was used already"
            assert back["iss"] == issuer
            assert (await run_of(registry, "kim", run))["status"] == "SUCCEEDED"

    assert denied.json()["errors"][0]["extensions"]["error"] == "access_denied"
    for refused in (mixed_up, silent):
        message = refused.json()["errors"][0]["message"]
        assert message == "Another issuer than the source's has answered"
    assert await registry.owner.fetchval("select count(*) from runs") == 2


async def test_s5_of_a_registry_that_is_killed_in_the_exchange_nothing_is_half_done(
    world: World,
) -> None:
    at = f"http://127.0.0.1:{world.source.port}"
    await set_up(world, authorization_url=f"{at}/authorize", token_url=f"{at}/token")
    registry = world.registry
    async with killable(registry, world.directory) as (url, process):
        killed = Registry(
            url,
            registry.database,
            registry.issuer,
            http_client(),
            registry.owner,
            registry.console_id,
            registry.users,
        )
        other = World(killed, world.source, world.directory, world.place, world.link)
        address = (await begun(other)).json()["authorizationUrl"]
        state = address.split("state=")[1].split("&")[0]

        def kill(_: object) -> bytes:
            process.kill()
            return written(200, {"access_token": "lost", "token_type": "Bearer"})

        world.source.instead = kill
        with pytest.raises(Exception, match=r"disconnected|reset|closed|read"):
            await post(killed, "kim", "callback", state=state, code="a-code")
        await killed.http.aclose()
        await process.wait()

    again = await post(registry, "kim", "callback", state=state, code="a-code")
    rows = "select (select count(*) from runs) + (select count(*) from run_credentials)"
    left = await registry.owner.fetchval(rows)
    world.source.instead = lambda asked: (
        written(200, {"access_token": "found", "token_type": "Bearer"})
        if asked.path == "/token"
        else None
    )
    fresh = (await begun(world)).json()["authorizationUrl"].split("state=")[1].split("&")[0]
    done = await post(registry, "kim", "callback", state=fresh, code="a-code")

    assert again.json()["errors"][0]["message"] == "Sign-in at the source was used already"
    assert left == 0
    assert done.status_code == 200


@contextlib.asynccontextmanager
async def killable(
    registry: Registry, directory: Path
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """Serve the same database and data directory by a process of its own."""
    environment = os.environ | {
        "SELFSAME_DATABASE_URL": registry.database.app_url,
        "SELFSAME_DATA_DIR": str(directory),
        "SELFSAME_SOURCE_ALLOW_LOOPBACK": "on",
        "SELFSAME_DETECTION": "off",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.cli", "serve", "--port", "0", "--no-worker"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        while not (line := (await process.stdout.readline()).decode()).startswith("listening on"):
            assert line, "the registry did not start"
        yield line.split()[-1], process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
