"""Rule S5: a source is changed and retired, and no token or secret goes to a new address."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.organisations import organisation, steward
from tests.people import id_of
from tests.runs import run_of, settle, until
from tests.serving import Answer, Registry
from tests.sources import create, link, linked, made, sync, syncing
from tests.synced import World, syncable

CHANGE = """
mutation ($input: UpdateSourceInput!) { updateSource(input: $input) {
  source { name baseUrl access syncRoles retiredAt } } }
"""
RETIRE = """
mutation ($input: SourceIdInput!) { retireSource(input: $input) { source { retiredAt } } }
"""
LINKS = """
{ sources { nodes { name links { nodes {
  externalId organisation { name } lastRun { status lastError } } } } } }
"""
RETIRED = ("CONFLICT", "Source is retired")
ADDRESS = "https://other.example/api"


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made_world:
        yield made_world


async def source_of(world: World) -> UUID:
    found: UUID = await world.registry.owner.fetchval("select id from sources")
    return found


async def change(registry: Registry, source: UUID, who: str = "admin", **changes: Any) -> Answer:
    return await registry.ask(who, CHANGE, {"input": {"id": id_of("Source", source)} | changes})


async def retire(registry: Registry, source: UUID, who: str = "admin") -> Answer:
    return await registry.ask(who, RETIRE, {"input": {"id": id_of("Source", source)}})


async def test_s5_what_is_left_out_of_a_change_stays(admin: Registry) -> None:
    source = await made(admin)
    await made(admin, "Taken")

    changed = await change(admin, source, name=" New ", syncRoles=["layer_full"])
    both = await change(admin, source, baseUrl=ADDRESS, access=["CALLER_TOKEN"])
    taken = await change(admin, source, name="taken")
    bad = await change(admin, source, baseUrl="http://other.example", access=[])

    source_now = both.data["updateSource"]["source"]
    assert changed.data["updateSource"]["source"]["name"] == "New"
    assert source_now == {
        "name": "New",
        "baseUrl": ADDRESS,
        "access": ["CALLER_TOKEN"],
        "syncRoles": ["layer_full"],
        "retiredAt": None,
    }
    assert taken.refusal == ("CONFLICT", "Source name is taken")
    assert bad.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert len(bad.errors[0]["extensions"]["violations"]) == 2
    actions = await admin.owner.fetch("select action from audit_log where resource = 'source'")
    assert [row["action"] for row in actions].count("source.changed") == 2


async def test_s5_a_secret_is_sent_to_no_address_that_it_was_not_given_for(
    admin: Registry,
) -> None:
    client = {
        "access": ["CLIENT_CREDENTIALS"],
        "tokenUrl": "https://midata.example/token",
        "clientId": "selfsame",
        "clientSecret": "secret",
    }
    await create(admin, "admin", "MiData", **client)
    source = await admin.owner.fetchval("select id from sources")
    other = {"tokenUrl": "https://other.example/token"}

    # The token that comes of the secret goes to the source's own origin.
    elsewhere = await change(admin, source, baseUrl=ADDRESS)
    below = await change(admin, source, baseUrl="https://midata.example/api/v2")
    without = await change(admin, source, **other)
    given = await change(admin, source, **other, baseUrl=ADDRESS, clientSecret="another")

    for refused in (elsewhere, without):
        assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
        (violation,) = refused.errors[0]["extensions"]["violations"]
        assert violation["path"] == ["clientSecret"]
    assert not below.errors
    assert not given.errors
    traces = await admin.owner.fetchval("select string_agg(changeset::text, '') from audit_log")
    assert "another" not in traces


async def test_s5_a_run_under_way_takes_nobodys_token_to_a_new_address(world: World) -> None:
    begun = await sync(world.registry, "kim", world.link)
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])

    await change(world.registry, await source_of(world), baseUrl=ADDRESS)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "FAILED")

    failed = await run_of(world.registry, "kim", run)
    assert failed["lastError"] == "The source no longer accepts the token"
    assert world.source.asked == []


async def test_s5_a_retired_source_is_synced_and_linked_no_more(world: World) -> None:
    await world.synced()
    for each in range(1, 6):
        del world.source.roles[10 + each]
    held = UUID((await world.synced("HELD"))["databaseId"])
    source = await source_of(world)

    retired = await retire(world.registry, source)
    other = await organisation(world.registry, "Elsewhere")
    refused = [
        await retire(world.registry, source),
        await change(world.registry, source, name="New"),
        await sync(world.registry, "kim", world.link, key="again"),
        await link(world.registry, "admin", source, other, "9"),
    ]

    assert retired.data["retireSource"]["source"]["retiredAt"] is not None
    assert [it.refusal for it in refused] == [RETIRED] * 4
    over = await run_of(world.registry, "kim", held)
    assert (over["status"], over["lastError"]) == ("CANCELLED", "The source was retired")
    assert len([row for row in await world.members() if row[3]]) == 8
    left = "select count(*) from staged_records where run_id = $1"
    assert await world.registry.owner.fetchval(left, held) == 0


async def test_s5_what_waited_or_failed_of_a_retired_source_goes_on_no_more(
    world: World,
) -> None:
    world.source.rights.clear()
    failed = UUID((await world.synced("FAILED"))["databaseId"])
    begun = await sync(world.registry, "kim", world.link, key="waits")
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])

    await retire(world.registry, await source_of(world))

    resumed = await settle(world.registry, "kim", "resume", failed, sourceToken="another")
    assert resumed.refusal == RETIRED
    assert (await run_of(world.registry, "kim", run))["status"] == "CANCELLED"
    waiting = "select count(*) from messages where status = 'ENQUEUED' and run_id = $1"
    assert await world.registry.owner.fetchval(waiting, run) == 0


async def test_r3_links_of_a_source_are_listed_where_their_organisation_is_seen(
    world: World,
) -> None:
    other = await organisation(world.registry, "Elsewhere")
    await linked(world.registry, await source_of(world), other, "9")
    await steward(world.registry, "lou", other)
    await world.synced()

    everything = (await world.registry.ask("admin", LINKS)).data["sources"]["nodes"]
    of_lou = (await world.registry.ask("lou", LINKS)).data["sources"]["nodes"]

    names = [it["organisation"]["name"] for it in everything[0]["links"]["nodes"]]
    assert names == ["Troop", "Elsewhere", "Cubs"]
    assert everything[0]["links"]["nodes"][0]["lastRun"]["status"] == "SUCCEEDED"
    assert [it["organisation"]["name"] for it in of_lou[0]["links"]["nodes"]] == ["Elsewhere"]


async def test_s5_only_admin_changes_and_retires_sources(world: World) -> None:
    source = await source_of(world)

    by_steward = await change(world.registry, source, "kim", name="New")
    retired = await retire(world.registry, source, "kim")

    refusal = ("FORBIDDEN", "User doesn't have required role")
    assert by_steward.refusal == retired.refusal == refusal


async def test_s5_a_secret_is_given_anew_for_another_issuer(admin: Registry) -> None:
    access, token_url = ["AUTHORIZATION_CODE"], "https://a.example/token"
    own: Any = {
        "access": access,
        "tokenUrl": token_url,
        "clientId": "us",
        "clientSecret": "a secret",
    }
    source = await made(admin, **own)

    without = await change(admin, source, issuer="https://b.example")
    given = await change(admin, source, issuer="https://b.example", clientSecret="another")

    assert without.errors[0]["extensions"]["violations"][0]["path"] == ["clientSecret"]
    assert not given.errors
    kept = await admin.owner.fetchval("select issuer from sources where id = $1", source)
    assert kept == "https://b.example"
