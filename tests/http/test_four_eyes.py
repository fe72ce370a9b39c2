"""Whether registrars register what they have declared themselves (rule C16)."""

from pathlib import Path

from rules.access import Role
from tests.databases import Database
from tests.events import attempt, declared, done, office
from tests.serving import Registry, served


async def test_c16_a_registrar_registers_their_own_declaration(registry: Registry) -> None:
    registrar, _ = await office(registry)
    event = (await declared(registry, registrar))["id"]

    assert (await done(registry, registrar, "register", event))["status"] == "REGISTERED"


async def test_c16_with_four_eyes_another_registrar_registers_it(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, four_eyes=True) as registry:
        registrar, portal = await office(registry)
        other = await registry.user("another registrar", Role.REGISTRAR)
        own = (await declared(registry, registrar))["id"]
        portals = (await declared(registry, portal))["id"]

        refused = await attempt(registry, registrar, "register", own)
        by_another = await done(registry, other, "register", own)
        of_portal = await done(registry, registrar, "register", portals)

    assert refused.refusal == ("CONFLICT", "Second person is needed")
    assert by_another["status"] == of_portal["status"] == "REGISTERED"
