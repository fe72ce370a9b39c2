"""What tests do with sources: make them, and link them with organisations."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2

from outbound.names import Names
from outbound.signatures import SOURCE_KEY_FILE, Seal
from outbound.sources.assertions import Assertions
from outbound.sources.client import Connections
from outbound.sources.opening import Opener
from server.postgres.pool import Pool
from tests.hitobito import TOKEN
from tests.people import id_of
from tests.runs import ASKED, working
from tests.serving import Answer, Registry
from workflows.syncs import Sync

SOURCE = "id databaseId name protocol baseUrl access"
LINK = """
id databaseId externalId environment everyMinutes exportGroup watermark dueAt
source { name } organisation { name }
"""
CREATE = f"""
mutation ($input: CreateSourceInput!) {{ createSource(input: $input) {{ source {{ {SOURCE} }} }} }}
"""
LINK_IT = f"""
mutation ($input: LinkSourceInput!) {{ linkSource(input: $input) {{ sourceLink {{ {LINK} }} }} }}
"""
LISTED = "{ sources { nodes { name } } }"
LINKS_OF = f"query ($id: ID!) {{ organisation(id: $id) {{ sourceLinks {{ {LINK} }} }} }}"


async def create(registry: Registry, who: str, name: str = "MiData", **more: Any) -> Answer:
    """Let somebody make a source."""
    given = {
        "name": name,
        "protocol": "JSON_API",
        "baseUrl": "https://midata.example/api",
        "access": ["CALLER_TOKEN"],
    }
    return await registry.ask(who, CREATE, {"input": given | more})


async def link(
    registry: Registry, who: str, source: UUID, organisation: UUID, group: str = "1", **more: Any
) -> Answer:
    """Let somebody link an organisation with a group of a source."""
    given = {
        "sourceId": id_of("Source", source),
        "organisationId": id_of("Organisation", organisation),
        "externalId": group,
        "environment": "PRODUCTION",
    }
    return await registry.ask(who, LINK_IT, {"input": given | more})


async def made(registry: Registry, name: str = "MiData", **more: Any) -> UUID:
    """Let the admin make a source; return its id."""
    answer = await create(registry, "admin", name, **more)
    return UUID(answer.data["createSource"]["source"]["databaseId"])


async def linked(registry: Registry, source: UUID, organisation: UUID, group: str = "1") -> UUID:
    """Let the admin link an organisation with a group; return the link's id."""
    answer = await link(registry, "admin", source, organisation, group)
    return UUID(answer.data["linkSource"]["sourceLink"]["databaseId"])


SYNC = f"""
mutation ($input: SyncOrganisationInput!) {{
  syncOrganisation(input: $input) {{ run {{ {ASKED} }} }}
}}
"""


SWITCH = "mutation ($input: SwitchInput!) { setSwitch(input: $input) { sourceLink { id } } }"


async def sync(
    registry: Registry,
    who: str,
    link: UUID,
    token: str | None = TOKEN,
    key: str = "key",
    **more: Any,
) -> Answer:
    """Let somebody ask for a sync."""
    given = {
        "idempotencyKey": key,
        "sourceLinkId": id_of("SourceLink", link),
        "sourceToken": token,
    }
    return await registry.ask(who, SYNC, {"input": given | more})


async def rejects(registry: Registry, who: str, run: str) -> httpx2.Response:
    """Ask for what a run could not take."""
    return await registry.http.get(
        f"{registry.url}/runs/{run}/rejects.csv",
        headers={"authorization": f"Bearer {registry.token(who)}"},
    )


async def switch(registry: Registry, link: UUID, *, is_on: bool) -> Answer:
    """Let the admin switch the syncs of a link off or on."""
    given = {"sourceLinkId": id_of("SourceLink", link), "feature": "SYNC", "isOn": is_on}
    return await registry.ask("admin", SWITCH, {"input": given})


@asynccontextmanager
async def opening(
    registry: Registry, data_directory: Path
) -> AsyncIterator[tuple[Pool, Opener, Seal]]:
    """Open sources on this machine, beside the database of a registry."""
    names = Names(1)
    pool = Pool(lambda: registry.database.app_url, 4)
    await pool.open()
    seal = Seal(data_directory, SOURCE_KEY_FILE)
    try:
        connections = Connections(names, allows_loopback=True)
        yield pool, Opener(connections, Assertions(seal).sign), seal
    finally:
        await pool.close()
        await names.close()


@asynccontextmanager
async def syncing(registry: Registry, data_directory: Path) -> AsyncIterator[None]:
    """Let a worker do the steps of syncs, who asks sources on this machine."""
    async with opening(registry, data_directory) as (pool, opener, seal):
        steps = Sync(pool.connection, opener.open, seal.open)
        async with working(registry, sync=steps):
            yield
