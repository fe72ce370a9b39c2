"""The records that made or marked a person are found by that person."""

from uuid import UUID

from tests.corrections import registered, two_registrars
from tests.events import birth
from tests.http.test_registrar_queues import found
from tests.http.test_registrations import merged
from tests.people import id_of, person
from tests.serving import Registry

OF = "query ($id: ID!) { vitalEvent(id: $id) { person { id databaseId } } }"


async def test_records_are_found_by_their_person_and_by_whoever_stands_for_them(
    registry: Registry,
) -> None:
    one, _, portal = await two_registrars(registry)
    event = await registered(registry, one, portal, birth())
    await registered(registry, one, portal, birth())
    made = (await registry.ask(one, OF, {"id": event})).data["vitalEvent"]["person"]
    assert await found(registry, one, personId=made["id"]) == [event]
    master = await person(registry, "Berta")
    assert await found(registry, one, personId=id_of("Person", master)) == []

    await merged(registry, UUID(made["databaseId"]), master)

    assert await found(registry, one, personId=made["id"]) == [event]
    assert await found(registry, one, personId=id_of("Person", master)) == [event]


async def test_machines_find_no_record_by_its_person(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    event = await registered(registry, one, portal, birth())
    made = (await registry.ask(one, OF, {"id": event})).data["vitalEvent"]["person"]

    assert await found(registry, portal, personId=made["id"]) == []
    assert await found(registry, one, personId=event) == []
