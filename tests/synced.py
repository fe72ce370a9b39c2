"""A registry, and a source with one group of which it knows by a link."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.hitobito import Hitobito, serving
from tests.organisations import organisation, steward
from tests.runs import TIMEOUT_SECONDS, run_of, until
from tests.serving import Registry
from tests.sources import linked, made, sync, syncing

MEMBERS = """
select person.first_name, place.name, membership.title, membership.ended_on is null as is_open
  from memberships membership join persons person on person.id = membership.person_id
  join organisations place on place.id = membership.organisation_id
 order by 1, 2, 4
"""
IS_UNDER_WAY = "select status in ('ENQUEUED', 'RUNNING') from runs where id = $1"


@dataclass
class World:
    """A registry, a source, and a link of one organisation with its group 1, whose steward asks."""

    registry: Registry
    source: Hitobito
    directory: Path
    place: UUID
    link: UUID
    keys: int = 0

    async def synced(self, status: str = "SUCCEEDED", **more: Any) -> dict[str, Any]:
        """Let the steward sync, and return the run once it has this status."""
        self.keys += 1
        answer = await sync(self.registry, "kim", self.link, key=f"key {self.keys}", **more)
        run = UUID(answer.data["syncOrganisation"]["run"]["databaseId"])
        async with syncing(self.registry, self.directory):
            await until(self.registry, run, status)
        return await run_of(self.registry, "kim", run)

    async def until_asked(self, path: str) -> None:
        """Return once the source was asked for what is below a path."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not any(it.path.startswith(path) for it in self.source.asked):
                await asyncio.sleep(0.01)

    async def until_over(self, run: UUID) -> None:
        """Return once a run has ended, however it did."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while await self.registry.owner.fetchval(IS_UNDER_WAY, run):
                await asyncio.sleep(0.01)

    async def watermark(self) -> str | None:
        """Return from when on changes are read."""
        found: str | None = await self.registry.owner.fetchval(
            "select watermark from source_links where id = $1", self.link
        )
        return found

    async def members(self) -> list[tuple[Any, ...]]:
        """Return who belongs where, as what, and whether still."""
        return [tuple(row) for row in await self.registry.owner.fetch(MEMBERS)]


@asynccontextmanager
async def syncable(
    admin: Registry, tmp_path: Path, speaking: Hitobito | None = None
) -> AsyncIterator[World]:
    """Serve a source with eight persons, one of them in a group below."""
    async with serving(speaking or Hitobito()) as source:
        source.add_group(1, "Wolves")
        source.add_group(2, "Cubs", 1)
        for each in range(1, 9):
            source.add_person(each, f"Ann{each}", "Lee", birthday="2014-03-02", gender="w")
            source.add_role(10 + each, each, 1 if each < 8 else 2)
        place = await organisation(admin, "Troop")
        await steward(admin, "kim", place)
        protocol = "JSON_API" if speaking is None else "FHIR_R4"
        more = {"baseUrl": "https://midata.example/api", "protocol": protocol}
        registered = await made(admin, **more)
        async with admin.acting("source.created") as owner:
            await owner.execute("update sources set base_url = $1", source.base_url)
        link = await linked(admin, registered, place)
        yield World(admin, source, tmp_path, place, link)
