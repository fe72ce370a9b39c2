"""Who has edited a person is known, for nobody reviews their own work (rule H21)."""

from rules.access import Role
from tests.events import birth, declared, done, office
from tests.serving import Registry

EDITORS = """
select username from person_editors join users on users.id = user_id order by username
"""


async def editors(registry: Registry) -> list[str]:
    """Return who has edited anybody."""
    return [row["username"] for row in await registry.owner.fetch(EDITORS)]


async def test_h21_whoever_declared_and_registered_a_birth_has_edited_its_child(
    registry: Registry,
) -> None:
    registrar, other = await registry.user("registrar", Role.REGISTRAR), "other"
    await registry.user(other, Role.REGISTRAR)
    event = await declared(registry, other, birth())
    assert await editors(registry) == []

    await done(registry, registrar, "register", event["id"])

    assert await editors(registry) == ["other", "registrar"]


async def test_h21_no_machine_is_an_editor(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal, birth())

    await done(registry, registrar, "register", event["id"])

    assert await editors(registry) == ["registrar"]
