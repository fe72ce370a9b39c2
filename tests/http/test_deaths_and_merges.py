"""Facts belong to whoever stands, in whatever order death, import and merge come (rule N6)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import permutations
from json import loads
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.databases import Database
from tests.deaths import BORN, DAY, died, dora, imported, merge, registered_death
from tests.events import birth, declared, done, office, today
from tests.people import assigned, id_of, pair, person, row, say
from tests.serving import Registry, served

EARLIER = DAY - timedelta(days=100)
FALCK = dora("8400000002", "d2", last_name="Falck")
COMPARED = """
query ($id: ID!) { mergeRequest(id: $id) { manualMergeCandidate { mergeCandidate {
  comparison { field masterPerson agreement } } } } }
"""
ORDERS = [
    order
    for order in permutations(["import d1", "import d2", "death", "merge"])
    if order.index("merge") > max(order.index("import d1"), order.index("import d2"))
]


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with a reviewer."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        await running.user("reviewer", Role.NHS_REVIEWER)
        yield running


@pytest.mark.parametrize("order", ORDERS, ids=", ".join)
async def test_n6_the_one_who_stands_is_dead_in_every_order(
    registry: Registry, order: tuple[str, ...]
) -> None:
    registrar, portal = await office(registry)
    keys: dict[str, UUID] = {}
    for act in order:
        if act == "death":
            await registered_death(registry, registrar, portal, dora())
        elif act == "merge":
            await merge(registry, "reviewer", keys["d1"], keys["d2"])
        else:
            who = dora() if act == "import d1" else FALCK
            keys[who.external_id] = await imported(registry, who)

    assert await died(registry, keys["d2"]) == DAY


@pytest.mark.parametrize(
    ("of_duplicate", "of_master"), [(DAY, EARLIER), (EARLIER, DAY), (DAY, None), (None, DAY)]
)
async def test_n6_the_earlier_day_of_two_is_the_masters(
    registry: Registry, of_duplicate: Any, of_master: Any
) -> None:
    duplicate = await person(registry, death_date=of_duplicate)
    master = await person(registry, "Augusta", death_date=of_master)

    await merge(registry, "reviewer", duplicate, master)

    assert await died(registry, master) == min(filter(None, (of_duplicate, of_master)))
    assert await died(registry, duplicate) == of_duplicate


async def test_n6_the_trail_has_the_day_among_what_the_merge_changed(registry: Registry) -> None:
    duplicate = await person(registry, death_date=DAY)
    master = await person(registry, "Augusta")

    await merge(registry, "reviewer", duplicate, master)

    changed = await registry.owner.fetchval(
        "select changeset from audit_log where action = 'merge_request.merged'"
        " and resource = 'person' and resource_id = $1",
        master,
    )
    assert loads(changed) == {"version": 2, "death_date": "[personal data]"}


async def test_n6_a_master_takes_its_day_along_to_its_own_master(registry: Registry) -> None:
    registrar, portal = await office(registry)
    first, second = await imported(registry, dora()), await imported(registry, FALCK)
    third = await person(registry, "Theodora", "Falk")
    await merge(registry, "reviewer", first, second)
    await registered_death(registry, registrar, portal, dora())

    await merge(registry, "reviewer", second, third)

    assert [await died(registry, each) for each in (first, second, third)] == [None, DAY, DAY]


async def test_n6_whoever_is_imported_with_number_and_names_of_the_dead_is_dead(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    await registered_death(registry, registrar, portal, dora())

    dead = [await imported(registry, dora(), source=source) for source in ("A", "B")]
    others = [
        await imported(registry, dora(external_id="x1", first_name="Livia")),
        await imported(registry, dora("8400000003", "x2")),
        await imported(registry, dora(external_id="x3", birth_date=BORN.replace(year=1980))),
        await imported(registry, dora("0000000000", "x4")),
    ]

    assert [await died(registry, each) for each in dead] == [DAY, DAY]
    assert [await died(registry, each) for each in others] == [None] * 4


async def test_n6_whoever_is_imported_as_a_person_who_was_named_as_dead_is_dead(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first = await imported(registry, dora())
    stranger = dora("8499999999", first_name="Theodora")
    await registered_death(registry, registrar, portal, stranger, personId=id_of("Person", first))

    assert await died(registry, await imported(registry, dora(), source="B")) == DAY


async def test_n6_what_is_imported_for_a_merged_record_goes_to_it_and_its_death_to_the_master(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first, second = await imported(registry, dora("8400000009")), await imported(registry, FALCK)
    await merge(registry, "reviewer", first, second)
    await registered_death(registry, registrar, portal, dora())

    again = await imported(registry, dora())

    record = await row(registry, "persons", again)
    assert (again, record["status"], record["national_id"]) == (first, "INACTIVE", "8400000001")
    assert (await row(registry, "persons", second))["national_id"] == "8400000002"
    assert [await died(registry, each) for each in (first, second)] == [None, DAY]


async def test_n6_a_child_whose_death_was_registered_first_is_dead(registry: Registry) -> None:
    registrar, portal = await office(registry)
    day = today() - timedelta(days=9)
    child = dora(birth_date=day)
    await registered_death(registry, registrar, portal, child, day)
    given = {
        "firstName": "Dora",
        "lastName": "Falk",
        "birthDate": str(day),
        "gender": "FEMALE",
        "nationalId": child.national_id,
    }

    event = await declared(registry, portal, birth(child=given))
    await done(registry, registrar, "register", event["id"], acceptedAlerts=[])

    assert await registry.owner.fetchval("select death_date from persons") == day


async def test_n6_reviewers_of_the_master_see_what_is_imported_for_a_merged_record(
    registry: Registry,
) -> None:
    first, second = await imported(registry, dora()), await imported(registry, FALCK)
    await merge(registry, "reviewer", first, second)
    theodora = await imported(registry, dora("8455555557", "d3", first_name="Theodora"))
    await pair(registry, theodora, second)
    request = await assigned(registry, "reviewer")

    before = await compared(registry, request)
    await imported(registry, dora("8455555557"))
    after = await compared(registry, request)

    assert before["nationalId"] == ("8400000002", "DIFFERENT")
    assert after["nationalId"] == ("8455555557", "EXACT")
    assert after["lastName"] == ("Falk", "EXACT")


async def test_n6_the_records_of_a_pair_that_is_merged_are_still_compared_with_each_other(
    registry: Registry,
) -> None:
    first, second = await imported(registry, dora()), await imported(registry, FALCK)
    await pair(registry, first, second)
    request = await assigned(registry, "reviewer")

    before = await compared(registry, request)
    assert (await say(registry, "reviewer", request, "MERGE")).errors == []

    assert await compared(registry, request) == before


async def compared(registry: Registry, request: str) -> dict[str, tuple[str, str]]:
    """Return what the reviewer is shown of the master, field by field."""
    answer = await registry.ask("reviewer", COMPARED, {"id": request})
    found = answer.data["mergeRequest"]["manualMergeCandidate"]["mergeCandidate"]["comparison"]
    return {it["field"]: (it["masterPerson"], it["agreement"]) for it in found}
