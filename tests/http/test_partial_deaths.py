"""Deaths that are known to the month or the year: whom they mark, and what merges keep (N1, N6)."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from rules.deaths import earlier
from rules.partial_dates import PartialDate
from tests.databases import Database
from tests.deaths import dora, imported, merge
from tests.events import attempt, death, declared, done, office
from tests.people import person, row
from tests.serving import Registry, served

YEAR, DECEMBER, MONTH, DAY, NEXT = (
    PartialDate(2020),
    PartialDate(2020, 12),
    PartialDate(2020, 5),
    PartialDate(2020, 5, 6),
    PartialDate(2021, 1, 1),
)


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with a reviewer."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        await running.user("reviewer", Role.NHS_REVIEWER)
        yield running


def columns(known: PartialDate | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {"death_date": known.exact, "partial_death_date": known.partial}


async def known_death(registry: Registry, key: UUID) -> PartialDate | None:
    found = await row(registry, "persons", key)
    text = found["partial_death_date"] or found["death_date"]
    return None if text is None else PartialDate.read(str(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((YEAR, DAY), (YEAR, MONTH), (MONTH, DAY), (YEAR, NEXT), (MONTH, NEXT), (YEAR, None)),
        (YEAR, DECEMBER),
    ],
)
@pytest.mark.parametrize("is_turned", [False, True])
async def test_n6_of_two_dates_of_death_the_master_has_the_one_that_ends_earlier(
    registry: Registry, one: PartialDate, other: PartialDate | None, is_turned: bool
) -> None:
    of_duplicate, of_master = (other, one) if is_turned else (one, other)
    duplicate = await person(registry, **columns(of_duplicate))
    master = await person(registry, "Augusta", **columns(of_master))

    await merge(registry, "reviewer", duplicate, master)

    kept = min((it for it in (one, other) if it is not None), key=earlier)
    assert await known_death(registry, master) == kept


async def partial_death(registry: Registry, portal: UUID, known: str, **born: str) -> str:
    """Declare the death of Dora in a month or a year."""
    who = dora()
    somebody = {"firstName": who.first_name, "lastName": who.last_name}
    deceased = somebody | {"nationalId": who.national_id} | born
    late = {"lateRegistrationReason": "Found late"}
    given = death(deceased=deceased, dateOfDeath=None, dateOfDeathKnown=known) | late
    event: str = (await declared(registry, portal, given, "Death"))["id"]
    return event


async def test_n6_whoever_is_imported_later_is_dead_as_far_as_it_is_known(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await partial_death(
        registry, portal, "2020-05", birthDateKnown=str(dora().birth_date)[:4]
    )
    await done(registry, registrar, "register", event, acceptedAlerts=["PERSON_NOT_FOUND"])

    somebody = await imported(registry, dora())

    assert await known_death(registry, somebody) == MONTH


async def test_c6_a_death_in_the_year_of_the_birth_may_come_after_it(registry: Registry) -> None:
    registrar, portal = await office(registry)
    born = date(2020, 7, 1)
    somebody = await imported(registry, dora(birth_date=born))
    none: dict[str, list[str]] = {"acceptedAlerts": []}

    before = await partial_death(registry, portal, "2020-06")
    refused = await attempt(registry, registrar, "register", before, **none)
    await done(registry, registrar, "reject", before)
    within = await partial_death(registry, portal, "2020")
    await done(registry, registrar, "register", within, **none)

    assert [it["rule"] for it in refused.errors[0]["extensions"]["violations"]] == [
        "born_before_the_death"
    ]
    assert await known_death(registry, somebody) == YEAR


async def test_c8a_who_died_in_an_unknown_month_is_dead_already(registry: Registry) -> None:
    registrar, portal = await office(registry)
    somebody = await imported(registry, dora())
    async with registry.acting("person.corrected"):
        await registry.owner.execute(
            "update persons set partial_death_date = '2019' where id = $1", somebody
        )

    event = await partial_death(registry, portal, "2020")
    refused = await attempt(registry, registrar, "register", event, acceptedAlerts=[])
    await done(registry, registrar, "register", event, acceptedAlerts=["PERSON_IS_DEAD_ALREADY"])

    assert refused.errors[0]["extensions"]["alerts"] == ["PERSON_IS_DEAD_ALREADY"]
    assert await known_death(registry, somebody) == PartialDate(2019)


async def test_n6_who_is_imported_beside_a_record_of_the_dead_is_dead_since_that_year(
    registry: Registry,
) -> None:
    somebody = await imported(registry, dora())
    async with registry.acting("person.corrected"):
        await registry.owner.execute(
            "update persons set partial_death_date = '2020' where id = $1", somebody
        )

    other = await imported(registry, dora(), source="B")

    assert await known_death(registry, other) == YEAR
