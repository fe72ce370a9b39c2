"""Rule D1: what is found in the trail by a person, also of what others stand for or have erased."""

from pathlib import Path
from uuid import UUID

from rules.access import Role
from tests.corrections import requested
from tests.databases import Database
from tests.deaths import merge
from tests.erasures import anonymise, marked
from tests.events import brought_to, office
from tests.http.test_audit_search import trail
from tests.people import key_of, person
from tests.serving import Registry, served

LIFE = ["certified", "declared", "issued", "registered"]


async def acts(registry: Registry, who: UUID) -> list[str]:
    """List the acts on births that are found by a person, as a list of acts finds them."""
    found = await trail(registry, isFirstOfAct=True, person=str(who))
    actions = [it["action"].partition(".") for it in found]
    return sorted(act for noun, _, act in actions if noun == "birth")


async def born(registry: Registry, event: str) -> UUID:
    """Return whom a birth made a person."""
    found: UUID = await registry.owner.fetchval(
        "select person_id from vital_events where id = $1", UUID(key_of(event))
    )
    return found


async def test_d1_what_is_done_with_a_birth_is_found_by_the_person_to_its_corrections(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    issued = await brought_to(registry, registrar, portal, "ISSUED")
    await brought_to(registry, registrar, portal, "ISSUED")
    who = await born(registry, issued)

    before = await acts(registry, who)
    correction = await brought_to(registry, registrar, portal, "CERTIFIED")
    await requested(registry, portal, correction)

    assert before == LIFE
    assert await acts(registry, await born(registry, correction)) == [
        *("annulment_requested", "certified", "declared", "registered"),
    ]


async def test_d1_what_came_by_a_merge_is_found_by_whoever_stands(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        registrar, portal = await office(registry)
        event = await brought_to(registry, registrar, portal, "ISSUED")
        duplicate, master = await born(registry, event), await person(registry)
        before = await acts(registry, master)

        await merge(registry, await registry.user("rita", Role.NHS_REVIEWER), duplicate, master)

        assert before == []
        assert await acts(registry, master) == LIFE
        assert await acts(registry, duplicate) == LIFE


async def test_d1_whose_row_has_gone_is_found_by_the_id_that_the_trail_has(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    who = await marked(registry)
    await anonymise(registry, "admin", who)

    found = await trail(registry, person=str(who))

    assert await registry.owner.fetchval("select count(*) from persons") == 0
    assert {it["action"] for it in found} == {
        *("person.imported", "person.corrected", "person.anonymised"),
    }
    assert await trail(registry, person="01890000-0000-7000-8000-000000000000") == []
