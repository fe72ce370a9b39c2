"""How many records there are at each office and place, as administrators read it (rule C17)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from rules import review_statistics
from rules.access import Role
from tests.events import birth, death, declared, done, office, today
from tests.http.test_exports import export, rows_of
from tests.organisations import organisation
from tests.people import id_of, key_of
from tests.serving import Registry

PLACES = """
query ($from: Date!, $to: Date!, $kind: VitalEventKind, $by: DayOfRecord) {
  registrationStatistics(from: $from, to: $to, kind: $kind, by: $by) {
    declared registered
    offices { office { name } declared registered }
    places { place declared registered }
  }
}
"""
FIND = """query ($filter: VitalEventFilter) { vitalEvents(filter: $filter) { nodes { id } } }"""
TO_DAY = {"from": str(today()), "to": str(today())}
REGISTERED = ["REGISTERED", "CERTIFIED", "ISSUED"]


async def counted(registry: Registry, **asked: Any) -> Any:
    if "admin" not in registry.users:
        await registry.user("admin", Role.ADMIN)
    answer = await registry.ask("admin", PLACES, {**TO_DAY, "by": "DECLARED", **asked})
    return answer.data["registrationStatistics"]


async def listed(registry: Registry, **asked: Any) -> int:
    answer = await registry.ask("admin", FIND, {"filter": asked})
    return len(answer.data["vitalEvents"]["nodes"])


async def born_at(
    registry: Registry, registrar: str, client: UUID, places: Sequence[str]
) -> list[str]:
    """Declare a birth at each place and register all but the last."""
    events = []
    for place in places:
        event = await declared(registry, client, birth(placeOfBirth=place))
        events.append(event["id"])
    for event_id in events[:-1]:
        await done(registry, registrar, "register", event_id)
    return events


async def test_c17_places_are_counted_in_any_case_and_the_list_finds_what_is_counted(
    registry: Registry,
) -> None:
    registrar, client = await office(registry)
    await born_at(registry, registrar, client, ["Lviv", "lviv", "Lviv", "Łódź", "ŁÓDŹ", "LVIV"])
    await declared(registry, client, kind="Death")

    found = await counted(registry, kind="BIRTH")

    assert found["places"] == [
        {"place": "Lviv", "declared": 4, "registered": 3},
        {"place": found["places"][1]["place"], "declared": 2, "registered": 2},
    ]
    for row in found["places"]:
        days = {"declaredFrom": TO_DAY["from"], "declaredTo": TO_DAY["to"]}
        asked = {"kind": "BIRTH", "place": row["place"], **days}
        assert await listed(registry, **asked) == row["declared"]
        assert await listed(registry, status=REGISTERED, **asked) == row["registered"]


@pytest.mark.parametrize("place", ["Cafe\u0301 Lviv", "\u200fلفيف\u200f", "=1+1", "<b>Lviv", "%"])
async def test_c17_a_place_is_found_as_it_is_typed_and_harmless_in_a_file(
    registry: Registry, place: str
) -> None:
    _, client = await office(registry)
    await declared(registry, client, birth(placeOfBirth=place))

    (row,) = (await counted(registry))["places"]

    for typed in (place, row["place"], f"\u200f {place.upper()} \u200b"):
        assert await listed(registry, place=typed) == 1
    asked = {**TO_DAY, "by": "DECLARED", "kind": "BIRTH"}
    (line,) = rows_of(await export(registry, "admin", "places", **asked))
    assert line["place"].removeprefix("'") == row["place"]
    assert line["place"].startswith("'") is (place == "=1+1")


async def test_c17_offices_are_counted_and_what_was_declared_for_none_stands_apart(
    registry: Registry,
) -> None:
    registrar, client = await office(registry)
    events = await born_at(registry, registrar, client, ["Lviv"] * 4)
    hospital = await organisation(registry, "Hospital")
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            "update vital_events set organisation_id = $1 where id = any ($2)",
            hospital,
            [UUID(key_of(event)) for event in events[:2]],
        )

    found = await counted(registry)

    assert found["offices"] == [
        {"office": {"name": "Hospital"}, "declared": 2, "registered": 2},
        {"office": None, "declared": 2, "registered": 1},
    ]
    there = {"organisationId": id_of("Organisation", hospital)}
    assert await listed(registry, **there) == await listed(registry, hasOrganisation=True) == 2
    assert await listed(registry, hasOrganisation=False, status=REGISTERED) == 1


async def test_c17_the_days_are_those_of_the_figures(registry: Registry) -> None:
    registrar, client = await office(registry)
    await born_at(registry, registrar, client, ["Lviv", "Lviv"])
    born = str(today() - timedelta(days=30))

    for by in ("DECLARED", "REGISTERED", "EVENT"):
        days = {"from": born, "to": born} if by == "EVENT" else TO_DAY
        found = await counted(registry, by=by, **days)
        for rows in (found["places"], found["offices"]):
            assert [it["declared"] for it in rows] == [found["declared"]]
            assert [it["registered"] for it in rows] == [found["registered"]]
    assert (await counted(registry, by="EVENT"))["places"] == []


async def test_c17_a_death_of_no_known_day_is_counted_once_and_listed_on_each_day_it_may_be(
    registry: Registry,
) -> None:
    _, client = await office(registry)
    late = {"dateOfDeath": None, "dateOfDeathKnown": "2020-05", "lateRegistrationReason": "Found"}
    await declared(registry, client, death(**late), "Death")

    figures = [
        await counted(registry, by="EVENT", **{"from": first, "to": last})
        for first, last in (("2020-05-01", "2020-05-31"), ("2020-05-10", "2020-06-30"))
    ]

    assert [it["places"] for it in figures] == [
        [{"place": "Lviv", "declared": 1, "registered": 0}],
        [],
    ]
    assert await listed(registry, eventDateFrom="2020-05-10", eventDateTo="2020-06-30") == 1


async def test_c17_beyond_a_thousand_places_there_is_one_sum(registry: Registry) -> None:
    _, client = await office(registry)
    event = await declared(registry, client)
    many = review_statistics.MOST_PLACES + 7
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            "insert into vital_events select (jsonb_populate_record(record, jsonb_build_object("
            " 'id', uuidv7(), 'tracking_id', 'X' || made, 'place', 'Village ' || made))).*"
            " from vital_events record, generate_series(1, $2) made where record.id = $1",
            UUID(key_of(event["id"])),
            many - 1,
        )

    found = (await counted(registry))["places"]

    assert len(found) == review_statistics.MOST_PLACES + 1
    assert found[-1] == {"place": None, "declared": 7, "registered": 0}


async def test_d6_the_births_of_each_place_and_office_are_a_file(registry: Registry) -> None:
    registrar, client = await office(registry)
    await born_at(registry, registrar, client, ["Lviv", "Kyiv", "Kyiv", "Lviv"])
    await counted(registry)
    asked: dict[str, Any] = {**TO_DAY, "kind": "BIRTH", "by": "DECLARED"}

    places = rows_of(await export(registry, "admin", "places", **asked))
    offices = rows_of(await export(registry, "admin", "offices", **asked))

    assert places == [
        {"place": "Kyiv", "registered": "2", "declared": "2"},
        {"place": "Lviv", "registered": "1", "declared": "2"},
    ]
    assert [(it["office.name"], it["registered"]) for it in offices] == [("", "3")]


@pytest.mark.parametrize("name", ["by_office", "by_place"])
async def test_c17_both_are_read_from_indexes(registry: Registry, name: str) -> None:
    async with registry.owner.transaction():
        await registry.owner.execute("set local enable_seqscan = off")
        found = await registry.owner.fetch(
            f"explain select * from registrations_{name}"
            "('2026-03-01', '2026-03-02', null, 'DECLARED')"
        )

    plan = "\n".join(row[0] for row in found)
    assert "Index" in plan
    assert "Seq Scan" not in plan
