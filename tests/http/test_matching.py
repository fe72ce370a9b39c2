"""Persons who are new or changed are matched, and become candidates (rules H1, H2, H6, H11)."""

from datetime import date

import pytest

from rules.blocking_keys import RECIPE
from server.postgres.counting import CountingConnection
from tests.matching import ADA, ada, change, due, pairs, pairs_of
from tests.people import insert, pair, person
from tests.serving import Registry
from workflows import person_keys
from workflows.detection_models import ActiveModel
from workflows.matching import Bounds, match_due, match_pending

KEYS = "select count(*) from person_keys where person_id = $1"


async def test_h1_who_is_new_is_due_and_the_later_record_is_the_duplicate(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    first, second = await ada(registry), await ada(registry)
    assert await due(registry) == {first: 1, second: 1}

    matched = await match_pending(worker, model)

    assert await due(registry) == {}
    assert await pairs(registry) == [(second, first, "CERTAIN", "NEW", 1)]
    assert (matched.claimed, matched.added) == (2, {"CERTAIN": 1})


async def test_h11_of_records_of_one_moment_the_greater_id_is_the_later(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    columns = {"first_name": "Augusta", "last_name": "Lovelace", "national_id": "1234567890"}
    async with registry.acting("person.imported"):
        made = [await insert(registry, "persons", columns) for _ in range(3)]

    await match_pending(worker, model)

    assert {row[:2] for row in await pairs(registry)} == {
        (made[1], made[0]),
        (made[2], made[0]),
        (made[2], made[1]),
    }


async def test_h11_where_one_is_dead_the_pair_is_possible_at_most(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    dead, living = await ada(registry, death_date=date(1852, 11, 27)), await ada(registry)

    await match_pending(worker, model)

    assert await pairs(registry) == [(living, dead, "POSSIBLE", "NEW", 1)]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("person_documents", {"type": "PASSPORT", "number": "FX123456"}),
        ("person_phones", {"type": "MOBILE", "number": "+380501234567"}),
        ("person_addresses", {"type": "RESIDENCE", "country": "UA", "zip": "01001"}),
    ],
)
async def test_h1_who_changed_is_due_in_what_belongs_to_the_record_too(
    registry: Registry,
    worker: CountingConnection,
    model: ActiveModel,
    table: str,
    columns: dict[str, str],
) -> None:
    who = await ada(registry)
    await match_pending(worker, model)

    async with registry.acting("person.corrected"):
        part = await insert(registry, table, {"person_id": who} | columns)
    added = await due(registry)
    await match_pending(worker, model)
    async with registry.acting("person.corrected"):
        await registry.owner.execute(f"delete from {table} where id = $1", part)
    removed = await due(registry)

    assert (added, removed) == ({who: 2}, {who: 3})


async def test_h1_what_changes_nothing_is_no_reason_to_match(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    await ada(registry)
    await match_pending(worker, model)

    async with registry.acting("person.corrected"):
        await registry.owner.execute("update persons set first_name = first_name, version = 1")

    assert await due(registry) == {}


async def test_h1_a_changed_record_is_found_by_what_it_says_now(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    first = await ada(registry)
    other = await person(registry, "Grace", "Hopper", birth_date=date(1906, 12, 9))
    await match_pending(worker, model)
    assert await pairs(registry) == []

    await change(
        registry,
        other,
        first_name=ADA["first"],
        last_name=ADA["last"],
        birth_date=ADA["birth_date"],
        national_id=ADA["national_id"],
    )
    await match_pending(worker, model)

    assert await pairs(registry) == [(other, first, "CERTAIN", "NEW", 1)]


async def test_h6_a_known_pair_is_weighed_anew_and_stays_a_candidate_below_possible(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    first, second = await ada(registry), await ada(registry)
    await match_pending(worker, model)

    await change(
        registry,
        second,
        first_name="Grace",
        last_name="Hopper",
        birth_date=date(1906, 12, 9),
        national_id="9876543210",
    )
    await match_pending(worker, model)

    assert await pairs(registry) == [(second, first, "UNLIKELY", "NEW", 1)]
    (kept,) = await registry.owner.fetch("select * from merge_candidates")
    assert (kept["person_version"], kept["master_version"], kept["keys"]) == (2, 1, [])
    assert (kept["model"], len(kept["agreements"])) == (model.model.version, 12)
    assert len(kept["field_weights"]) == 12
    weights = float(sum(kept["field_weights"])) + model.prior
    assert float(kept["weight"]) == pytest.approx(weights, abs=20)


async def test_h6_a_pair_that_somebody_named_is_weighed_and_stays_as_it_was_named(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    first, second = await ada(registry), await ada(registry)
    await match_pending(worker, model)
    async with registry.acting("merge_candidate.imported"):
        await registry.owner.execute("delete from manual_merge_candidates")
        await registry.owner.execute("delete from merge_candidates")
    named = await pair(registry, first, second)
    async with registry.acting("merge_candidate.imported"):
        await registry.owner.execute("update merge_candidates set score = 0.7")
    assert await due(registry) == {first: 1}

    await match_pending(worker, model)

    (kept,) = await registry.owner.fetch("select * from merge_candidates")
    assert (kept["id"], kept["person_id"]) == (named.merge_candidate, first)
    assert (float(kept["score"]), kept["band"]) == (0.7, "CERTAIN")
    assert await pairs(registry) == [(first, second, "CERTAIN", "NEW", 1)]


STRONG, WEAK, FURTHER = 1 << 40 | 1, 1 << 40, 1 << 41


@pytest.mark.parametrize(
    ("keys", "is_compared"),
    [
        ([STRONG], True),
        ([WEAK], False),
        ([WEAK, FURTHER], True),
        ([STRONG, WEAK], True),
        ([], False),
    ],
)
async def test_h2_a_strong_key_in_common_is_enough_and_of_others_it_takes_two(
    registry: Registry,
    worker: CountingConnection,
    model: ActiveModel,
    keys: list[int],
    is_compared: bool,
) -> None:
    lovelace = await ada(registry)
    hopper = await person(registry, "Grace", "Hopper", birth_date=date(1906, 12, 9))
    await match_pending(worker, model)
    await registry.owner.execute(
        "update person_keys set keys = $2 where person_id = $1", hopper, [*keys, 1 << 50]
    )

    cut, *found = await worker.fetch(
        "select * from persons_to_match($1, $2, 200, 200)", lovelace, [STRONG, WEAK, FURTHER]
    )

    assert [row["person_id"] for row in found] == [hopper] * is_compared
    assert (cut["person_id"], cut["cut_keys"], cut["left_out"]) == (None, [], 0)


async def test_h2_those_with_most_keys_come_first_and_what_is_cut_off_is_counted(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    for _ in range(4):
        await ada(registry)
    await match_pending(worker, model)
    last = await ada(registry)

    matched = await match_due(worker, model, Bounds(candidates=2, of_a_key=3))

    assert matched.added == {"CERTAIN": 2}
    assert matched.cut_off.pop("all") > 0
    assert matched.cut_off
    assert set(matched.cut_off) <= set("ipdmwnyzabc")
    assert all(last in found for found in [row[:2] for row in await pairs(registry)][-2:])


async def test_h2_who_became_inactive_is_found_by_nobody_and_loses_the_keys(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    first = await ada(registry)
    await match_pending(worker, model)
    assert await registry.owner.fetchval(KEYS, first) == 1

    await change(registry, first, status="INACTIVE")
    second = await ada(registry)
    async with registry.acting("merge_candidate.detected"):
        await registry.owner.execute("delete from due_matches where person_id = $1", first)
    matched = await match_pending(worker, model)
    assert (matched.claimed, matched.compared) == (1, 0)
    assert await registry.owner.fetchval(KEYS, first) == 1
    await change(registry, first, email="ada@example.org")
    await match_pending(worker, model)

    assert await registry.owner.fetchval(KEYS, first) == 0
    assert await registry.owner.fetchval(KEYS, second) == 1


async def test_h1_who_cannot_be_matched_stays_due_and_stops_nobody(
    registry: Registry,
    worker: CountingConnection,
    model: ActiveModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = await ada(registry), await ada(registry, first="Augusta Ada")
    poisoned = await person(registry, "Grace", "Hopper", birth_date=date(1906, 12, 9))
    make = person_keys.RECIPES[RECIPE]

    def fail_for_grace(record: object, placeholders: object) -> frozenset[int]:
        if getattr(record, "first_name", None) == "Grace":
            raise ValueError("hidden")
        return make(record, placeholders)  # type: ignore[arg-type]

    monkeypatch.setitem(person_keys.RECIPES, RECIPE, fail_for_grace)
    matched = await match_pending(worker, model)

    assert [it.person_id for it in matched.faults] == [poisoned]
    assert await due(registry) == {poisoned: 1}
    assert await pairs_of(registry.owner) == {frozenset({first, second})}


async def test_h2_pairs_with_inactive_records_take_nobodys_place(
    registry: Registry, worker: CountingConnection
) -> None:
    lovelace = await ada(registry)
    hopper = await person(registry, "Grace", "Hopper", birth_date=date(1906, 12, 9))
    void = await person(registry, "Mary", "Somerville", status="INACTIVE")
    await pair(registry, hopper, lovelace)
    await pair(registry, void, lovelace)

    _, *found = await worker.fetch("select * from persons_to_match($1, '{}', 1, 200)", lovelace)

    assert [row["person_id"] for row in found] == [hopper]
