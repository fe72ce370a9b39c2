"""An organisation whose system is linked, with its machine and its steward."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from rules.access import Role
from server.postgres.pool import Pool
from tests.databases import Database
from tests.events import declared, done
from tests.inbound import Link, rotate, seal_of, work
from tests.limited_grants import Tree, tree_of
from tests.organisations import bound_machine, steward
from tests.serving import Registry, served
from tests.sources import linked, made

LOG = """
{ messages(first: 100) { nodes { kind status lastError fault waitsFor subjectId } } }
"""
OF_ORGANISATION = """
update vital_events set organisation_id = $2 where declared_by_client_id = $1
"""


@dataclass
class Institution:
    """An organisation whose system is linked, with its machine, and who looks after it."""

    registry: Registry
    tree: Tree
    link: Link
    machine: UUID
    pool: Pool
    directory: Path

    async def work(self) -> list[str]:
        """Work on what has come; return of which kinds it was."""
        done_now = await work(self.registry, self.pool, seal_of(self.directory))
        return [it.kind for it in done_now]

    async def rejected(self) -> str:
        """Let a declaration of the machine be rejected; return its tracking id."""
        event = (await declared(self.registry, self.machine))["id"]
        await done(self.registry, "rejecting", "reject", event)
        async with self.registry.acting("client.updated") as owner:
            await owner.execute(OF_ORGANISATION, self.machine, self.tree.left)
        found: str = await self.registry.owner.fetchval(
            "select tracking_id from vital_events order by id desc limit 1"
        )
        return found

    async def ask_for(self, tracking_id: str, external_id: Any = None, **more: Any) -> None:
        """Send what asks for reasons."""
        asked = {"trackingId": tracking_id, "externalId": external_id} | more
        await self.link.send({"type": "explanation.requested", "data": asked})

    async def log(self, who: str = "left") -> list[dict[str, Any]]:
        """Return the log as somebody reads it, the newest first."""
        nodes: list[dict[str, Any]] = (await self.registry.ask(who, LOG)).data["messages"]["nodes"]
        return nodes


@asynccontextmanager
async def institution(database: Database, directory: Path) -> AsyncIterator[Institution]:
    """Let the left branch have a machine and a link, and both branches a steward."""
    async with served(database, directory) as registry:
        await registry.user("admin", Role.ADMIN)
        for name in ("rejecting", "one", "other"):
            await registry.user(name, Role.REGISTRAR)
        tree = await tree_of(registry)
        for name, place in (("left", tree.left), ("right", tree.right)):
            await steward(registry, name, place)
        machine = await bound_machine(registry, tree.left)
        link_id = await linked(registry, await made(registry), tree.left)
        secret = (await rotate(registry, "left", link_id)).data["rotateInboundSecret"]
        pool = Pool(lambda: database.app_url, 4)
        await pool.open()
        link = Link(registry, link_id, secret["signingSecret"])
        yield Institution(registry, tree, link, machine, pool, directory)
        await pool.close()
