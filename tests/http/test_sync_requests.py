"""Rules S2, S4, S5 and V4: who syncs what, with whose token, and who sees it."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from outbound.signatures import SOURCE_KEY_FILE, Seal
from tests.hitobito import OWN_TOKEN, TOKEN, Rights, error, written
from tests.organisations import organisation, steward
from tests.people import id_of
from tests.runs import inserted, run_of, settle, until
from tests.serving import Registry
from tests.sources import linked, switch, sync, syncing
from tests.synced import World, syncable

RECORDS = """
query ($id: ID!) { person(id: $id) { sourceRecords {
  externalId isLeading endedAt source { name } organisation { name } } } }
"""
LAST_RUN = """
query ($id: ID!) { organisation(id: $id) { sourceLinks { lastRun { kind status } } } }
"""
PLACES = """
{ viewer { organisations { canSync canErase why sourceLinkId externalId lastSyncedAt } } }
"""


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


async def test_s5_a_run_that_failed_goes_on_with_another_token_and_reads_anew(
    world: World,
) -> None:
    world.source.instead = lambda asked: (
        written(401, error(401)) if asked.path.endswith("roles") else None
    )
    failed = await world.synced("FAILED")
    world.source.instead = lambda _: None
    run = UUID(failed["databaseId"])

    without = await settle(world.registry, "kim", "resume", run)
    resumed = await settle(world.registry, "admin", "resume", run, sourceToken=TOKEN)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    assert without.refusal == ("UNPROCESSABLE_ENTITY", "A token of the source is needed")
    assert resumed.data["resumeRun"]["run"]["status"] == "RUNNING"
    assert (await run_of(world.registry, "kim", run))["counts"]["created"] == 8


async def test_s5_a_source_is_read_with_credentials_of_the_registry(world: World) -> None:
    world.source.credentials = base64.b64encode(b"selfsame:a+secret%21").decode()
    world.source.rights = {OWN_TOKEN: Rights()}
    seal = Seal(world.directory, SOURCE_KEY_FILE)
    async with world.registry.acting("source.created") as owner:
        await owner.execute(
            "update sources set access = '{CLIENT_CREDENTIALS}', token_url = $1,"
            " oauth_client_id = 'selfsame', sealed_oauth_secret = $2",
            f"http://127.0.0.1:{world.source.port}/token",
            seal.seal("a secret!"),
        )

    refused = await sync(world.registry, "kim", world.link)
    run = await world.synced(token=None)

    assert refused.refusal == (
        "UNPROCESSABLE_ENTITY",
        "The source is not read with a caller's token",
    )
    assert run["counts"]["created"] == 8
    world.source.credentials = "another"
    failed = await world.synced("FAILED", token=None)
    assert failed["lastError"] == "The source does not accept the registry's credentials"


async def test_s5_the_registry_proves_who_it_is_with_a_key_where_it_has_no_secret(
    world: World,
) -> None:
    shown = await world.registry.http.get(f"{world.registry.url}/sources/keys.json")
    world.source.keys = shown.json()
    world.source.rights = {OWN_TOKEN: Rights()}
    async with world.registry.acting("source.created") as owner:
        await owner.execute(
            "update sources set access = '{CLIENT_CREDENTIALS}', token_url = $1,"
            " oauth_client_id = 'selfsame'",
            f"http://127.0.0.1:{world.source.port}/token",
        )

    run = await world.synced(token=None)
    (key,) = world.source.keys["keys"]
    world.source.keys = {"keys": [key | {"kid": "another"}]}
    failed = await world.synced("FAILED", token=None)

    assert run["counts"]["created"] == 8
    assert len(world.source.assertions) > 3
    assert "d" not in key
    assert shown.headers["content-type"] == "application/jwk-set+json"
    assert failed["lastError"] == "The source does not accept the registry's credentials"


async def test_s5_a_sync_with_somebodys_token_never_goes_on_with_the_registrys_own(
    world: World,
) -> None:
    world.source.credentials = base64.b64encode(b"selfsame:secret").decode()
    world.source.rights = {TOKEN: Rights(groups=frozenset({1})), OWN_TOKEN: Rights()}
    seal = Seal(world.directory, SOURCE_KEY_FILE)
    async with world.registry.acting("source.created") as owner:
        await owner.execute(
            "update sources set access = '{CALLER_TOKEN,CLIENT_CREDENTIALS}', token_url = $1,"
            " oauth_client_id = 'selfsame', sealed_oauth_secret = $2",
            f"http://127.0.0.1:{world.source.port}/token",
            seal.seal("secret"),
        )
    begun = await sync(world.registry, "kim", world.link)
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])
    # As on a standby that leads now, or after a crash: the table is unlogged.
    await world.registry.owner.execute("truncate run_credentials")

    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "FAILED")
    failed = await run_of(world.registry, "kim", run)
    await settle(world.registry, "kim", "resume", run)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")
    resumed = await run_of(world.registry, "kim", run)

    assert failed["lastError"] == "The source no longer accepts the token"
    assert resumed["counts"]["created"] == 8


async def test_s5_who_signed_in_at_the_source_gives_the_token_that_came_of_it(
    world: World,
) -> None:
    async with world.registry.acting("source.created") as owner:
        await owner.execute(
            "update sources set access = '{AUTHORIZATION_CODE}', oauth_client_id = 'selfsame',"
            " token_url = 'https://midata.example/token'"
        )

    without = await sync(world.registry, "kim", world.link, token=None)
    run = await world.synced()

    assert without.refusal == ("UNPROCESSABLE_ENTITY", "A token of the source is needed")
    assert run["counts"]["created"] == 8


async def test_v4_syncs_that_are_switched_off_wait(world: World) -> None:
    await switch(world.registry, world.link, is_on=False)
    begun = await sync(world.registry, "kim", world.link)
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])
    owner = world.registry.owner

    waits = await owner.fetchval(
        "select message_waits_for(id) from messages where run_id = $1", run
    )
    parked = await owner.fetchval("select parked from message_queue")
    await switch(world.registry, world.link, is_on=True)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    assert (waits, parked) == ("SWITCH", 1)


async def test_s7_records_of_sources_stand_beneath_a_person(world: World) -> None:
    await world.synced()
    person = await world.registry.owner.fetchval("select id from persons where first_name = 'Ann1'")

    shown = await world.registry.ask("admin", RECORDS, {"id": id_of("Person", person)})
    of_steward = await world.registry.ask("kim", RECORDS, {"id": id_of("Person", person)})
    links = await world.registry.ask("kim", LAST_RUN, {"id": id_of("Organisation", world.place)})

    expected = [
        {
            "externalId": "1",
            "isLeading": True,
            "endedAt": None,
            "source": {"name": "MiData"},
            "organisation": {"name": "Troop"},
        }
    ]
    assert shown.data["person"]["sourceRecords"] == expected
    assert of_steward.data["person"]["sourceRecords"] == expected
    last = links.data["organisation"]["sourceLinks"][0]["lastRun"]
    assert (last["kind"], last["status"]) == ("SYNC", "SUCCEEDED")


async def test_s4_what_another_run_leads_to_is_shown_as_not_to_be_synced(world: World) -> None:
    other = await inserted(world.registry, await organisation(world.registry, "Other"))
    async with world.registry.acting("run.requested") as owner:
        await owner.execute("update runs set target_id = $2 where id = $1", other, world.place)

    shown = (await world.registry.ask("kim", PLACES)).data["viewer"]["organisations"][0]

    refusal = (await sync(world.registry, "kim", world.link)).refusal
    assert refusal == ("CONFLICT", shown["why"])


async def test_s4_whoever_syncs_is_shown_where_they_can(world: World) -> None:
    before = (await world.registry.ask("kim", PLACES)).data["viewer"]["organisations"][0]
    await world.synced()
    after = (await world.registry.ask("kim", PLACES)).data["viewer"]["organisations"][0]
    await sync(world.registry, "kim", world.link, key="under way")
    busy = (await world.registry.ask("kim", PLACES)).data["viewer"]["organisations"][0]

    assert (before["canSync"], before["lastSyncedAt"], before["why"]) == (True, None, None)
    assert (before["externalId"], before["sourceLinkId"]) == ("1", id_of("SourceLink", world.link))
    assert after["lastSyncedAt"] is not None
    assert (busy["canSync"], busy["why"]) == (False, "Organisation has a run under way")


async def test_s4_a_link_is_named_in_one_way(world: World) -> None:
    source = id_of("Source", await world.registry.owner.fetchval("select id from sources"))
    group = {"sourceId": source, "externalId": "1"}

    both = await sync(world.registry, "kim", world.link, **group)
    none = await sync(world.registry, "kim", world.link, sourceLinkId=None)
    absent = await sync(
        world.registry, "kim", world.link, sourceLinkId=None, **group | {"externalId": "77"}
    )
    named = await sync(world.registry, "kim", world.link, sourceLinkId=None, **group)
    again = await sync(
        world.registry, "kim", world.link, sourceLinkId=None, token="another", **group
    )
    bad = await sync(world.registry, "kim", world.link, token="two\r\nlines", key="bad")

    assert both.refusal == none.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert absent.refusal == ("NOT_FOUND", "Source link not found")
    assert again.data == named.data
    assert bad.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")


async def test_s4_only_a_steward_there_syncs(world: World) -> None:
    await steward(world.registry, "lou", await organisation(world.registry, "Elsewhere"))

    by_admin = await sync(world.registry, "admin", world.link)
    by_other = await sync(world.registry, "lou", world.link)
    without = await sync(world.registry, "kim", world.link, token=None)

    assert by_admin.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert by_other.refusal == ("NOT_FOUND", "Source link not found")
    assert without.refusal == ("UNPROCESSABLE_ENTITY", "A token of the source is needed")


async def test_s4_whoever_is_no_steward_any_more_finishes_nothing(world: World) -> None:
    begun = await sync(world.registry, "kim", world.link)
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])
    async with world.registry.acting("role.revoked") as owner:
        await owner.execute("delete from role_grants where role = 'STEWARD'")

    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "FAILED")

    failed = await run_of(world.registry, "admin", run)
    assert failed["lastError"] == "User doesn't have required role"
    assert await world.members() == []


async def test_s2_one_run_at_a_time(world: World) -> None:
    await sync(world.registry, "kim", world.link)

    again = await sync(world.registry, "kim", world.link, key="another")

    assert again.refusal == ("CONFLICT", "Organisation has a run under way")


async def test_d4_a_token_stands_nowhere_but_sealed_beside_its_run(world: World) -> None:
    await sync(world.registry, "kim", world.link)

    owner = world.registry.owner
    sealed = await owner.fetchval("select sealed from run_credentials")
    trail = await owner.fetchval("select string_agg(changeset::text, ' ') from audit_log")
    messages = await owner.fetchval("select string_agg(payload::text, ' ') from messages")
    assert TOKEN.encode() not in sealed
    assert TOKEN not in trail + messages


async def test_s4_nothing_is_made_below_an_organisation_elsewhere(world: World) -> None:
    await world.synced()
    other = await organisation(world.registry, "Elsewhere")
    world.source.add_group(6, "Otters", 1)
    world.source.add_group(7, "Pups", 6)
    for each in range(1, 6):
        del world.source.roles[10 + each]
    held = UUID((await world.synced("HELD"))["databaseId"])
    await linked(
        world.registry, await world.registry.owner.fetchval("select id from sources"), other, "6"
    )

    await settle(world.registry, "kim", "approve", held)
    async with syncing(world.registry, world.directory):
        await until(world.registry, held, "SUCCEEDED")

    below = "select count(*) from organisations where parent_id = $1"
    assert await world.registry.owner.fetchval(below, other) == 0
