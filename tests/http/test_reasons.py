"""Reasons stay with the comment that explains them (rules B8 and B16)."""

from typing import Any

from tests.http.test_disputes import WITHDRAW
from tests.people import assigned, key_of, pairs, reviewers, row, say
from tests.serving import Answer, Registry

NEEDED = {"path": ["comment"], "rule": "required", "message": "The reason OTHER needs a comment"}


def faults(answer: Answer) -> Any:
    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    return answer.errors[0]["extensions"]["violations"]


async def test_b8_a_comment_is_not_taken_from_the_reason_other_but_together_with_it(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    request = await assigned(registry, ada)
    await say(registry, ada, request, "POSTPONE", reasons=["OTHER"], comment="Two stamps")

    refused = await say(registry, ada, request, "SPLIT", comment=None)
    kept = await row(registry, "merge_requests", key_of(request))
    both = await say(registry, ada, request, "SPLIT", comment=None, reasons=None)

    assert faults(refused) == [NEEDED]
    assert (kept["status"], kept["comment"], kept["reasons"]) == (
        "POSTPONE",
        "Two stamps",
        ["OTHER"],
    )
    assert both.errors == []


async def test_b8_b16_who_takes_a_decision_back_leaves_the_comment_that_explains_it(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    request = await assigned(registry, ada)
    await say(registry, ada, request, "SPLIT", reasons=["OTHER"], comment="Two stamps")

    refused = await registry.ask(ada, WITHDRAW, {"input": {"id": request, "comment": None}})
    done = await registry.ask(ada, WITHDRAW, {"input": {"id": request}})

    assert faults(refused) == [NEEDED]
    assert done.data["withdrawMergeDecision"]["mergeRequest"] == {"status": "POSTPONE"}
