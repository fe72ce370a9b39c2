"""Nobody reviews a pair whose records they made or changed, or that is about them (rule B15)."""

from typing import Any

import pytest

from rules.access import Role
from tests.edits import become, edit
from tests.http.test_outdated_votes import decision, status, withdraw
from tests.people import (
    ASSIGN,
    MINE,
    NOTHING,
    Pair,
    assigned,
    insert,
    judge,
    key_of,
    pair,
    person,
    reviewers,
    say,
)
from tests.serving import Registry

CONFLICT = ("CONFLICT", "Reviewer has a conflict of interest")


async def request_of(registry: Registry, request: str) -> dict[str, Any]:
    """Return a request as it is kept."""
    (found,) = await registry.owner.fetch(
        "select * from merge_requests where id::text = $1", key_of(request)
    )
    return dict(found)


async def is_free(registry: Registry, made: Pair) -> bool:
    """Return whether nobody holds a candidate."""
    found: bool = await registry.owner.fetchval(
        "select assignee_id is null from manual_merge_candidates where id = $1", made.candidate
    )
    return found


async def test_b15_a_candidate_is_closed_from_its_making_to_editors_of_both_records(
    registry: Registry,
) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    one, other = await person(registry), await person(registry)
    await edit(registry, one, ada, first_name="Zoe")
    await edit(registry, other, eve, first_name="Zoe")
    await pair(registry, one, other)

    answers = [await registry.ask(who, ASSIGN) for who in (ada, eve)]

    assert [it.data for it in answers] == [NOTHING, NOTHING]
    assert await assigned(registry, joe)


async def test_b15_a_candidate_is_closed_from_its_making_to_those_it_is_about(
    registry: Registry,
) -> None:
    ada, eve, joe, zoe = await reviewers(registry, 4)
    one, other, merged = [await person(registry) for _ in range(3)]
    async with registry.acting("person.merged"):
        await registry.owner.execute(
            "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
            merged,
            other,
        )
    for who, whom in ((ada, one), (eve, other), (joe, merged)):
        await become(registry, who, whom)
    await pair(registry, one, other)

    answers = [await registry.ask(who, ASSIGN) for who in (ada, eve, joe)]

    assert [it.data for it in answers] == [NOTHING] * 3
    assert await assigned(registry, zoe)


async def test_b15_an_editor_loses_the_open_request_and_the_candidate_is_free(
    registry: Registry,
) -> None:
    ada, eve = await reviewers(registry, 2)
    made = await pair(registry)
    request = await assigned(registry, ada)

    await edit(registry, made.master, ada, first_name="Zoe")

    kept = await request_of(registry, request)
    assert kept["recused_at"] is not None
    assert kept["superseded_at"] == kept["recused_at"]
    assert await is_free(registry, made)
    trail = await registry.owner.fetch(
        "select action, resource, actor_id, correlation_id, act_id from audit_log"
        " where action in ('merge_request.recused', 'person.corrected')"
    )
    assert {it["actor_id"] for it in trail} == {registry.users[ada]}
    assert len({it["correlation_id"] for it in trail}) == 1
    acts = {it["action"]: it["act_id"] for it in trail}
    assert len(acts) == len(set(acts.values())) == 2
    assert (await say(registry, ada, request, "MERGE")).refusal == CONFLICT
    assert (await say(registry, ada, request, "POSTPONE")).refusal == CONFLICT
    assert (await registry.ask(ada, ASSIGN)).data == NOTHING
    assert (await registry.ask(ada, MINE)).data["mergeRequests"]["nodes"] == []
    assert await assigned(registry, eve)


async def test_b15_an_act_of_nobodys_makes_no_editor(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    made = await pair(registry)
    request = await assigned(registry, ada)

    await edit(registry, made.master, email="zoe@example.com")

    assert (await request_of(registry, request))["recused_at"] is None
    seen = {"person": 1, "masterPerson": 2}
    assert (await say(registry, ada, request, "SPLIT", seen=seen)).errors == []


async def test_b15_a_vote_stays_when_its_reviewer_touches_a_record(registry: Registry) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    made = await pair(registry)
    of_ada = await judge(registry, ada, "SPLIT")

    await edit(registry, made.person, ada, email="zoe@example.com")
    for who in (eve, joe):
        await judge(registry, who, "SPLIT")

    assert (await request_of(registry, of_ada))["recused_at"] is None
    assert await decision(registry, made) == ("PROCESSED", "SPLIT")


async def test_b15_a_vote_of_an_editor_that_goes_back_is_closed_with_it(
    registry: Registry,
) -> None:
    ada, eve, joe = await reviewers(registry, 3)
    made = await pair(registry)
    of_ada, of_eve = await judge(registry, ada, "SPLIT"), await judge(registry, eve, "SPLIT")
    await edit(registry, made.person, ada, first_name="Augusta")
    await edit(registry, made.person, eve, email="a@example.com")

    taken_back = await withdraw(registry, eve, of_eve)
    await judge(registry, joe, "SPLIT")

    answered = taken_back.data["withdrawMergeDecision"]["mergeRequest"]
    assert answered["status"] == "POSTPONE"
    assert answered["supersededAt"] is not None
    for request in (of_ada, of_eve):
        kept = await request_of(registry, request)
        assert kept["status"] == "POSTPONE"
        assert kept["recused_at"] is not None
    assert (await status(registry, ada, of_ada))["supersededAt"] is not None


@pytest.mark.parametrize("comes_by", ["user", "merge"])
async def test_b15_a_vote_of_one_of_the_two_persons_counts_no_longer(
    registry: Registry, comes_by: str
) -> None:
    ada, eve, joe, zoe = await reviewers(registry, 4)
    made, another = await pair(registry), await person(registry, "Augusta")
    of_ada = await judge(registry, ada, "SPLIT")
    await judge(registry, eve, "SPLIT")
    if comes_by == "user":
        await become(registry, ada, made.person)
    else:
        await become(registry, ada, another)
        async with registry.acting("person.merged"):
            await registry.owner.execute(
                "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1",
                another,
                made.master,
            )
    await judge(registry, joe, "SPLIT")
    kept, before = await request_of(registry, of_ada), await decision(registry, made)
    await judge(registry, zoe, "SPLIT")

    assert (kept["status"], kept["superseded_at"]) == ("SPLIT", None)
    assert kept["recused_at"] is not None
    assert before == ("NEW", None)
    assert await decision(registry, made) == ("PROCESSED", "SPLIT")
    assert (await withdraw(registry, ada, of_ada)).errors


async def test_b15_a_later_round_is_closed_to_reviewers_of_earlier_ones(
    registry: Registry,
) -> None:
    everyone = await reviewers(registry, 4)
    made = await pair(registry)
    for who in everyone[:3]:
        await judge(registry, who, "SPLIT")
    async with registry.acting("merge_candidate.imported"):
        await insert(
            registry,
            "manual_merge_candidates",
            {"merge_candidate_id": made.merge_candidate, "round": 2},
        )

    answers = [await registry.ask(who, ASSIGN) for who in everyone[:3]]

    assert [it.data for it in answers] == [NOTHING] * 3
    assert await assigned(registry, everyone[3])


async def test_b15_a_reader_of_the_evidence_reviews_the_pair_no_more(registry: Registry) -> None:
    ada, eve = await reviewers(registry, 2)
    made = await pair(registry)
    request = await assigned(registry, ada)

    async with registry.acting("merge_candidate.viewed"):
        for who in (ada, eve):
            await registry.owner.execute(
                "select close_to_reader($1, $2)", made.merge_candidate, registry.users[who]
            )

    assert (await request_of(registry, request))["recused_at"] is not None
    assert (await registry.ask(eve, ASSIGN)).data == NOTHING


async def test_b15_who_is_closed_out_stays_so_when_a_request_is_deleted(
    registry: Registry,
) -> None:
    ada, eve = await reviewers(registry, 2)
    made = await pair(registry)
    for who in (ada, eve):
        await judge(registry, who, "POSTPONE")
    await edit(registry, made.person, ada, first_name="Zoe")

    async with registry.acting("registry.cleaned"):
        await registry.owner.execute("delete from merge_requests")

    (review,) = await registry.owner.fetch("select * from manual_merge_candidates")
    assert (review["closed_to"], review["withheld_from"]) == ([], [registry.users[ada]])


async def test_b15_a_pair_that_is_opened_again_is_closed_to_who_edited_meanwhile(
    registry: Registry,
) -> None:
    ada, eve = await reviewers(registry, 2)
    made = await pair(registry)
    of_ada = await judge(registry, ada, "POSTPONE")
    async with registry.acting("registry.cleaned"):
        await registry.owner.execute(
            "update manual_merge_candidates set status = 'PROCESSED', reason = 'AUTO_MERGE'"
        )
        await registry.owner.execute("update merge_requests set superseded_at = now()")
    for who in (ada, eve):
        await edit(registry, made.person, who, email=f"{who}@example.com")

    async with registry.acting("unmerge.confirmed"):
        await registry.owner.execute(
            "update manual_merge_candidates set status = 'NEW', reason = null"
        )
        await registry.owner.execute("update merge_requests set superseded_at = null")

    assert (await request_of(registry, of_ada))["recused_at"] is not None
    assert (await registry.ask(eve, ASSIGN)).data == NOTHING


async def test_b15_a_registrar_who_declared_reviews_neither(registry: Registry) -> None:
    name = await registry.user("joe", Role.NHS_REVIEWER, Role.REGISTRAR)
    one = await person(registry)
    async with registry.acting("person.registered"):
        await registry.owner.execute(
            "insert into person_editors (person_id, user_id) values ($1, $2)",
            one,
            registry.users[name],
        )
    await pair(registry, one)

    assert (await registry.ask(name, ASSIGN)).data == NOTHING
