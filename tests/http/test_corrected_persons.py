"""What corrections and annulments mean for persons on record (rules C5, C8a, C10, C11 and N6)."""

from datetime import date, timedelta
from typing import Any

from tests.corrections import (
    ask,
    changed,
    read,
    registered,
    requested,
    settled,
    try_request,
    two_registrars,
)
from tests.deaths import BORN, DAY, dora, imported, registered_death
from tests.events import birth, death, declared, done
from tests.people import id_of, row
from tests.serving import Registry


def of(number: str, first: str = "Dora", **more: Any) -> dict[str, Any]:
    """Declare a death of Dora Falk, or of somebody who has her family name and birth date."""
    who = {"firstName": first, "lastName": "Falk", "birthDate": str(BORN), "nationalId": number}
    return death(deceased=who, dateOfDeath=str(DAY), **more)


async def died(registry: Registry, person: Any) -> date | None:
    found: date | None = (await row(registry, "persons", person))["death_date"]
    return found


async def corrected(
    registry: Registry, one: str, other: str, event: str, given: dict[str, Any], **more: Any
) -> None:
    asked = await requested(registry, one, event, given, "Death", **more)
    await settled(registry, other, "approve", asked["id"])


async def test_c10_a_corrected_death_of_another_deceased_moves_the_mark(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    first = await imported(registry, dora("8400000001"))
    second = await imported(registry, dora("8400000002", "d2", first_name="Bernhard"))
    event = await registered(registry, one, portal, of("8400000001"), "Death")
    before = (await died(registry, first), await died(registry, second))

    await corrected(registry, one, other, event, of("8400000002", "Bernhard"))

    assert before == (DAY, None)
    assert (await died(registry, first), await died(registry, second)) == (None, DAY)
    record = await read(registry, one, event)
    assert record["person"]["databaseId"] == str(second)


async def test_n6_a_birth_whose_number_is_corrected_to_one_of_the_dead_is_of_one_who_died(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    child = {"firstName": "Dora", "lastName": "Falk", "gender": "FEMALE", "birthDate": str(BORN)}
    late = "Declared late"
    given = birth(child=child | {"nationalId": "8400000002"}, lateRegistrationReason=late)
    given["mother"] |= {"birthDate": "1920-01-01"}
    born = await registered(registry, one, portal, given)
    person = (await read(registry, one, born))["person"]["databaseId"]
    await registered(registry, one, portal, of("8400000001"), "Death")

    async def number_is(number: str) -> date | None:
        record = await read(registry, one, born)
        wanted = given | {"child": child | {"nationalId": number}}
        more = {"version": record["version"], "acceptedAlerts": ["NUMBER_IS_HELD_BY_ANOTHER"]}
        asked = await requested(registry, one, born, wanted, **more)
        await settled(registry, other, "approve", asked["id"])
        return await died(registry, person)

    assert await died(registry, person) is None
    assert await number_is("8400000003") is None
    assert await number_is("8400000001") == DAY


async def test_c10_a_corrected_day_is_the_persons_and_whoever_they_stand_for(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    person = await imported(registry, dora("8400000001"))
    master = await imported(registry, dora("8400000009", "d9", first_name="Dorothea"))
    event = await registered(registry, one, portal, of("8400000001"), "Death")
    await registry.user("reviewer")
    await _merge(registry, person, master)
    later = DAY + timedelta(days=3)

    await corrected(registry, one, other, event, of("8400000001") | {"dateOfDeath": str(later)})

    assert (await died(registry, person), await died(registry, master)) == (later, later)


async def test_c11_an_annulled_death_takes_its_mark_off(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    person = await imported(registry, dora("8400000001"))
    event = await registered(registry, one, portal, of("8400000001"), "Death")

    asked = await requested(registry, one, event)
    await settled(registry, other, "approve", asked["id"])

    assert await died(registry, person) is None


async def test_c11_what_another_said_of_a_death_stays(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    known = DAY - timedelta(days=9)
    person = await imported(registry, dora("8400000001"))
    async with registry.acting("person.changed") as connection:
        await connection.execute("update persons set death_date = $2 where id = $1", person, known)
    event = await registered(registry, one, portal, of("8400000001"), "Death")

    asked = await requested(registry, one, event)
    await settled(registry, other, "approve", asked["id"])

    assert await died(registry, person) == known


async def test_c10_a_death_of_a_named_person_stays_theirs_when_a_letter_is_corrected(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    person = await imported(registry, dora("8400000001", first_name="Theodora"))
    given = of("8400000003", "Dora")
    event = (await declared(registry, portal, given, "Death"))["id"]
    await done(registry, one, "register", event, personId=id_of("Person", person))

    await corrected(
        registry,
        one,
        other,
        event,
        changed(given, deceased={"firstName": "Dorah"}),
        acceptedAlerts=["NUMBER_IS_HELD_BY_ANOTHER"],
    )

    assert await died(registry, person) == DAY
    assert (await read(registry, one, event))["person"]["databaseId"] == str(person)


async def test_c8a_alerts_of_a_correction_are_answered_when_it_is_requested(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    await imported(registry, dora("8400000001"))
    event = await registered(registry, one, portal, of("8400000001"), "Death")
    stranger = of("8400000007", "Leopold")

    unanswered = await try_request(registry, one, event, stranger, "Death")
    by_machine = await requested(registry, portal, event, stranger, "Death")
    seen = await registry.ask(
        other, "query ($id: ID!) { correction(id: $id) { alerts } }", {"id": by_machine["id"]}
    )
    await settled(registry, other, "reject", by_machine["id"], reason="Another")
    answered = await requested(
        registry, one, event, stranger, "Death", acceptedAlerts=["PERSON_NOT_FOUND"]
    )

    assert unanswered.refusal == ("CONFLICT", "Alerts need an answer")
    assert unanswered.errors[0]["extensions"]["alerts"] == ["PERSON_NOT_FOUND"]
    assert by_machine["alerts"] == []
    assert seen.data["correction"]["alerts"] == ["PERSON_NOT_FOUND"]
    assert answered["alerts"] == ["PERSON_NOT_FOUND"]


async def test_c5_what_a_correction_would_resemble_is_settled_before_it_is_approved(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    mother = birth()
    earlier = await registered(registry, one, portal, mother)
    given = birth()
    event = await registered(registry, one, portal, given)

    asked = await requested(registry, one, event, given | {"mother": mother["mother"]})
    flagged = await read(registry, other, event)
    refused = await ask(registry, other, "approveCorrection", id=asked["id"])
    await done(registry, other, "markAsNotDuplicate", event)
    await settled(registry, other, "approve", asked["id"])

    assert [it["id"] for it in flagged["potentialDuplicates"]] == [earlier]
    assert "MARK_AS_NOT_DUPLICATE" in flagged["availableActions"]
    words = "A registrar must first say whether it is a duplicate"
    assert refused.refusal == ("CONFLICT", words)
    assert (await read(registry, one, event))["version"] == 2


async def test_c5_a_correction_that_is_not_approved_leaves_no_flag(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    mother, given = birth(), birth()
    await registered(registry, one, portal, mother)
    event = await registered(registry, one, portal, given)

    asked = await requested(registry, one, event, given | {"mother": mother["mother"]})
    await settled(registry, other, "reject", asked["id"], reason="Another mother")

    record = await read(registry, one, event)
    assert record["potentialDuplicates"] == []
    assert "CERTIFY" in record["availableActions"]


async def test_c10_a_birth_that_is_corrected_changes_its_own_person_when_merged(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    person = (await read(registry, one, event))["person"]["databaseId"]
    master = await imported(registry, dora("8400000001", first_name="John"))
    await registry.user("reviewer")
    await _merge(registry, person, master)

    asked = await requested(registry, one, event, changed(given, child={"firstName": "Joan"}))
    await settled(registry, other, "approve", asked["id"])
    annul = await requested(registry, one, event, version=2)
    refused = await ask(registry, other, "approveCorrection", id=annul["id"])

    assert (await row(registry, "persons", person))["first_name"] == "Joan"
    assert (await row(registry, "persons", master))["first_name"] == "John"
    assert refused.refusal == ("CONFLICT", "Person is on other records")


async def _merge(registry: Registry, person: Any, master: Any) -> None:
    async with registry.acting("merge_request.merged") as connection:
        await connection.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2 where id::text = $1",
            str(person),
            master,
        )
        await connection.execute(
            "update persons master set death_date = person.death_date from persons person"
            " where person.id::text = $1 and master.id = $2",
            str(person),
            master,
        )


async def test_c8a_who_came_dead_by_a_death_was_not_dead_already_when_it_is_corrected(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    event = await registered(registry, one, portal, of("8400000001"), "Death")
    key = await imported(registry, dora("8400000001"))
    came = await died(registry, key)
    later = str(DAY + timedelta(days=1))

    asked = await try_request(
        registry, one, event, of("8400000001") | {"dateOfDeath": later}, "Death", acceptedAlerts=[]
    )

    assert came == DAY
    correction = asked.data["requestDeathCorrection"]["correction"]
    assert correction["alerts"] == []
    await settled(registry, other, "approve", correction["id"])
    assert str(await died(registry, key)) == later
    assert (await read(registry, one, event))["person"]["databaseId"] == str(key)
    await settled(
        registry, other, "approve", (await requested(registry, one, event, version=2))["id"]
    )
    assert await died(registry, key) is None


async def test_c8a_who_is_dead_by_another_death_is_dead_already_when_one_is_corrected(
    registry: Registry,
) -> None:
    one, _, portal = await two_registrars(registry)
    event = await registered(registry, one, portal, of("8400000001"), "Death")
    await registered_death(registry, one, portal, dora("8400000001"), DAY - timedelta(days=1))
    await imported(registry, dora("8400000001"))
    later = str(DAY + timedelta(days=1))

    asked = await try_request(
        registry, one, event, of("8400000001") | {"dateOfDeath": later}, "Death", acceptedAlerts=[]
    )

    assert asked.refusal == ("CONFLICT", "Alerts need an answer")
    assert asked.errors[0]["extensions"]["alerts"] == ["PERSON_IS_DEAD_ALREADY"]
