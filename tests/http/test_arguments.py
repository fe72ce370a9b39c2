"""What senior reviewers read of others' votes on a disputed pair: never how they stand (B17)."""

from typing import Any

import pytest

from tests.disputes import arguments, is_disputed, senior, vote
from tests.edits import become, edit
from tests.people import assigned, key_of, pair, reviewers, row, say
from tests.serving import Registry, served

TWO_TO_TWO = ("MERGE", "MERGE", "SPLIT", "SPLIT")
THREE_TO_TWO = (*TWO_TO_TWO, "MERGE")
SILENT: list[dict[str, Any]] = [{}, {}, {}]
ALIKE: list[dict[str, Any]] = [
    {"reasons": ["KIN", "TWINS"], "comment": "Born in May"},
    {"reasons": ["TWINS", "KIN"], "comment": "Born in May"},
    {"reasons": ["KIN", "TWINS"], "comment": "Born in May"},
]


@pytest.mark.parametrize("words", [SILENT, ALIKE])
async def test_b17_arguments_are_the_same_however_many_said_so(
    database: Any, tmp_path: Any, words: list[dict[str, Any]]
) -> None:
    shown = []
    async with served(database, tmp_path, merge_quorum=9) as registry:
        await senior(registry)
        names = await reviewers(registry, 5)
        for votes in (TWO_TO_TWO, THREE_TO_TWO):
            of = await pair(registry)
            for number, (who, decision) in enumerate(zip(names, votes, strict=False)):
                if number == 4:  # it is disputed by now
                    await _forge_vote(registry, of, who, decision, words[0])
                else:
                    await vote(registry, who, of, decision, **words[number % 2])
            request = await assigned(registry, "senior")
            shown.append(await arguments(registry, "senior", request))
            await say(registry, "senior", request, "POSTPONE")

    assert shown[0] == shown[1]
    assert [it["decision"] for it in shown[0]] == ["MERGE", "SPLIT"]


async def _forge_vote(
    registry: Registry, of: Any, who: str, decision: str, words: dict[str, Any]
) -> None:
    async with registry.acting("merge_request.forged") as owner:
        await owner.execute(
            "insert into merge_requests"
            " (manual_merge_candidate_id, assignee_id, status, reasons, comment)"
            " values ($1, $2, $3, $4, $5)",
            of.candidate,
            registry.users[who],
            decision,
            words.get("reasons", []),
            words.get("comment"),
        )


async def test_b15_b17_who_may_not_review_the_pair_any_more_reads_no_arguments(
    registry: Registry,
) -> None:
    await senior(registry)
    of = await pair(registry)
    for who, decision in zip(await reviewers(registry, 4), TWO_TO_TWO, strict=True):
        await vote(registry, who, of, decision, comment="Said")
    request = await assigned(registry, "senior")
    before = await arguments(registry, "senior", request)

    await edit(registry, of.person, "senior", first_name="Zoe")

    assert (await row(registry, "merge_requests", key_of(request)))["recused_at"] is not None
    assert (len(before), await arguments(registry, "senior", request)) == (2, [])


async def test_b15_b17_who_turns_out_to_be_one_of_the_two_reads_no_arguments_after_their_vote(
    database: Any, tmp_path: Any
) -> None:
    async with served(database, tmp_path, merge_quorum=9) as registry:
        await senior(registry)
        of = await pair(registry)
        for who, decision in zip(await reviewers(registry, 4), TWO_TO_TWO, strict=True):
            await vote(registry, who, of, decision, comment="Said")
        request = await vote(registry, "senior", of, "TRASH")
        before = await arguments(registry, "senior", request)

        await become(registry, "senior", of.person)

        assert await is_disputed(registry, of)
        assert (len(before), await arguments(registry, "senior", request)) == (2, [])


async def test_b17_who_is_no_senior_reviewer_any_more_decides_no_disputed_pair(
    registry: Registry,
) -> None:
    await senior(registry)
    of = await pair(registry)
    for who, decision in zip(await reviewers(registry, 4), TWO_TO_TWO, strict=True):
        await vote(registry, who, of, decision)
    request = await assigned(registry, "senior")

    async with registry.acting("role.revoked") as owner:
        await owner.execute("delete from role_grants where role = 'SENIOR_REVIEWER'")

    refused = await say(registry, "senior", request, "SPLIT")
    assert refused.refusal == ("CONFLICT", "Incorrect transition status")
    review = await row(registry, "manual_merge_candidates", of.candidate)
    assert (review["status"], review["assignee_id"]) == ("NEW", None)
    assert await arguments(registry, "senior", request) == []
