"""What registering a birth or a death brings with it for persons on record (rule C6)."""

from datetime import date, timedelta

from tests.events import birth, death, declared, done, lettered, office, today
from tests.people import key_of, person, row
from tests.serving import Registry

NUMBER = "9876543210"
DAY = today() - timedelta(days=3)


def death_of(number: str) -> dict[str, object]:
    somebody = {"firstName": lettered(700), "lastName": lettered(900), "nationalId": number}
    return death(deceased=somebody, dateOfDeath=str(DAY))


async def test_c6_a_registered_birth_makes_the_child_an_active_person(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal, birth())

    before = await registry.owner.fetchval("select count(*) from persons")
    await done(registry, registrar, "register", event["id"])

    (child,) = await registry.owner.fetch("select * from persons")
    kept = await row(registry, "vital_events", key_of(event["id"]))
    assert before == 0
    assert (child["first_name"], child["last_name"]) == ("John", "Smith")
    assert (child["status"], child["gender"]) == ("ACTIVE", "MALE")
    assert child["birth_date"] == today() - timedelta(days=30)
    assert kept["person_id"] == child["id"]


async def test_c6_a_registered_death_is_put_on_whoever_has_the_national_id(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    deceased = await person(registry, national_id=NUMBER)
    other = await person(registry, "Augusta", national_id="1234567890")
    event = await declared(registry, portal, death_of(NUMBER), "Death")

    declared_only = (await row(registry, "persons", deceased))["death_date"]
    await done(registry, registrar, "register", event["id"])

    assert declared_only is None
    assert (await row(registry, "persons", deceased))["death_date"] == DAY
    assert (await row(registry, "persons", other))["death_date"] is None


async def test_c6_the_death_of_a_merged_person_is_put_on_the_master(registry: Registry) -> None:
    registrar, portal = await office(registry)
    duplicate = await person(registry, national_id=NUMBER)
    master = await person(registry, "Augusta")
    async with registry.acting("merge_request.merged"):
        await registry.owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $1 where id = $2",
            master,
            duplicate,
        )
    event = await declared(registry, portal, death_of(NUMBER), "Death")

    await done(registry, registrar, "register", event["id"])

    assert (await row(registry, "persons", master))["death_date"] == DAY
    assert (await row(registry, "persons", duplicate))["death_date"] is None


async def test_c6_a_death_whose_national_id_nobody_has_is_put_on_nobody(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    namesake = await person(registry, lettered(700), lettered(900), birth_date=date(1940, 2, 3))
    event = await declared(registry, portal, death_of(NUMBER), "Death")

    registered = await done(registry, registrar, "register", event["id"])

    assert registered["registrationNumber"].startswith("D-")
    assert (await row(registry, "persons", namesake))["death_date"] is None
