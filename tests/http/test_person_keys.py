"""Blocking keys are made anew while matches go on, and when they were never made (rule H2)."""

from uuid import UUID

import pytest

from rules.blocking_keys import RECIPE
from server.postgres.counting import CountingConnection
from tests.matching import ada, pairs_of
from tests.serving import Registry
from workflows import person_keys
from workflows.detection_models import ActiveModel
from workflows.matching import match_pending
from workflows.person_keys import recipe_of


async def test_h2_keys_are_made_anew_and_both_recipes_find_meanwhile(
    registry: Registry,
    worker: CountingConnection,
    model: ActiveModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def recipes() -> dict[UUID, int]:
        rows = await registry.owner.fetch("select person_id, recipe from person_keys")
        return {row["person_id"]: row["recipe"] for row in rows}

    placeholders = model.model.placeholders
    former = await ada(registry)
    await match_pending(worker, model)
    made_by = recipe_of(placeholders)
    make = person_keys.RECIPES[RECIPE]
    monkeypatch.setitem(
        person_keys.RECIPES,
        RECIPE + 1,
        lambda record, placeholders: frozenset(key ^ 1 << 40 for key in make(record, placeholders)),
    )
    monkeypatch.setattr(person_keys, "RECIPE", RECIPE + 1)

    new = await ada(registry)
    await match_pending(worker, model)
    assert await pairs_of(registry.owner) == {frozenset({former, new})}
    assert await recipes() == {former: made_by, new: recipe_of(placeholders)}
    assert made_by != recipe_of(placeholders)
    written = await person_keys.rebuild(worker, placeholders)

    both = dict.fromkeys((former, new), recipe_of(placeholders))
    assert (written, await recipes()) == (1, both)
    assert await person_keys.rebuild(worker, placeholders) == 0


async def test_h3_keys_are_made_anew_where_other_values_count_as_none(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    await ada(registry)
    await match_pending(worker, model)
    keys = "select keys from person_keys"
    former = await registry.owner.fetch(keys)
    without_ada = model.model.placeholders.with_more(names=["Augusta", "Lovelace", "Ada"])

    assert await person_keys.rebuild(worker, without_ada) == 1
    assert await registry.owner.fetch(keys) != former
    assert await person_keys.rebuild(worker, without_ada) == 0
    assert await person_keys.rebuild(worker, model.model.placeholders) == 1
    assert await registry.owner.fetch(keys) == former


async def test_h2_keys_of_persons_who_were_there_before_are_made_in_batches(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    for number in range(5):
        await ada(registry, first=f"Ada{number}")
    await registry.owner.execute("delete from due_matches")
    steps: list[int] = []

    written = await person_keys.rebuild(worker, model.model.placeholders, steps.append, batch=2)

    assert (written, steps) == (5, [2, 4, 5])
    assert await registry.owner.fetchval("select count(*) from person_keys") == 5
