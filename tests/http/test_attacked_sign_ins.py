"""Rules S4 and S5: what happens to a source while somebody signs in there, or asks for a sync."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from rules.access import Role
from tests.authorization_servers import begun, set_up
from tests.databases import Database
from tests.hitobito import TOKEN, Rights, written
from tests.http.test_changed_sources import ADDRESS, RETIRED, change, retire
from tests.http.test_source_sign_ins import GIVEN, back, gives_tokens, refusal, runs, state_of
from tests.people import id_of
from tests.runs import settle, until
from tests.serving import served
from tests.sources import sync, syncing
from tests.synced import World, syncable

During = Callable[[], Awaitable[Any]]
NOT_FOUND = (404, "NOT_FOUND", "Sign-in at the source not found")
WAITS = "select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))"


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    async with served(database, tmp_path, source_allow_loopback=True) as registry:
        await registry.user("admin", Role.ADMIN)
        await registry.user("ann", Role.PERSON)
        async with syncable(registry, tmp_path) as made:
            at = f"http://127.0.0.1:{made.source.port}"
            made.source.rights = {GIVEN: Rights(), TOKEN: Rights()}
            made.source.instead = gives_tokens
            more = {"authorization_url": f"{at}/authorize", "token_url": f"{at}/token"}
            await set_up(made, secret=None, access=["AUTHORIZATION_CODE"], **more)
            yield made


@asynccontextmanager
async def answering(answer: Callable[[str], bytes], during: During) -> AsyncIterator[str]:
    """Serve one answer of an authorization server, before which something happens."""

    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await during()
        writer.write(answer(at))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(give, "127.0.0.1", 0)
    at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield at


async def source_of(world: World) -> UUID:
    found: UUID = await world.registry.owner.fetchval("select id from sources")
    return found


async def begins_nothing(world: World) -> bool:
    owner = world.registry.owner
    kept = await owner.fetchval("select count(*) from run_credentials")
    return kept == 0 and await runs(world) == 0


@pytest.mark.parametrize("act", ["change", "retire"])
async def test_s5_a_source_that_is_changed_while_a_code_is_exchanged_gets_no_token(
    world: World, act: str
) -> None:
    source, state = await source_of(world), await state_of(world)

    async def during() -> None:
        if act == "change":
            answer = await change(world.registry, source, baseUrl=ADDRESS)
        else:
            answer = await retire(world.registry, source)
        assert not answer.errors

    def token(_: str) -> bytes:
        return written(200, {"access_token": GIVEN, "token_type": "Bearer"})

    async with answering(token, during) as at:
        await world.registry.owner.execute(
            "update source_sign_ins set token_url = $1", f"{at}/token"
        )
        answer = await back(world, state)

    assert refusal(answer) == (NOT_FOUND if act == "change" else (409, *RETIRED))
    assert await begins_nothing(world)


async def test_s5_nobody_is_sent_to_where_a_source_was_before_it_changed(world: World) -> None:
    source = await source_of(world)

    async def during() -> None:
        changed = await change(
            world.registry, source, tokenUrl="https://b.example/token", clientSecret="new"
        )
        assert not changed.errors

    def metadata(at: str) -> bytes:
        found = {"issuer": at, "authorization_endpoint": f"{at}/in", "token_endpoint": f"{at}/t"}
        return written(200, found)

    async with answering(metadata, during) as at:
        await set_up(world, secret=None, issuer=at, authorization_url=None)
        answer = await begun(world)

    assert refusal(answer) == NOT_FOUND
    assert await world.registry.owner.fetchval("select count(*) from source_sign_ins") == 0


async def test_s5_nobody_signs_in_at_a_retired_source_to_let_a_run_go_on(world: World) -> None:
    world.source.rights.clear()
    await back(world, await state_of(world))
    run = await world.registry.owner.fetchval("select id from runs")
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "FAILED")
    await retire(world.registry, await source_of(world))
    asked = len(world.source.asked)

    refused = await begun(world, runId=id_of("Run", run))

    assert refusal(refused) == (409, *RETIRED)
    assert len(world.source.asked) == asked


async def test_s4_no_token_of_anybodys_goes_to_a_retired_source(world: World) -> None:
    source = await source_of(world)
    await change(world.registry, source, syncRoles=["layer_full"])
    await retire(world.registry, source)

    by_profile = await sync(world.registry, "ann", world.link)
    by_steward = await sync(world.registry, "kim", world.link)

    # By a link that she cannot see, a source is neither there nor retired.
    assert by_profile.refusal == ("NOT_FOUND", "Source link not found")
    assert by_steward.refusal == RETIRED
    assert world.source.asked == []


@pytest.mark.parametrize("act", ["sync", "resume"])
async def test_s5_no_run_goes_on_at_a_source_that_is_being_retired(
    world: World, act: str, database: Database
) -> None:
    run = None
    if act == "resume":
        world.source.rights.clear()
        run = UUID((await world.synced("FAILED"))["databaseId"])
    other = await asyncpg.connect(database.owner_url)
    async with other.transaction():
        await other.execute("select from sources for update")
        asking = asyncio.create_task(
            sync(world.registry, "kim", world.link)
            if run is None
            else settle(world.registry, "kim", "resume", run, sourceToken=TOKEN)
        )
        while not asking.done() and not await other.fetch(WAITS):
            await asyncio.sleep(0.01)
        await other.execute("set local session_replication_role = replica")
        await other.execute("update sources set retired_at = now()")
    await other.close()

    assert (await asking).refusal == RETIRED


async def test_s4_a_run_by_somebodys_profile_is_resumed_by_them_alone(world: World) -> None:
    await change(world.registry, await source_of(world), syncRoles=["layer_full"])
    world.source.leads(TOKEN, 1, "layer_full")
    world.source.leads(GIVEN, 1, "layer_full")
    asked = await sync(world.registry, "ann", world.link)
    run = UUID(asked.data["syncOrganisation"]["run"]["databaseId"])
    del world.source.rights[TOKEN]
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "FAILED")

    refused = await settle(world.registry, "kim", "resume", run, sourceToken=GIVEN)
    own = await settle(world.registry, "ann", "resume", run, sourceToken=GIVEN)

    assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert own.data["resumeRun"]["run"]["status"] == "RUNNING"


async def test_s2_of_two_first_syncs_of_one_group_one_begins(world: World) -> None:
    await change(world.registry, await source_of(world), syncRoles=["layer_full"])
    world.source.add_group(5, "Bears")
    world.source.leads(TOKEN, 5, "layer_full")
    group = {"sourceLinkId": None, "sourceId": id_of("Source", await source_of(world))}

    answers = await asyncio.gather(
        *(
            sync(world.registry, "ann", world.link, key=f"key {it}", externalId="5", **group)
            for it in range(4)
        )
    )

    refusals = [it.refusal for it in answers if it.errors]
    assert refusals == [("CONFLICT", "Organisation has a run under way")] * 3
    assert await runs(world) == 1


async def test_s5_where_sign_ins_begin_nothing_is_read(world: World) -> None:
    answer = await world.registry.http.get(
        f"{world.registry.url}/sources/authorize", headers={"accept": "text/html"}
    )

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
