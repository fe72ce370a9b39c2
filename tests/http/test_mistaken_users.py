"""A user who was said to be a person by mistake reviews that person's pairs again (rule B15)."""

from typing import Any

from rules.access import Role
from tests.disputes import given, review_of
from tests.edits import become, edit
from tests.people import (
    ASSIGN,
    NOTHING,
    assigned,
    candidate_of,
    id_of,
    insert,
    judge,
    key_of,
    pair,
    person,
    reviewers,
    row,
    set_person,
)
from tests.serving import Registry
from tests.unmerging import seniors, staffed, unmerge


async def withheld_from(registry: Registry, candidate: Any) -> list[Any]:
    found = await row(registry, "manual_merge_candidates", candidate)
    kept: list[Any] = found["withheld_from"]
    return kept


async def test_b15_who_is_not_the_person_after_all_is_given_their_pairs(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    admin = await registry.user("admin", Role.ADMIN)
    of, other = await pair(registry), await person(registry, "Eve")
    await set_person(registry, admin, ada, id_of("Person", of.master))
    before = (await registry.ask(ada, ASSIGN)).data

    assert (await set_person(registry, admin, ada, id_of("Person", other))).errors == []

    assert before == NOTHING
    assert await candidate_of(registry, await assigned(registry, ada)) == of.candidate


async def test_b15_whoever_has_another_conflict_of_interest_keeps_it(registry: Registry) -> None:
    ada, eve, ida, joe = await reviewers(registry, 4)
    of = await pair(registry)
    later = await pair(registry)
    for who in (ida, joe):
        await given(registry, who, later)
        await become(registry, who, later.person if who == ida else later.master)
    async with registry.acting("merge_candidate.settled") as owner:
        await owner.execute(
            "update manual_merge_candidates set status = 'PROCESSED', reason = 'QUORUM',"
            " decision = 'SPLIT', assignee_id = null where id = $1",
            later.candidate,
        )
        both = {"merge_candidate_id": later.merge_candidate, "round": 2}
        again = await insert(registry, "manual_merge_candidates", both)
    await edit(registry, of.person, ada, first_name="Zoe")
    async with registry.acting("merge_candidate.viewed") as owner:
        await owner.execute(
            "select close_to_reader($1, $2)", of.merge_candidate, registry.users[eve]
        )
    for who, whom in ((ada, of.person), (eve, of.master)):
        await become(registry, who, whom)

    for who in (ada, eve, ida, joe):
        await become(registry, who, None)

    assert await withheld_from(registry, of.candidate) == sorted(
        registry.users[it] for it in (ada, eve)
    )
    assert await withheld_from(registry, again) == sorted(registry.users[it] for it in (ida, joe))


async def test_b15_who_undid_the_merge_of_a_pair_does_not_review_it_after_a_mistake(
    database: Any, tmp_path: Any
) -> None:
    async with staffed(database, tmp_path, quorum=1) as registry:
        of = await pair(registry)
        await judge(registry, "reviewer0", "MERGE")
        await seniors(registry, "one", "two", "three")
        await unmerge(registry, of.person, "one", "two")

        for who in ("one", "two", "three"):
            await become(registry, who, of.person)
            await become(registry, who, None)

        kept = await withheld_from(registry, of.candidate)
        assert sorted(kept) == sorted(registry.users[it] for it in ("one", "two"))


async def test_b15_a_vote_that_was_struck_by_mistake_stays_so(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    of = await pair(registry)
    request = await judge(registry, ada, "SPLIT")

    await become(registry, ada, of.person)
    await become(registry, ada, None)

    assert (await row(registry, "merge_requests", key_of(request)))["recused_at"] is not None
    assert (await registry.ask(ada, ASSIGN)).data == NOTHING
    assert registry.users[ada] in (await review_of(registry, of))["closed_to"]
