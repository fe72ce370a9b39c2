"""Rules S4 and S5: who leads a group at a source signs in there for a sync that it lets them do."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.authorization_servers import parameters, post, set_up
from tests.databases import Database
from tests.hitobito import Rights, written
from tests.http.test_attacked_sign_ins import answering
from tests.http.test_source_sign_ins import GIVEN, back, exchanges, gives_tokens, refusal, runs
from tests.leaders import leading, source_of, stewards
from tests.organisations import steward
from tests.runs import until
from tests.sources import syncing
from tests.synced import World

FORBIDDEN = (403, "FORBIDDEN", "User doesn't have required role")
NOT_FOUND = (404, "NOT_FOUND", "Source link not found")


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    async with leading(database, tmp_path) as made:
        at = f"http://127.0.0.1:{made.source.port}"
        made.source.rights = {GIVEN: Rights()}
        made.source.instead = gives_tokens
        made.source.add_group(5, "Bears")
        made.source.add_person(50, "Una", "Lee")
        made.source.add_role(500, 50, 5)
        await set_up(made, authorization_url=f"{at}/authorize", token_url=f"{at}/token")
        yield made


async def wanted(world: World, group: str, who: str = "ann", **more: Any) -> httpx2.Response:
    """Let somebody begin to sign in for a group of the source."""
    given = {"sourceId": await source_of(world), "externalId": group} | more
    return await post(world.registry, who, "authorize", **given)


async def signed_in(world: World, group: str, who: str = "ann") -> httpx2.Response:
    """Let somebody sign in for a group of the source."""
    address = (await wanted(world, group, who)).json()["authorizationUrl"]
    return await back(world, parameters(address)["state"], who)


async def test_s4_who_leads_a_group_signs_in_for_its_first_sync(world: World) -> None:
    world.source.leads(GIVEN, 5)

    done = await signed_in(world, "5")
    run = await world.registry.owner.fetchrow("select * from runs")
    assert run is not None
    async with syncing(world.registry, world.directory):
        await until(world.registry, run["id"], "SUCCEEDED")

    assert done.status_code == 200
    assert run["requested_by"] == world.registry.users["ann"]
    assert await stewards(world) == [("ann", "Bears"), ("kim", "Troop")]
    assert [row[:2] for row in await world.members()] == [("Una", "Bears")]


async def test_s4_whom_the_source_does_not_vouch_for_begins_nothing(world: World) -> None:
    world.source.leads(GIVEN, 2)
    places = "select count(*) from organisations"
    before = await world.registry.owner.fetchval(places)

    another = await signed_in(world, "5")
    linked = await signed_in(world, "1")
    unknown = await signed_in(world, "77")

    assert refusal(another) == refusal(linked) == refusal(unknown) == FORBIDDEN
    assert (await runs(world), await world.registry.owner.fetchval(places)) == (0, before)
    assert await world.registry.owner.fetchval("select count(*) from run_credentials") == 0


async def test_s4_a_source_without_a_list_sends_nobody_but_stewards_away(world: World) -> None:
    async with world.registry.acting("source.created") as owner:
        await owner.execute("update sources set sync_roles = '{}'")

    refused = [refusal(await wanted(world, it)) for it in ("1", "5")]
    by_steward = await signed_in(world, "1", "kim")

    assert refused == [NOT_FOUND, NOT_FOUND]
    assert by_steward.status_code == 200
    assert all(it.path != "/oauth/profile" for it in world.source.asked)


async def test_s5_a_token_is_shown_to_no_other_address_than_it_was_given_for(world: World) -> None:
    world.source.leads(GIVEN, 5)
    address = (await wanted(world, "5")).json()["authorizationUrl"]

    async def moved() -> None:
        async with world.registry.acting("source.changed") as owner:
            await owner.execute("update sources set base_url = base_url || '/v2'")

    given = written(200, {"access_token": GIVEN, "token_type": "Bearer"})
    async with answering(lambda _: given, moved) as at:
        await world.registry.owner.execute(
            "update source_sign_ins set token_url = $1", f"{at}/token"
        )
        refused = await back(world, parameters(address)["state"], "ann")

    assert refusal(refused) == (404, "NOT_FOUND", "Sign-in at the source not found")
    assert world.source.asked == []
    assert await runs(world) == 0


async def test_s5_a_source_that_is_changed_or_retired_ends_sign_ins_for_its_groups(
    world: World,
) -> None:
    world.source.leads(GIVEN, 5)
    addresses = [(await wanted(world, "5")).json()["authorizationUrl"] for _ in range(2)]
    states = [parameters(it)["state"] for it in addresses]
    async with world.registry.acting("source.changed") as owner:
        await owner.execute("select forget_tokens_of(id) from sources")
    changed = await back(world, states[0], "ann")
    address = (await wanted(world, "5")).json()["authorizationUrl"]
    async with world.registry.acting("source.retired") as owner:
        await owner.execute("select retire_source(id, 'The source was retired') from sources")
    retired = await back(world, parameters(address)["state"], "ann")

    gone = (404, "NOT_FOUND", "Sign-in at the source not found")
    assert refusal(changed) == refusal(retired) == gone
    assert refusal(await wanted(world, "5"))[2] == "Source is retired"
    assert exchanges(world) == []


async def test_c2_what_is_signed_in_for_is_named_in_one_way(world: World) -> None:
    await steward(world.registry, "lou", world.place)

    both = await wanted(world, "1", "lou", runId="x")
    no_group = await post(world.registry, "lou", "authorize", sourceId=await source_of(world))
    empty = await wanted(world, " ", "lou")

    assert both.status_code == no_group.status_code == 400
    assert refusal(empty)[1:] == ("UNPROCESSABLE_ENTITY", "Input is invalid")
