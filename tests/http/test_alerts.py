"""What a registrar should see before registering is answered first (rule C8a)."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.events import attempt, birth, death, declared, done, marriage, office, today
from tests.people import id_of, key_of, person, row
from tests.serving import Answer, Registry

SEEN = "query ($id: ID!) { vitalEvent(id: $id) { alerts acceptedAlerts person { databaseId } } }"
DAY = today() - timedelta(days=3)
BORN = date(1990, 1, 1)
WITNESSES = [{"firstName": "Wi", "lastName": name} for name in ("One", "Two")]


def somebody(first: str, last: str, number: str | None = None) -> dict[str, Any]:
    named = {"firstName": first, "lastName": last, "birthDate": str(BORN)}
    return named | ({"nationalId": number} if number else {})


DOS = somebody("Dos", "Veces", "8600000003")
TRES = somebody("Tres", "Veces", "8600000004")
OTRA = somebody("Otra", "Novia", "8600000005")


async def wed(registry: Registry, portal: UUID, *spouses: dict[str, Any]) -> str:
    given = marriage(spouses=list(spouses), witnesses=WITNESSES)
    event: str = (await declared(registry, portal, given, "Marriage"))["id"]
    return event


async def died(registry: Registry, portal: UUID, deceased: dict[str, Any]) -> str:
    given = death(deceased=deceased, dateOfDeath=str(DAY))
    event: str = (await declared(registry, portal, given, "Death"))["id"]
    return event


async def alerts(registry: Registry, who: str | UUID, event: str) -> list[str]:
    answer = await registry.ask(who, SEEN, {"id": event})
    found: list[str] = answer.data["vitalEvent"]["alerts"]
    return found


async def unanswered(registry: Registry, registrar: str, event: str, *accepted: str) -> list[str]:
    """Register with these answers, and return the alerts that still need one."""
    answer = await attempt(registry, registrar, "register", event, acceptedAlerts=list(accepted))
    if not answer.errors:
        return []
    assert answer.refusal == ("CONFLICT", "Alerts need an answer")
    names: list[str] = answer.errors[0]["extensions"]["alerts"]
    return names


@pytest.mark.parametrize(
    "again",
    [
        DOS,
        somebody("Another", "Name", "8600000003"),
        somebody("Dos", "Vecez"),
        somebody("Dos", "Veces", "8600000009"),
    ],
    ids=["number and names", "number", "names and birth date", "another number"],
)
async def test_c8a_whoever_is_married_is_an_alert(
    registry: Registry, again: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    first = await wed(registry, portal, DOS, TRES)
    waiting = await wed(registry, portal, OTRA, again)

    before = await alerts(registry, registrar, waiting)
    await done(registry, registrar, "register", first, acceptedAlerts=[])

    assert before == []
    assert await alerts(registry, registrar, waiting) == ["SPOUSE_IS_MARRIED"]
    assert await unanswered(registry, registrar, waiting) == ["SPOUSE_IS_MARRIED"]
    assert await unanswered(registry, registrar, waiting, "SPOUSE_IS_MARRIED") == []


@pytest.mark.parametrize(
    "other",
    [somebody("Dos", "Vidas"), somebody("Dos", "Veces") | {"birthDate": "1990-01-02"}],
    ids=["another name", "another birth date"],
)
async def test_c8a_somebody_else_who_is_married_is_no_alert(
    registry: Registry, other: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    first = await wed(registry, portal, DOS, TRES)
    await done(registry, registrar, "register", first, acceptedAlerts=[])

    assert await alerts(registry, registrar, await wed(registry, portal, OTRA, other)) == []


async def test_c8a_a_marriage_ends_with_the_registered_death_of_the_partner(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first = await wed(registry, portal, DOS, TRES)
    await done(registry, registrar, "register", first, acceptedAlerts=[])
    end = await died(registry, portal, somebody("Tres", "Veces"))
    waiting = await wed(registry, portal, DOS, OTRA)

    before = await alerts(registry, registrar, waiting)
    await done(registry, registrar, "register", end)

    assert before == ["SPOUSE_IS_MARRIED"]
    assert await alerts(registry, registrar, waiting) == []


@pytest.mark.parametrize(
    "deceased",
    [somebody("Other", "Person", "8600000003"), somebody("Dos", "Veces")],
    ids=["number", "names and birth date"],
)
async def test_c8a_whoever_is_dead_is_an_alert_of_a_marriage(
    registry: Registry, deceased: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    end = await died(registry, portal, deceased)
    waiting = await wed(registry, portal, DOS, TRES)
    await done(registry, registrar, "register", end)

    assert await alerts(registry, registrar, waiting) == ["SPOUSE_IS_DECEASED"]
    assert await unanswered(registry, registrar, waiting) == ["SPOUSE_IS_DECEASED"]


async def test_c8a_whoever_stands_for_somebody_dead_is_an_alert(registry: Registry) -> None:
    registrar, portal = await office(registry)
    master = await person(registry, "Augusta", death_date=DAY)
    await person(
        registry,
        "Dos",
        "Veces",
        national_id="8600000003",
        status="INACTIVE",
        master_person_id=master,
    )
    await person(registry, "Tres", "Veces", birth_date=BORN, death_date=DAY)
    by_number = await wed(registry, portal, somebody("New", "Name", "8600000003"), OTRA)
    by_name = await wed(registry, portal, TRES, OTRA)
    by_merged_name = await wed(registry, portal, somebody("Dos", "Veces"), OTRA)

    assert await alerts(registry, registrar, by_number) == ["SPOUSE_IS_DECEASED"]
    assert await alerts(registry, registrar, by_name) == ["SPOUSE_IS_DECEASED"]
    assert await alerts(registry, registrar, by_merged_name) == ["SPOUSE_IS_DECEASED"]


async def test_c8a_a_death_of_nobody_on_record_is_an_alert(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await died(registry, portal, DOS)

    assert await alerts(registry, registrar, event) == ["PERSON_NOT_FOUND"]
    assert await unanswered(registry, registrar, event) == ["PERSON_NOT_FOUND"]

    await person(registry, "Dos", "Veces", national_id="8600000003", birth_date=BORN)
    assert await alerts(registry, registrar, event) == []
    assert await unanswered(registry, registrar, event) == []


async def test_c8a_a_number_that_another_holds_is_an_alert_of_births_and_deaths(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    other = await person(registry, "Livia", "Marchetti", national_id="8600000003")
    end = await died(registry, portal, DOS)
    child = birth()["child"] | {"nationalId": "8600000003"}
    start = (await declared(registry, portal, birth(child=child)))["id"]
    held = ["PERSON_NOT_FOUND", "NUMBER_IS_HELD_BY_ANOTHER"]

    assert await alerts(registry, registrar, end) == held
    assert await unanswered(registry, registrar, end, "PERSON_NOT_FOUND") == held[1:]
    assert await unanswered(registry, registrar, start) == held[1:]

    named = id_of("Person", other)
    await done(registry, registrar, "register", end, personId=named, acceptedAlerts=[])
    assert (await row(registry, "persons", other))["death_date"] == DAY
    assert await unanswered(registry, registrar, start, *held) == []


@pytest.mark.parametrize(
    ("born_before", "expected"),
    [(timedelta(days=0), []), (timedelta(days=365 * 36), ["NUMBER_IS_HELD_BY_ANOTHER"])],
)
async def test_c8a_a_namesake_born_in_other_years_is_another_than_a_child(
    registry: Registry, born_before: timedelta, expected: list[str]
) -> None:
    registrar, portal = await office(registry)
    child = birth()["child"] | {"nationalId": "8600000003"}
    born = date.fromisoformat(child["birthDate"]) - born_before
    named = (child["firstName"], child["lastName"])
    await person(registry, *named, national_id="8600000003", birth_date=born)

    start = (await declared(registry, portal, birth(child=child)))["id"]

    assert await alerts(registry, registrar, start) == expected
    assert await unanswered(registry, registrar, start) == expected


async def test_c8a_who_has_the_number_of_a_registered_death_is_another(registry: Registry) -> None:
    registrar, portal = await office(registry)
    first = await died(registry, portal, somebody("Olga", "Petrenko", "8388888888"))
    second = await died(registry, portal, somebody("Olha", "Petrenkova-Shum", "8388888888"))
    await done(registry, registrar, "register", first)

    assert await alerts(registry, registrar, second) == [
        "PERSON_NOT_FOUND",
        "NUMBER_IS_HELD_BY_ANOTHER",
    ]


async def test_c8a_whoever_is_dead_already_keeps_the_day_and_is_linked(registry: Registry) -> None:
    registrar, portal = await office(registry)
    earlier = DAY - timedelta(days=400)
    dos = await person(
        registry,
        "Dos",
        "Veces",
        national_id="8600000003",
        birth_date=BORN,
        death_date=earlier,
    )
    event = await died(registry, portal, DOS)

    assert await alerts(registry, registrar, event) == ["PERSON_IS_DEAD_ALREADY"]
    assert await unanswered(registry, registrar, event) == ["PERSON_IS_DEAD_ALREADY"]
    assert await unanswered(registry, registrar, event, "PERSON_IS_DEAD_ALREADY") == []
    assert (await row(registry, "persons", dos))["death_date"] == earlier
    assert (await row(registry, "vital_events", key_of(event)))["person_id"] == dos


async def test_c8a_what_was_accepted_stays_on_the_record_and_in_the_trail(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await died(registry, portal, DOS)

    accepted = ["SPOUSE_IS_MARRIED", "PERSON_NOT_FOUND"]
    await done(registry, registrar, "register", event, acceptedAlerts=accepted)

    seen = (await registry.ask(registrar, SEEN, {"id": event})).data["vitalEvent"]
    changed = await registry.owner.fetchval(
        "select changeset->>'accepted_alerts' from audit_log where action = 'death.registered'"
        " and resource = 'vital_event'"
    )
    assert seen == {"alerts": [], "acceptedAlerts": ["PERSON_NOT_FOUND"], "person": None}
    assert changed == '["PERSON_NOT_FOUND"]'


async def test_c8a_a_refused_registration_leaves_nothing(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await died(registry, portal, DOS)

    await unanswered(registry, registrar, event)

    assert await registry.owner.fetchval("select count(*) from registration_counters") == 0
    assert not await registry.owner.fetchval(
        "select count(*) from audit_log where action = 'death.registered'"
    )


async def test_c8a_machines_see_no_alerts(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await died(registry, portal, DOS)
    nothing: dict[str, Any] = {"alerts": [], "acceptedAlerts": [], "person": None}

    before = (await registry.ask(portal, SEEN, {"id": event})).data["vitalEvent"]
    await done(registry, registrar, "register", event)
    after = (await registry.ask(portal, SEEN, {"id": event})).data["vitalEvent"]

    assert (before, after) == (nothing, nothing)


async def test_c8a_of_two_marriages_at_once_the_later_sees_the_earlier(registry: Registry) -> None:
    registrar, portal = await office(registry)
    weddings = [
        await wed(registry, portal, DOS, somebody(first, last))
        for first, last in (("Abigail", "Brown"), ("Cordelia", "Green"), ("Euphemia", "Stone"))
    ]

    answers: list[Answer] = await asyncio.gather(
        *(attempt(registry, registrar, "register", event, acceptedAlerts=[]) for event in weddings)
    )

    refusals = [answer.refusal for answer in answers if answer.errors]
    assert refusals == [("CONFLICT", "Alerts need an answer")] * 2
