"""Rules V5 to V7 where two act on one request at the same moment: one has done all of it."""

import asyncio
from uuid import UUID

import pytest

from tests.events import attempt, brought_to
from tests.explanations import (
    NO_TRANSITION,
    answered,
    ask,
    do,
    listed,
    of_rejected,
    portal_with_registrars,
    requested,
    seen,
)
from tests.serving import Registry

ROUNDS = 5


@pytest.fixture
async def portal(registry: Registry) -> UUID:
    return await portal_with_registrars(registry)


async def test_v6_of_two_texts_at_once_one_is_the_answer(registry: Registry, portal: UUID) -> None:
    for _ in range(ROUNDS):
        request = await of_rejected(registry, portal)
        await do(registry, "one", "assignExplanationRequest", id=request)

        answers = await asyncio.gather(
            *(
                ask(registry, "one", "answerExplanationRequest", id=request, explanation=text)
                for text in ("First", "Second")
            )
        )

        (won,) = [it for it in answers if not it.errors]
        assert [it.refusal for it in answers if it.errors] == [NO_TRANSITION]
        told = won.data["answerExplanationRequest"]["explanationRequest"]["explanation"]
        assert (await seen(registry, "other", request))["explanation"] == told


async def test_v6_who_answers_and_who_refuses_at_once_do_not_both(
    registry: Registry, portal: UUID
) -> None:
    for _ in range(ROUNDS):
        request = await of_rejected(registry, portal)
        await do(registry, "one", "assignExplanationRequest", id=request)

        giving, refusing = await asyncio.gather(
            ask(registry, "one", "answerExplanationRequest", id=request, explanation="Unsigned"),
            ask(registry, "other", "refuseExplanation", id=request, reason="Nothing to add"),
        )

        found = await seen(registry, "other", request)
        if giving.errors:
            assert (giving.refusal, refusing.errors) == (NO_TRANSITION, [])
            assert (found["status"], found["explanation"]) == ("REFUSED", None)
        else:
            assert refusing.refusal == NO_TRANSITION
            assert (found["status"], found["refusalReason"]) == ("ANSWERED", None)


async def test_v7_what_is_withdrawn_as_it_is_shown_is_shown_before_or_never(
    registry: Registry, portal: UUID
) -> None:
    for _ in range(ROUNDS):
        event = await brought_to(registry, "rejecting", portal, "REJECTED")
        request = await requested(registry, portal, event)
        await answered(registry, "one", request)

        showing, withdrawing = await asyncio.gather(
            ask(registry, "other", "showExplanation", id=request),
            attempt(registry, "one", "archive", event),
        )

        assert withdrawing.errors == []
        found = await seen(registry, portal, request)
        if showing.errors:
            assert showing.refusal == NO_TRANSITION
            assert (found["status"], found["explanation"]) == ("ASSIGNED", None)
            assert found["parkedAt"] is not None
        else:
            assert (found["status"], found["explanation"]) == ("SHOWN", "Unsigned")


async def test_v5_what_is_asked_for_as_the_record_is_withdrawn_is_asked_for_or_not(
    registry: Registry, portal: UUID
) -> None:
    for number in range(ROUNDS):
        event = await brought_to(registry, "rejecting", portal, "REJECTED")

        asking, withdrawing = await asyncio.gather(
            ask(
                registry,
                portal,
                "requestExplanation",
                vitalEventId=event,
                idempotencyKey=f"race {number}",
            ),
            attempt(registry, "one", "archive", event),
        )

        assert withdrawing.errors == []
        if asking.errors:
            assert asking.refusal == ("CONFLICT", "Action is not available in this status")
        else:
            (payload,) = asking.data.values()
            request = payload["explanationRequest"]["id"]
            assert request in await listed(registry, "one")
            assert (await seen(registry, "one", request))["parkedAt"] is not None
