"""Who has edited a person is known, for nobody reviews their own work (rule H21)."""

from rules.access import Role
from tests.corrections import registered, requested, settled
from tests.deaths import dora, imported, registered_death
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


async def test_b15_whoever_asked_for_a_correction_has_edited_the_person(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    for name in ("asker", "approver"):
        await registry.user(name, Role.REGISTRAR)
    given = birth()
    event = await registered(registry, registrar, portal, given)
    before = await editors(registry)

    corrected = given | {"child": given["child"] | {"firstName": "Zoe"}}
    correction = await requested(registry, "asker", event, corrected)
    while_open = await editors(registry)
    await settled(registry, "approver", "approve", correction["id"])

    assert before == while_open == [registrar]
    assert await editors(registry) == ["approver", "asker", registrar]


async def test_b15_whoever_declared_a_death_has_edited_who_is_dead_since(
    registry: Registry,
) -> None:
    await registry.user("registrar", Role.REGISTRAR)
    await registry.user("other", Role.REGISTRAR)
    await imported(registry, dora())

    await registered_death(registry, "registrar", "other", dora())

    assert await editors(registry) == ["other", "registrar"]
