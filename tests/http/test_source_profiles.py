"""Rule S4: whoever the source's own profile says may sync, also a group that nobody knew."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.databases import Database
from tests.hitobito import TOKEN, error, written
from tests.leaders import SECRET, ended, group_asked, leading, profile, stewards
from tests.organisations import organisation
from tests.runs import run_of, settle, until
from tests.sources import create, sync, syncing
from tests.synced import World

FORBIDDEN = ("FORBIDDEN", "User doesn't have required role")
PLACES = """
select place.name, place.kind, above.name as above, link.external_id
  from organisations place left join organisations above on above.id = place.parent_id
  join source_links link on link.organisation_id = place.id order by link.external_id::int
"""
TRACES = """
select string_agg(row, ' ') from (
    select changeset::text as row from audit_log union all select payload::text from messages
     union all select payload::text from outbox union all select parameters::text from runs
) as rows
"""


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    async with leading(database, tmp_path) as made:
        yield made


async def test_s4_whoever_leads_the_group_at_the_source_syncs_it(world: World) -> None:
    world.source.leads(SECRET, 1)

    by_link = await sync(world.registry, "ann", world.link, SECRET)
    await ended(world, by_link)
    by_group = await group_asked(world, "ann", "1", key="again")
    await ended(world, by_group)

    assert by_link.data["syncOrganisation"]["run"]["organisation"] == {"name": "Troop"}
    assert len(await world.members()) == 8
    # It has a steward, and gets no other one.
    assert await stewards(world) == [("kim", "Troop")]


async def test_s4_a_permission_suffices_and_another_role_or_group_does_not(world: World) -> None:
    world.source.leads(SECRET, 2)
    world.source.leads(SECRET, 1, "contact_data", kind="Member")
    lesser = await sync(world.registry, "ann", world.link, SECRET)
    by_group = await group_asked(world, "ann", "1", key="group")
    elsewhere = await organisation(world.registry, "Elsewhere")
    async with world.registry.acting("source.linked") as owner:
        hidden = await owner.fetchval(
            "insert into source_links (source_id, organisation_id, external_id, environment)"
            " select source_id, $1, '9', 'PRODUCTION' from source_links returning id",
            elsewhere,
        )
    world.source.leads(SECRET, 1, "layer_full", kind="Treasurer")

    enough = await sync(world.registry, "ann", world.link, SECRET, "enough")

    # By the link it does not exist for her; by the source's id of the group it is any group.
    assert lesser.refusal == ("NOT_FOUND", "Source link not found")
    assert by_group.refusal == FORBIDDEN
    assert (await group_asked(world, "ann", "77", key="77")).refusal == FORBIDDEN
    assert (await sync(world.registry, "ann", hidden, SECRET, "hidden")).refusal == lesser.refusal
    assert enough.data["syncOrganisation"]["run"]["requestedBy"] == {"username": "ann"}


async def test_s4_a_source_without_a_list_lets_nobody_sync_by_their_profile(world: World) -> None:
    world.source.leads(SECRET, 1, "layer_full")
    async with world.registry.acting("source.created") as owner:
        await owner.execute("update sources set sync_roles = '{}'")

    by_link = await sync(world.registry, "ann", world.link, SECRET)
    shown = await profile(world)

    assert by_link.refusal == ("NOT_FOUND", "Source link not found")
    assert shown.refusal == ("UNPROCESSABLE_ENTITY", "The source shows no roles")
    assert world.source.asked == []


async def test_s4_whoever_lost_the_role_meanwhile_finishes_nothing(world: World) -> None:
    world.source.leads(SECRET, 1)
    begun = await sync(world.registry, "ann", world.link, SECRET)
    world.source.profiles.clear()

    run = await ended(world, begun, "FAILED")

    assert (await run_of(world.registry, "admin", run))["lastError"] == FORBIDDEN[1]
    assert await world.members() == []
    assert any(it.path.endswith("/roles") for it in world.source.asked)


async def test_s4_an_unknown_group_is_made_by_its_first_sync(world: World) -> None:
    world.source.add_group(5, "Bears", type="Group::Pack")
    world.source.add_group(6, "Pups", 1)
    world.source.add_group(7, "Troop")
    for group in (5, 6, 7):
        world.source.add_person(50 + group, "Una", "Lee")
        world.source.add_role(500 + group, 50 + group, group)
        world.source.leads(SECRET, group)
        await ended(world, await group_asked(world, "ann", str(group), key=f"key {group}"))

    places = [tuple(row) for row in await world.registry.owner.fetch(PLACES)]

    assert places[0] == ("Troop", "OFFICE", None, "1")
    assert places[1:3] == [
        ("Bears", "Group::Pack", None, "5"),
        ("Pups", "Group::Troop", "Troop", "6"),
    ]
    assert places[3][0].startswith("Troop 7 (")
    # Of what kim looks after already she is no steward.
    assert await stewards(world) == [
        ("ann", "Bears"),
        ("ann", places[3][0]),
        ("kim", "Troop"),
    ]
    assert [row[1] for row in await world.members()] == ["Bears", "Pups", places[3][0]]


async def test_s4_what_a_failed_first_sync_made_is_empty_and_synced_later(world: World) -> None:
    world.source.add_group(5, "Bears")
    world.source.leads(SECRET, 5)
    world.source.instead = lambda asked: (
        written(401, error(401)) if asked.path.endswith("roles") else None
    )
    run = await ended(world, await group_asked(world, "ann", "5"), "FAILED")
    before = await stewards(world)
    world.source.instead = lambda _: None

    resumed = await settle(world.registry, "ann", "resume", run, sourceToken=SECRET)
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")

    assert before == [("kim", "Troop")]
    assert resumed.data["resumeRun"]["run"]["status"] == "RUNNING"
    assert await stewards(world) == [("ann", "Bears"), ("kim", "Troop")]


async def test_s4_whoever_asked_for_a_sync_cancels_it_and_another_does_not(world: World) -> None:
    await world.registry.user("bob", Role.PERSON)
    world.source.leads(SECRET, 1)
    begun = await sync(world.registry, "ann", world.link, SECRET)
    run = UUID(begun.data["syncOrganisation"]["run"]["databaseId"])

    by_bob = await settle(world.registry, "bob", "cancel", run)
    approved = await settle(world.registry, "ann", "approve", run)
    by_ann = await settle(world.registry, "ann", "cancel", run)

    assert by_bob.refusal == ("NOT_FOUND", "Run not found")
    assert approved.refusal == FORBIDDEN
    assert by_ann.data["cancelRun"]["run"]["status"] == "CANCELLED"


async def test_s4_the_groups_of_ones_own_profile_are_offered(world: World) -> None:
    world.source.add_group(5, "Bears")
    world.source.leads(SECRET, 5)
    world.source.leads(SECRET, 5, kind="Cook")
    world.source.leads(SECRET, 1, kind="Member")

    shown = await profile(world)
    unknown = await profile(world, token="another")
    without = await profile(world, token=None)

    assert shown.data["readSourceProfile"]["groups"] == [
        {
            "externalId": "5",
            "name": "Bears",
            "roles": ["Leader", "Cook"],
            "isKnown": False,
            "canSync": True,
            "why": None,
        },
        {
            "externalId": "1",
            "name": "Wolves",
            "roles": ["Member"],
            "isKnown": True,
            "canSync": False,
            "why": FORBIDDEN[1],
        },
    ]
    assert unknown.refusal == FORBIDDEN
    assert without.refusal == ("UNPROCESSABLE_ENTITY", "A token of the source is needed")


async def test_s4_a_source_that_is_down_says_so(world: World) -> None:
    world.source.leads(SECRET, 1)
    world.source.instead = lambda _: written(503, error(503), "Retry-After: 60")

    shown = await profile(world)
    asked = await sync(world.registry, "ann", world.link, SECRET)

    assert shown.refusal == asked.refusal == ("UNAVAILABLE", "The source does not answer")


async def test_s4_what_is_no_profile_lets_nobody_sync(world: World) -> None:
    answers: list[Any] = [[], {"roles": 5}, {"roles": [5]}, {"roles": [{"group_id": None}]}]
    world.source.instead = lambda _: written(200, answers[0])
    for answer in list(answers):
        assert (await profile(world)).refusal == FORBIDDEN
        assert (await group_asked(world, "ann", "1", key=str(answer))).refusal == FORBIDDEN
        del answers[:1]


async def test_d4_a_profile_and_its_token_stand_nowhere(world: World) -> None:
    world.source.leads(SECRET, 1)
    await profile(world)
    await sync(world.registry, "ann", world.link, SECRET)

    traces = await world.registry.owner.fetchval(TRACES)

    assert SECRET not in traces
    assert "own@midata.example" not in traces
    sent = [it for it in world.source.asked if it.path == "/oauth/profile"]
    assert {it.token for it in sent} == {SECRET}


async def test_s4_a_list_of_roles_is_checked_whole(world: World) -> None:
    made = await create(world.registry, "admin", "Other", syncRoles=["b", " a ", "b"])
    bad = await create(world.registry, "admin", "Third", syncRoles=["x"] * 50 + ["two\nlines"])

    assert bad.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    kept = "select sync_roles from sources where name = 'Other'"
    assert made.data["createSource"]["source"]["name"] == "Other"
    assert await world.registry.owner.fetchval(kept) == ["a", "b"]


async def test_s4_a_steward_is_not_asked_for_by_the_source(world: World) -> None:
    await world.synced(token=TOKEN)

    assert all(it.path != "/oauth/profile" for it in world.source.asked)
