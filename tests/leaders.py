"""What tests do with people who lead groups at a source, and have no role here but PERSON."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from rules.access import Role
from tests.databases import Database
from tests.hitobito import Rights
from tests.people import id_of
from tests.runs import until
from tests.serving import Answer, served
from tests.sources import SYNC, syncing
from tests.synced import World, syncable

SECRET = "the-token-of-somebody-who-leads"
PROFILE = """
mutation ($input: ReadSourceProfileInput!) { readSourceProfile(input: $input) { groups {
  externalId name roles isKnown canSync why } } }
"""
STEWARDS = """
select users.username, organisations.name from role_grants
  join users on users.id = user_id join organisations on organisations.id = organisation_id
 where role = 'STEWARD' order by 1, 2
"""


@asynccontextmanager
async def leading(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    """Serve a source that shows roles, and a registry in which ann is no more than a person."""
    async with served(database, tmp_path, source_allow_loopback=True) as registry:
        await registry.user("admin", Role.ADMIN)
        await registry.user("ann", Role.PERSON)
        async with syncable(registry, tmp_path) as made:
            made.source.rights[SECRET] = Rights()
            async with registry.acting("source.created") as owner:
                await owner.execute(
                    "update sources set sync_roles = '{Group::Troop::Leader,layer_full}'"
                )
            yield made


async def source_of(world: World) -> str:
    """Return the id of the source."""
    return id_of("Source", await world.registry.owner.fetchval("select id from sources"))


async def group_asked(
    world: World, who: str, group: str, token: str | None = SECRET, key: str = "key"
) -> Answer:
    """Let somebody ask for the sync of a group."""
    given = {"idempotencyKey": key, "sourceId": await source_of(world), "externalId": group}
    return await world.registry.ask(who, SYNC, {"input": given | {"sourceToken": token}})


async def profile(world: World, who: str = "ann", token: str | None = SECRET) -> Answer:
    """Let somebody ask in which groups they have roles."""
    given = {"sourceId": await source_of(world), "sourceToken": token}
    return await world.registry.ask(who, PROFILE, {"input": given})


async def ended(world: World, answer: Answer, status: str = "SUCCEEDED") -> UUID:
    """Return a run that was asked for, once it has ended so."""
    run = UUID(answer.data["syncOrganisation"]["run"]["databaseId"])
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, status)
    return run


async def stewards(world: World) -> list[tuple[Any, ...]]:
    """Return who looks after what."""
    return [tuple(row) for row in await world.registry.owner.fetch(STEWARDS)]
