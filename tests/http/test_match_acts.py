"""Pairs are added a few an act, whatever fails, and by the active model alone (H1, H9)."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest

from rules.comparison import Record
from rules.match_weights import Weighed
from rules.matching_models import Model, packaged
from server.delivery import matcher
from server.delivery.matcher import Matcher
from server.observability import logs
from server.observability.metrics import Metrics
from server.postgres.connection import Unavailable, connect
from server.postgres.counting import CountingConnection
from tests.http.test_match_races import found
from tests.matching import LET_LEASES_END, ada, due, pairs_of
from tests.people import person
from tests.serving import Registry, until_it_waits
from workflows import detection_models, found_pairs, person_keys, weighing
from workflows.acts import system_acting
from workflows.detection_models import ActiveModel, ModelIsReplaced
from workflows.found_pairs import add_found_pairs
from workflows.matching import USUAL, Bounds, match_due, match_pending, matches_due

LARGEST_ACT = """
select max(pairs) from (select count(*) as pairs from audit_log
                         where resource = 'merge_candidate' group by act_id) acts
"""
WEIGHED = "select model, band from merge_candidates"
ALL_EQUAL = """
insert into persons (first_name, last_name, birth_date, national_id, source, external_id)
select 'Test', 'Patient', '1990-01-02', '1234567890', 'clinic', number::text
  from generate_series(1, $1::integer) number
"""


async def other_model(connection: CountingConnection) -> ActiveModel:
    """Activate a model by which hardly anything is CERTAIN."""
    bands = {"CERTAIN": 900, "LIKELY": 800, "POSSIBLE": 2}
    model = Model.of({**packaged().body, "version": "other", "bands": bands})
    async with system_acting(connection) as acting:
        return await detection_models.activate(acting, model)


async def test_h1_records_that_are_all_alike_are_added_a_few_pairs_an_act(
    registry: Registry,
    worker: CountingConnection,
    model: ActiveModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(found_pairs, "SLICE", 5)
    async with registry.acting("person.imported"):
        await registry.owner.execute(ALL_EQUAL, 12)

    matched = await match_pending(worker, model)

    assert len(await pairs_of(registry.owner)) == 12 * 11 // 2 == matched.added.total()
    assert await registry.owner.fetchval(LARGEST_ACT) == 5
    assert found_pairs.SLICE == 5


async def test_h1_of_hundreds_that_are_all_alike_no_act_adds_more_than_two_hundred_pairs(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    async with registry.acting("person.imported"):
        await registry.owner.execute(ALL_EQUAL, 400)
    await person_keys.rebuild(worker, model.model.placeholders)
    await worker.execute("set transaction_timeout = '30s'")  # as it is but for tests

    matched = await match_due(worker, model, Bounds(300, 300), 2)

    assert (matched.claimed, matched.faults) == (2, [])
    assert matched.added.total() > 2 * found_pairs.SLICE
    assert await registry.owner.fetchval(LARGEST_ACT) == found_pairs.SLICE == 200


async def test_h1_whose_pairs_cannot_be_added_stays_due_and_the_others_of_the_batch_are_matched(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    one, other = await ada(registry), await ada(registry)
    held, alike = [await person(registry, "Grace", "Hopper") for _ in range(2)]
    await worker.execute("set lock_timeout = '20ms'")

    async with registry.acting("person.corrected"):
        await registry.owner.execute("select from persons where id = $1 for no key update", held)
        second = await connect(registry.database.owner_url)
        matched = await match_due(worker, model)
        await second.close()

    assert {it.person_id for it in matched.faults} == {held, alike} == set(await due(registry))
    assert await pairs_of(registry.owner) == {frozenset({one, other})}
    await registry.owner.execute(LET_LEASES_END)
    assert (await match_due(worker, model)).faults == []
    assert await pairs_of(registry.owner) == {frozenset({one, other}), frozenset({held, alike})}


async def test_h1_a_batch_that_outlasts_its_claims_leaves_the_rest_to_the_next(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    who = await ada(registry)

    matched = await match_due(worker, model, USUAL, 1, 0.0)

    assert (matched.claimed, matched.seconds) == (1, [])
    assert await due(registry) == {who: 1}


async def test_h1_one_record_that_cannot_be_weighed_costs_nobody_the_other_pairs(
    registry: Registry,
    worker: CountingConnection,
    model: ActiveModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = await ada(registry, email="broken@example.org")
    await match_pending(worker, model)
    weigh = ActiveModel.weigh_with_merged

    def fail_for_broken(
        active: ActiveModel, persons: Sequence[Record], others: Sequence[Record]
    ) -> Weighed:
        if "broken@example.org" in {it.email for it in (*persons, *others)}:
            raise ValueError("hidden")
        return weigh(active, persons, others)

    monkeypatch.setattr(ActiveModel, "weigh_with_merged", fail_for_broken)
    one = await ada(registry)
    alone = await match_due(worker, model)
    assert ([it.person_id for it in alone.faults], await due(registry)) == ([one], {one: 1})
    other = await ada(registry)
    matched = await match_due(worker, model)

    assert [it.person_id for it in matched.faults] == [broken]
    assert await pairs_of(registry.owner) == {frozenset({one, other})}
    assert await due(registry) == {one: 1}


async def test_h9_what_was_weighed_by_a_former_model_is_not_written_over_the_active_ones_weights(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    one, other = await ada(registry), await ada(registry)
    await match_pending(worker, model)
    former = await found(worker, model, one, other)
    third = await found(worker, model, one, await ada(registry))
    active = await other_model(worker)
    await weighing.weigh_all(worker, active, print, [])

    for pair in (former, third):
        with pytest.raises(ModelIsReplaced):
            await add_found_pairs(worker, [pair], model)
    with pytest.raises(ModelIsReplaced):
        await weighing.weigh_all(worker, model, print, [])
    assert [tuple(it) for it in await registry.owner.fetch(WEIGHED)] == [("other", "POSSIBLE")]

    # A match that has begun by the former one ends by this one.
    await registry.owner.execute(LET_LEASES_END)
    matched = await match_pending(worker, model, lease_seconds=0.5)
    assert matched.added == {"POSSIBLE": 2}
    assert {tuple(it) for it in await registry.owner.fetch(WEIGHED)} == {("other", "POSSIBLE")}


async def test_h9_the_same_model_with_another_prior_is_another_one(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    pair = await found(worker, model, await ada(registry), await ada(registry))
    async with registry.acting("detection_model.activated"):
        await registry.owner.execute("update detection_models set prior = prior - 1")

    with pytest.raises(ModelIsReplaced):
        await add_found_pairs(worker, [pair], model)


async def test_h9_weights_that_wait_for_an_activation_are_not_written(
    registry: Registry,
    worker: CountingConnection,
    other_worker: CountingConnection,
    model: ActiveModel,
) -> None:
    pair = await found(worker, model, await ada(registry), await ada(registry))
    async with system_acting(other_worker) as acting:
        await detection_models.activate(acting, Model.of({**packaged().body, "version": "other"}))
        adding = asyncio.create_task(add_found_pairs(worker, [pair], model))
        await until_it_waits(registry.owner, adding)
        assert not adding.done()

    with pytest.raises(ModelIsReplaced):
        await adding
    assert await pairs_of(registry.owner) == set()


async def test_h1_who_comes_alone_is_not_held_behind_a_large_import_nor_the_other_way_round(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    imported = [await person(registry, first=f"Row {number}") for number in range(8)]
    await person(registry, first="Alone")

    matched = await match_due(worker, model, most=4)

    assert matched.claimed == 4
    assert set(await due(registry)) == {*imported[3:]}
    await match_due(worker, model, most=4)
    assert set(await due(registry)) == {imported[6]}


async def test_the_queue_is_counted_up_to_a_bound(
    registry: Registry, worker: CountingConnection
) -> None:
    for _ in range(3):
        await ada(registry)

    assert [(await matches_due(worker, most))[0] for most in (2, 3, 4, None)] == [2, 3, 3, 3]


async def test_a_matcher_that_cannot_reach_the_database_says_so_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Nowhere:
        attempts = 0

        def connection(self) -> Any:
            self.attempts += 1
            if self.attempts == 3:
                idle.stop()
            raise Unavailable

    monkeypatch.setattr(matcher, "RETRY_SECONDS", 0.0)
    lines = BytesIO()
    logs.configure(lines)
    pool: Any = Nowhere()
    idle = Matcher(pool, Metrics(), USUAL)

    await idle.run()

    assert pool.attempts == 3
    assert lines.getvalue().count(b"matcher.unavailable") == 1
