"""A pair is asked of once, and again only when a record changed and more speaks for it (H7)."""

from typing import Any

import pytest

from rules.matching import MatchBand
from rules.matching_models import Model, packaged
from server.postgres.counting import CountingConnection
from tests.matching import ADA, ada, change, pairs
from tests.people import ASSIGN, judge, pair, reviewers
from tests.serving import Registry
from workflows import detection_models
from workflows.acts import system_acting
from workflows.detection_models import ActiveModel
from workflows.matching import match_pending

UNALIKE: dict[str, Any] = {"national_id": None, "last": "King"}
DECIDED = """
select decided_band, decided_person_version, decided_master_version
  from manual_merge_candidates order by round
"""


async def decided(registry: Registry, decision: str, *who: str) -> None:
    """Let the only pair be decided by a quorum."""
    for each in who:
        await judge(registry, each, decision)


async def on_what(registry: Registry) -> tuple[str | None, int, int]:
    """Return the band and the versions that the only pair was decided on at first."""
    first, *_ = await registry.owner.fetch(DECIDED)
    return tuple(first)


async def bands(registry: Registry) -> list[tuple[str, str, int]]:
    """Return the band of the only pair, with status and round of each of its reviews."""
    return [row[2:] for row in await pairs(registry)]


@pytest.mark.parametrize("decision", ["SPLIT", "TRASH"])
async def test_h7_a_decided_pair_gets_a_further_round_once_more_speaks_for_it(
    registry: Registry, worker: CountingConnection, model: ActiveModel, decision: str
) -> None:
    first, second = await ada(registry), await ada(registry, **UNALIKE)
    await match_pending(worker, model)
    ((band, *_),) = await bands(registry)
    assert band in (MatchBand.POSSIBLE, MatchBand.LIKELY)
    await decided(registry, decision, *await reviewers(registry, 3))
    assert await on_what(registry) == (band, 1, 1)

    await change(registry, second, email="ada@example.org")
    unchanged = await match_pending(worker, model)
    assert (unchanged.reopened, await bands(registry)) == (0, [(band, "PROCESSED", 1)])
    await change(registry, second, national_id=ADA["national_id"], last_name=ADA["last"])
    risen = await match_pending(worker, model)

    assert risen.reopened == 1
    assert await bands(registry) == [("CERTAIN", "PROCESSED", 1), ("CERTAIN", "NEW", 2)]
    await change(registry, first, email="augusta@example.org")
    again = await match_pending(worker, model)
    assert (again.reopened, len(await bands(registry))) == (0, 2)


async def test_h7_an_open_pair_is_only_weighed_anew(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    await ada(registry)
    second = await ada(registry, **UNALIKE)
    await match_pending(worker, model)

    await change(registry, second, national_id=ADA["national_id"], last_name=ADA["last"])
    await match_pending(worker, model)

    assert await bands(registry) == [("CERTAIN", "NEW", 1)]


async def test_h7_merged_records_are_never_proposed_again(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    first, second = await ada(registry), await ada(registry, **UNALIKE)
    await match_pending(worker, model)
    await decided(registry, "MERGE", *await reviewers(registry, 3))

    await change(registry, second, national_id=ADA["national_id"])
    await change(registry, first, email="augusta@example.org")
    await match_pending(worker, model)

    assert [row[1:] for row in await bands(registry)] == [("PROCESSED", 1)]


async def test_h7_who_was_called_one_by_a_quorum_is_not_asked_of_whatever_became_of_it(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    _, second = await ada(registry), await ada(registry, **UNALIKE)
    await match_pending(worker, model)
    async with registry.acting("merge_candidate.settled"):
        await registry.owner.execute(
            "update manual_merge_candidates"
            "   set status = 'PROCESSED', decision = 'MERGE', reason = 'QUORUM'"
        )

    await change(registry, second, national_id=ADA["national_id"], last_name=ADA["last"])
    await match_pending(worker, model)

    assert await bands(registry) == [("CERTAIN", "PROCESSED", 1)]


async def test_h7_an_undone_merge_counts_as_a_split(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    _, second = await ada(registry), await ada(registry, **UNALIKE)
    await match_pending(worker, model)
    await decided(registry, "MERGE", *await reviewers(registry, 3))
    async with registry.acting("person.reactivated"):
        await registry.owner.execute(
            "update persons set status = 'ACTIVE', master_person_id = null where id = $1", second
        )
        await registry.owner.execute("update manual_merge_candidates set undone_at = now()")
    unchanged = await match_pending(worker, model)
    assert (unchanged.reopened, len(await bands(registry))) == (0, 1)

    await change(registry, second, national_id=ADA["national_id"], last_name=ADA["last"])
    await match_pending(worker, model)

    assert await bands(registry) == [("CERTAIN", "PROCESSED", 1), ("CERTAIN", "NEW", 2)]


def generous() -> Model:
    """Return a model by which everything that is POSSIBLE is CERTAIN."""
    body = dict(packaged().body)
    return Model.of(
        body
        | {
            "version": "generous",
            "bands": {"CERTAIN": 1.02, "LIKELY": 1.01, "POSSIBLE": 1.0},
        }
    )


async def test_h7_a_new_model_alone_begins_no_round_nor_does_a_change_that_adds_nothing(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    _, second = await ada(registry), await ada(registry, **UNALIKE)
    await match_pending(worker, model)
    ((band, *_),) = await bands(registry)
    await decided(registry, "SPLIT", *await reviewers(registry, 3))
    async with system_acting(worker) as acting:
        other = await detection_models.activate(acting, generous())
    await registry.owner.execute("insert into due_matches select id, version from persons")

    await match_pending(worker, other)
    assert await bands(registry) == [("CERTAIN", "PROCESSED", 1)] != [(band, "PROCESSED", 1)]
    await change(registry, second, email="ada@example.org")
    await match_pending(worker, other)

    assert await bands(registry) == [("CERTAIN", "PROCESSED", 1)]


async def test_h7_what_was_decided_without_a_weight_begins_with_the_first_one(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    first, second = await ada(registry), await ada(registry, **UNALIKE)
    await registry.owner.execute("delete from due_matches")
    await pair(registry, second, first)
    await decided(registry, "SPLIT", *await reviewers(registry, 3))
    assert await on_what(registry) == (None, 1, 1)

    await match_pending(worker, model)
    ((band, *_),) = await bands(registry)
    assert band != "CERTAIN"
    assert await on_what(registry) == (band, 1, 1)
    await change(registry, second, national_id=ADA["national_id"], last_name=ADA["last"])
    await match_pending(worker, model)

    assert await bands(registry) == [("CERTAIN", "PROCESSED", 1), ("CERTAIN", "NEW", 2)]


async def test_h7_a_further_round_is_for_reviewers_who_had_none_of_the_pair(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    _, second = await ada(registry), await ada(registry, **UNALIKE)
    await match_pending(worker, model)
    *former, fresh = await reviewers(registry, 4)
    await decided(registry, "SPLIT", *former)
    await change(registry, second, national_id=ADA["national_id"], last_name=ADA["last"])
    await match_pending(worker, model)

    none = [await registry.ask(who, ASSIGN) for who in former]
    await judge(registry, fresh, "MERGE")

    assert [answer.data["assignMergeCandidate"] for answer in none] == [None] * 3
    assert await bands(registry) == [("CERTAIN", "PROCESSED", 1), ("CERTAIN", "NEW", 2)]
