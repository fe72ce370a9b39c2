"""What tests do with a source that exports its members, beside a registry."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from outbound.signatures import SOURCE_KEY_FILE, Seal
from outbound.sources import exports
from server.delivery.exports import Exports
from tests.fhir_exports import ExportingFhir
from tests.hitobito import OWN_TOKEN, Asked, Rights
from tests.serving import Registry
from tests.sources import opening
from tests.synced import World, syncable

EXPORTS = "select count(*) from source_exports"


@asynccontextmanager
async def exporting(admin: Registry, tmp_path: Path) -> AsyncIterator[World]:
    """Serve a source with eight persons, whose members are exported, and ask it without a pause."""
    async with syncable(admin, tmp_path, ExportingFhir()) as made:
        for row in made.source.people.values():
            row["updated_at"] = "2026-11-01T12:00:00Z"
        await let_in(made)
        with patch.object(exports, "SOONEST_SECONDS", 0.0):
            yield made


async def let_in(world: World, group: str | None = None) -> None:
    """Let the registry read exports with credentials of its own, of a Group or of all."""
    world.source.credentials = base64.b64encode(b"selfsame:hidden").decode()
    world.source.rights[OWN_TOKEN] = Rights()
    async with world.registry.acting("source.created") as owner:
        await owner.execute(
            "update sources set protocol = 'FHIR_R4_BULK', access = '{CLIENT_CREDENTIALS}',"
            " token_url = $1, oauth_client_id = 'selfsame', sealed_oauth_secret = $2",
            f"http://127.0.0.1:{world.source.port}/token",
            Seal(world.directory, SOURCE_KEY_FILE).seal("hidden"),
        )
        await owner.execute("update source_links set export_group = $1", group)


def source_of(world: World) -> ExportingFhir:
    """Return the source as what it is."""
    assert isinstance(world.source, ExportingFhir)
    return world.source


def asked_for(world: World, path: str) -> list[Asked]:
    """Return what the source was asked for below a path."""
    return [it for it in world.source.asked if it.path.startswith(f"/api/{path}")]


async def deleted_at_source(world: World) -> None:
    """Let a worker look once for exports that are left over."""
    async with opening(world.registry, world.directory) as (pool, opener, seal):
        await Exports(pool, opener.open, seal.open).delete_left()
