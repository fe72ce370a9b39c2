"""What registering a birth or a death brings with it for persons on record (rule C6)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.events import attempt, birth, death, declared, done, office, today
from tests.people import id_of, key_of, person, row
from tests.serving import Registry

NUMBER = "9876543210"
DAY = today() - timedelta(days=3)
BORN = date(1941, 5, 6)
NOT_FOUND = {"acceptedAlerts": ["PERSON_NOT_FOUND"]}
HELD = {"acceptedAlerts": ["PERSON_NOT_FOUND", "NUMBER_IS_HELD_BY_ANOTHER"]}
PERSON = "query ($id: ID!) { vitalEvent(id: $id) { person { databaseId deathDate } } }"


async def of_number(registry: Registry, first: str = "Teresa", **more: Any) -> UUID:
    """Put somebody with the number on record, who is the deceased unless it says otherwise."""
    return await person(
        registry,
        first,
        more.pop("last", "Nowak"),
        national_id=NUMBER,
        **{"birth_date": BORN} | more,
    )


async def dead(registry: Registry, portal: UUID, day: date = DAY, **more: Any) -> str:
    """Declare the death of Teresa Nowak, and return the record's id."""
    somebody = {"firstName": "Teresa", "lastName": "Nowak", "birthDate": str(BORN)}
    deceased = somebody | {"nationalId": NUMBER} | more
    late = {} if day == DAY else {"lateRegistrationReason": "Found late"}
    given = death(deceased=deceased, dateOfDeath=str(day)) | late
    event: str = (await declared(registry, portal, given, "Death"))["id"]
    return event


async def registered(registry: Registry, registrar: str, event: str, **more: Any) -> None:
    """Register a record without any alert, unless it is accepted here."""
    await done(registry, registrar, "register", event, **{"acceptedAlerts": []} | more)


async def marked(registry: Registry, event: str) -> UUID | None:
    found: UUID | None = (await row(registry, "vital_events", key_of(event)))["person_id"]
    return found


async def died(registry: Registry, key: UUID) -> date | None:
    found: date | None = (await row(registry, "persons", key))["death_date"]
    return found


async def merged(registry: Registry, duplicate: UUID, master: UUID) -> None:
    async with registry.acting("merge_request.merged"):
        await registry.owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $1 where id = $2",
            master,
            duplicate,
        )


async def test_c6_a_registered_birth_makes_the_child_an_active_person(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal, birth())

    before = await registry.owner.fetchval("select count(*) from persons")
    await registered(registry, registrar, event["id"])

    (child,) = await registry.owner.fetch("select * from persons")
    assert before == 0
    assert (child["first_name"], child["last_name"]) == ("John", "Smith")
    assert (child["status"], child["gender"]) == ("ACTIVE", "MALE")
    assert child["birth_date"] == today() - timedelta(days=30)
    assert await marked(registry, event["id"]) == child["id"]
    assert await registry.owner.fetchval("select person_id from due_matches") == child["id"]


async def test_c6_a_registered_death_marks_the_person_with_its_number_and_names(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    teresa = await of_number(registry, "Theresa", birth_date=BORN + timedelta(days=360))
    other = await person(registry, "Teresa", "Nowak", national_id="1234567890", birth_date=BORN)
    event = await dead(registry, portal)

    declared_only = await died(registry, teresa)
    await registered(registry, registrar, event)

    assert declared_only is None
    assert await died(registry, teresa) == DAY
    assert await died(registry, other) is None
    assert await marked(registry, event) == teresa


@pytest.mark.parametrize(
    ("holder", "accepted"),
    [
        ({"first": "Livia", "last": "Marchetti", "birth_date": date(2015, 4, 4)}, HELD),
        ({"birth_date": BORN + timedelta(days=370)}, NOT_FOUND),
        ({"last": "Kowalska"}, HELD),
    ],
    ids=["a stranger", "born in another year", "another last name"],
)
async def test_c6_nobody_is_marked_by_the_number_alone(
    registry: Registry, holder: dict[str, Any], accepted: dict[str, Any]
) -> None:
    registrar, portal = await office(registry)
    other = await of_number(registry, **holder)
    event = await dead(registry, portal)

    await registered(registry, registrar, event, **accepted)

    assert await died(registry, other) is None
    assert await marked(registry, event) is None


async def test_c6_nobody_is_marked_where_it_may_be_one_of_two(registry: Registry) -> None:
    registrar, portal = await office(registry)
    two = [await of_number(registry), await of_number(registry)]
    event = await dead(registry, portal)

    await registered(registry, registrar, event, **NOT_FOUND)

    assert [await died(registry, each) for each in two] == [None, None]


async def test_c6_two_records_that_stand_for_one_person_are_one(registry: Registry) -> None:
    registrar, portal = await office(registry)
    two = [await of_number(registry), await of_number(registry)]
    master = await person(registry, "Augusta")
    for each in two:
        await merged(registry, each, master)
    event = await dead(registry, portal)

    await registered(registry, registrar, event)

    assert await marked(registry, event) == master
    assert await died(registry, master) == DAY
    assert [await died(registry, each) for each in two] == [None, None]


async def test_c6_whom_the_registrar_names_is_marked_whatever_the_number(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    found, named = await of_number(registry), await person(registry, "Brevis", "Vita")
    event = await dead(registry, portal)

    await registered(registry, registrar, event, personId=id_of("Person", named))

    assert await marked(registry, event) == named
    assert (await died(registry, named), await died(registry, found)) == (DAY, None)


async def test_c6_a_newborn_without_a_number_is_named(registry: Registry) -> None:
    registrar, portal = await office(registry)
    newborn = {"firstName": "Brevis", "lastName": "Vita", "birthDate": str(DAY)}
    event = await declared(registry, portal, birth(child=newborn | {"gender": "MALE"}))
    await registered(registry, registrar, event["id"])
    child = await marked(registry, event["id"])
    assert child is not None
    end = await declared(registry, portal, death(deceased=newborn, dateOfDeath=str(DAY)), "Death")

    refused = await attempt(registry, registrar, "register", end["id"], acceptedAlerts=[])
    await registered(registry, registrar, end["id"], personId=id_of("Person", child))

    assert refused.refusal == ("CONFLICT", "Alerts need an answer")
    assert await died(registry, child) == DAY


async def test_c6_whoever_stands_for_the_one_named_is_marked(registry: Registry) -> None:
    registrar, portal = await office(registry)
    duplicate, master = await person(registry), await person(registry, "Augusta")
    await merged(registry, duplicate, master)
    event = await dead(registry, portal)

    await registered(registry, registrar, event, personId=id_of("Person", duplicate))

    assert await marked(registry, event) == master
    assert await died(registry, master) == DAY


@pytest.mark.parametrize("is_named", [True, False])
async def test_c6_a_death_before_the_persons_birth_is_refused(
    registry: Registry, *, is_named: bool
) -> None:
    registrar, portal = await office(registry)
    teresa = await of_number(registry, birth_date=BORN + timedelta(days=200))
    event = await dead(registry, portal, BORN + timedelta(days=199))
    named = {"personId": id_of("Person", teresa)} if is_named else {}

    answer = await attempt(registry, registrar, "register", event, **named)

    (violation,) = answer.errors[0]["extensions"]["violations"]
    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert violation["path"] == ["personId" if is_named else "id"]
    assert violation["rule"] == "born_before_the_death"
    assert await died(registry, teresa) is None
    assert (await row(registry, "vital_events", key_of(event)))["status"] == "DECLARED"


@pytest.mark.parametrize(
    "given", ["nonsense", id_of("Person", UUID(int=1)), id_of("User", UUID(int=1))]
)
async def test_c6_a_person_who_is_not_there_cannot_be_named(registry: Registry, given: str) -> None:
    registrar, portal = await office(registry)
    event = await dead(registry, portal)

    answer = await attempt(registry, registrar, "register", event, personId=given)

    (violation,) = answer.errors[0]["extensions"]["violations"]
    assert (violation["path"], violation["rule"]) == (["personId"], "exists")


async def test_c6_only_a_death_is_about_a_person_who_is_named(registry: Registry) -> None:
    registrar, portal = await office(registry)
    named = id_of("Person", await person(registry))
    event = (await declared(registry, portal, birth()))["id"]

    answer = await attempt(registry, registrar, "register", event, personId=named)

    (violation,) = answer.errors[0]["extensions"]["violations"]
    assert (violation["path"], violation["rule"]) == (["personId"], "death_only")


async def test_c6_the_record_says_whom_it_marked_to_people_alone(registry: Registry) -> None:
    registrar, portal = await office(registry)
    teresa = await of_number(registry)
    event = await dead(registry, portal)
    await registered(registry, registrar, event)

    persons = [
        (await registry.ask(who, PERSON, {"id": event})).data["vitalEvent"]["person"]
        for who in (registrar, portal)
    ]

    assert persons == [{"databaseId": str(teresa), "deathDate": str(DAY)}, None]
