"""Records that were merged are found as before, and the one that stands is named (N6, H14)."""

from datetime import date
from uuid import UUID

import pytest

from rules.access import Role
from rules.matching_models import FIELDS, Model
from server.postgres.counting import CountingConnection
from tests.http.test_rounds import UNALIKE, bands, decided, generous
from tests.http.test_similar_persons import names, similar
from tests.matching import ADA, ada, change, due, pairs
from tests.matching_models import changed
from tests.people import person, reviewers
from tests.serving import Registry
from workflows import applied_models, detection_models
from workflows.acts import system_acting
from workflows.detection_models import ActiveModel
from workflows.matching import match_due, match_pending

WEIGHED = """
select agreements, weight, array[person_version, master_version] as versions from merge_candidates
"""
COLUMNS = {"first_name": ADA["first"], "last_name": ADA["last"]} | {
    name: ADA[name] for name in ("birth_date", "national_id")
}
KEYS = "select count(*) from person_keys where person_id = $1"


async def other_spelling(registry: Registry) -> UUID:
    """Put somebody on record who resembles Ada in nothing."""
    return await person(
        registry, "Ganna", "Kovalenko", birth_date=date(1990, 5, 6), national_id=None
    )


async def merge(registry: Registry, duplicate: UUID, master: UUID | None) -> None:
    """Let one record stand for another, or for itself again."""
    status = "ACTIVE" if master is None else "INACTIVE"
    await change(registry, duplicate, status=status, master_person_id=master)


@pytest.fixture
async def merged(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> tuple[UUID, UUID]:
    """A record that stands, and the one of Ada that was merged into it."""
    standing, duplicate = await other_spelling(registry), await ada(registry)
    await match_pending(worker, model)
    await merge(registry, duplicate, standing)
    await match_pending(worker, model)
    assert await due(registry) == {}
    return standing, duplicate


async def test_h14_who_resembles_a_merged_record_is_a_pair_with_the_one_that_stands(
    registry: Registry, worker: CountingConnection, model: ActiveModel, merged: tuple[UUID, UUID]
) -> None:
    newcomer = await ada(registry)

    matched = await match_pending(worker, model)

    assert await pairs(registry) == [(newcomer, merged[0], "CERTAIN", "NEW", 1)]
    assert matched.faults == []
    assert await registry.owner.fetchval(KEYS, merged[1]) == 1


async def test_h8_a_registrar_is_told_of_the_record_that_stands(
    registry: Registry, merged: tuple[UUID, UUID]
) -> None:
    registrar = await registry.user("registrar", Role.REGISTRAR)

    answer = await similar(
        registry,
        registrar,
        firstName="Augusta",
        lastName="Lovelace",
        birthDateKnown="1815-12-10",
        nationalId="1234567890",
    )

    assert names(answer) == [("Ganna", "CERTAIN")]
    (found,) = answer.data["similarPersons"]
    assert found["person"]["databaseId"] == str(merged[0])
    compared = {it["field"]: it for it in found["comparison"]}
    assert compared["nationalId"]["agreement"] == "EXACT"


async def test_h1_what_changes_in_a_merged_record_is_matched_for_the_one_that_stands(
    registry: Registry, worker: CountingConnection, model: ActiveModel, merged: tuple[UUID, UUID]
) -> None:
    grace = await person(registry, "Grace", "Hopper", birth_date=date(1906, 12, 9))
    await match_pending(worker, model)
    await change(
        registry,
        merged[1],
        first_name="Grace",
        last_name="Hopper",
        birth_date=date(1906, 12, 9),
    )

    matched = await match_due(worker, model)

    assert (matched.claimed, await due(registry)) == (1, {})
    assert await pairs(registry) == [(grace, merged[0], "CERTAIN", "NEW", 1)]


async def test_h1_both_are_matched_anew_once_a_merge_is_undone(
    registry: Registry, worker: CountingConnection, model: ActiveModel, merged: tuple[UUID, UUID]
) -> None:
    standing, duplicate = merged
    newcomer = await ada(registry)
    await match_pending(worker, model)

    await merge(registry, duplicate, None)
    assert set(await due(registry)) == {standing, duplicate}
    await match_pending(worker, model)

    assert set(await pairs(registry)) == {
        (newcomer, standing, "UNLIKELY", "NEW", 1),
        (newcomer, duplicate, "CERTAIN", "NEW", 1),
    }


async def test_h6_a_pair_is_weighed_anew_by_what_was_merged_into_one_of_the_two(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    one, other = await ada(registry, national_id=None), await ada(registry)
    third = await other_spelling(registry)
    await match_pending(worker, model)
    (former,) = await registry.owner.fetch(WEIGHED)
    await change(registry, third, national_id=ADA["national_id"])
    await merge(registry, third, one)

    await match_pending(worker, model)

    (now,) = await registry.owner.fetch(WEIGHED + " where person_id = $1", other)
    national_id = FIELDS.index("nationalId")
    assert (former["agreements"][national_id], now["agreements"][national_id]) == ("M", "E")
    assert now["weight"] > former["weight"]
    assert now["versions"] == former["versions"] == [1, 1]


async def test_h7_a_decided_pair_is_asked_of_again_where_a_merge_lets_more_speak_for_it(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    await ada(registry)
    second, third = await ada(registry, **UNALIKE), await other_spelling(registry)
    await match_pending(worker, model)
    await decided(registry, "SPLIT", *await reviewers(registry, 3))
    ((band, *_),) = await bands(registry)
    assert band != "CERTAIN"
    await change(registry, third, **COLUMNS)
    await merge(registry, third, second)

    matched = await match_pending(worker, model)

    assert matched.reopened == 1
    assert await bands(registry) == [
        ("CERTAIN", "PROCESSED", 1),
        ("CERTAIN", "NEW", 2),
    ]


@pytest.mark.parametrize("weighs", [True, False])
async def test_h7_a_merge_before_a_new_model_is_no_less_a_reason_and_the_model_alone_is_none(
    registry: Registry, worker: CountingConnection, model: ActiveModel, *, weighs: bool
) -> None:
    await ada(registry)
    second, third = await ada(registry, **UNALIKE), await other_spelling(registry)
    await match_pending(worker, model)
    await decided(registry, "SPLIT", *await reviewers(registry, 3))
    former = await bands(registry)
    if weighs:
        await change(registry, third, **COLUMNS)
    await merge(registry, third, second)
    if not weighs:
        assert (await match_pending(worker, model)).reopened == 0
        assert await bands(registry) == former
        # As if they changed again in nothing: they are due while the model becomes another.
        await registry.owner.execute("insert into due_matches select id, version from persons")

    async with system_acting(worker) as acting:
        other = await detection_models.activate(
            acting, Model.of(changed()) if weighs else generous()
        )
    await applied_models.apply(worker, other)
    applied = await bands(registry)
    matched = await match_pending(worker, other)

    assert [it[1:] for it in applied] == [("PROCESSED", 1)]
    assert matched.reopened == weighs
    assert (
        await bands(registry) == [("CERTAIN", "PROCESSED", 1), ("CERTAIN", "NEW", 2)][: 1 + weighs]
    )
