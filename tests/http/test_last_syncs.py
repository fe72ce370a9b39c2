"""How the last syncs of a source's groups went, and which one went well last (S3 and S7)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.bounds import FILTER_VALUES
from tests.hitobito import Asked
from tests.organisations import organisation, steward
from tests.runs import settle
from tests.serving import Registry
from tests.sources import linked, sync
from tests.synced import World, syncable

SYNCS = """
organisation { name } lastRun { id status counts { fetched created } }
lastGoodRun { id status counts { fetched created } }
"""
SOURCES = f"""
query ($in: [RunStatus!]) {{ sources {{ nodes {{
  lastSyncedLink {{ {SYNCS} }} links(lastRun: $in) {{ nodes {{ {SYNCS} }} }} }} }} }}
"""

ALIASED = """
{ sources { nodes { bad: links(lastRun: [FAILED]) { nodes { organisation { name } } }
                    good: links(lastRun: [SUCCEEDED]) { nodes { organisation { name } } } } } }
"""


@pytest.fixture
async def world(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    async with syncable(admin, tmp_path) as made:
        yield made


async def seen(world: World, who: str, *statuses: str) -> Any:
    """Return what somebody sees of the source, with the links whose last sync is in a status."""
    given = {"in": list(statuses) or None}
    (source,) = (await world.registry.ask(who, SOURCES, given)).data["sources"]["nodes"]
    return source


def places(source: Any) -> list[str]:
    return [it["organisation"]["name"] for it in source["links"]["nodes"]]


async def test_s3_of_a_sync_that_stopped_is_seen_whom_it_read_and_which_one_went_well_before(
    world: World,
) -> None:
    never = (await seen(world, "kim"))["lastSyncedLink"]
    good = await world.synced()

    def breaks_off(asked: Asked) -> bytes | None:
        """Take the token no longer once the members were listed."""
        return b"HTTP/1.1 401 Unauthorized\r\n\r\n" if "event" in asked.path else None

    world.source.instead = breaks_off
    stopped = await world.synced("FAILED")

    source = await seen(world, "kim")
    last = source["lastSyncedLink"]

    assert never is None
    assert last["lastRun"]["id"] == stopped["id"]
    assert last["lastRun"]["counts"] == {"fetched": 8, "created": 0}
    assert last["lastGoodRun"]["id"] == good["id"]
    assert last["lastGoodRun"]["counts"] == {"fetched": 8, "created": 8}
    assert source["links"]["nodes"][0] == last


async def test_s3_links_are_found_by_how_their_last_sync_stands(world: World) -> None:
    other = await organisation(world.registry, "Other troop")
    await steward(world.registry, "eve", other)
    source = await world.registry.owner.fetchval("select id from sources")
    link = await linked(world.registry, source, other, "3")
    await world.synced()
    waiting = await sync(world.registry, "eve", link)
    run = UUID(waiting.data["syncOrganisation"]["run"]["databaseId"])

    of_all = {
        status: places(await seen(world, "admin", status))
        for status in ("SUCCEEDED", "ENQUEUED", "FAILED")
    }
    newest = await seen(world, "admin")
    of_kim = await seen(world, "kim", "SUCCEEDED", "ENQUEUED")
    await settle(world.registry, "eve", "cancel", run)

    assert of_all == {"SUCCEEDED": ["Troop"], "ENQUEUED": ["Other troop"], "FAILED": []}
    assert newest["lastSyncedLink"]["organisation"]["name"] == "Other troop"
    # What is elsewhere does not exist for a steward (rule R3).
    assert places(of_kim) == ["Troop"]
    assert of_kim["lastSyncedLink"]["organisation"]["name"] == "Troop"
    assert places(await seen(world, "admin", "CANCELLED")) == ["Other troop"]
    assert places(await seen(world, "admin")) == ["Troop", "Other troop", "Cubs"]


async def test_g_links_are_asked_for_by_so_many_statuses_at_most(world: World) -> None:
    asked = ["FAILED"] * (FILTER_VALUES + 1)

    refused = await world.registry.ask("kim", SOURCES, {"in": asked})
    most = await world.registry.ask("kim", SOURCES, {"in": asked[1:]})

    assert refused.refusal == (
        "BAD_REQUEST",
        f"lastRun has more than {FILTER_VALUES} values",
    )
    assert most.errors == []


async def test_s3_links_are_asked_for_twice_in_one_query_by_statuses_of_their_own(
    world: World,
) -> None:
    await world.synced()

    (source,) = (await world.registry.ask("kim", ALIASED)).data["sources"]["nodes"]

    assert places({"links": source["bad"]}) == []
    assert places({"links": source["good"]}) == ["Troop"]
