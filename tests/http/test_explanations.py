"""Rules V5 and V6: who declared asks why it was rejected, and another registrar answers."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.events import birth, brought_to, declared, done
from tests.explanations import (
    NO_REQUEST,
    NO_TRANSITION,
    SECOND_PERSON,
    answered,
    ask,
    by_hand,
    do,
    listed,
    of_rejected,
    portal_with_registrars,
    requested,
    seen,
    try_request,
)
from tests.limited_grants import tree_of
from tests.organisations import limit
from tests.people import id_of
from tests.serving import Registry

BACKDATE = "update audit_log set inserted_at = inserted_at - $1::interval where action = $2"


@pytest.fixture
async def portal(registry: Registry) -> UUID:
    return await portal_with_registrars(registry)


async def test_v5_who_declared_asks_once_for_each_rejection(
    registry: Registry, portal: UUID
) -> None:
    event = await brought_to(registry, "rejecting", portal, "REJECTED")

    asked = await try_request(registry, portal, event, idempotencyKey="once")
    again = await try_request(registry, portal, event, idempotencyKey="once")
    twice = await try_request(registry, portal, event)

    found = asked.data["requestExplanation"]["explanationRequest"]
    today = datetime.now(UTC).date()
    assert found["status"] == "REQUESTED"
    assert found["dueOn"] == str(today + timedelta(days=14))
    assert again.data == asked.data
    assert twice.refusal == ("CONFLICT", "Explanation was requested already")


async def test_v5_of_sixteen_at_once_one_asks(registry: Registry, portal: UUID) -> None:
    event = await brought_to(registry, "rejecting", portal, "REJECTED")

    answers = await asyncio.gather(*(try_request(registry, portal, event) for _ in range(16)))

    refused = [answer.refusal for answer in answers if answer.errors]
    assert refused == [("CONFLICT", "Explanation was requested already")] * 15
    assert len(await listed(registry, "one")) == 1


async def test_v5_nobody_asks_about_what_others_declared(registry: Registry, portal: UUID) -> None:
    event = await brought_to(registry, "rejecting", portal, "REJECTED")
    stranger = await registry.client("stranger")

    by_machine = await try_request(registry, stranger, event)
    by_user = await try_request(registry, "one", event)

    assert by_machine.refusal == ("NOT_FOUND", "Vital event not found")
    why = "Only who declared the record may ask for an explanation"
    assert by_user.refusal == ("CONFLICT", why)


@pytest.mark.parametrize("status", ["DECLARED", "REGISTERED", "ARCHIVED"])
async def test_v5_only_a_rejection_is_explained(
    registry: Registry, portal: UUID, status: str
) -> None:
    event = await brought_to(registry, "rejecting", portal, status)

    asked = await try_request(registry, portal, event)

    assert asked.refusal == ("CONFLICT", "Action is not available in this status")


async def test_v5_the_period_begins_with_the_rejection(registry: Registry, portal: UUID) -> None:
    event = await brought_to(registry, "rejecting", portal, "REJECTED")
    await by_hand(registry, BACKDATE, timedelta(days=22), "birth.rejected")

    late = await try_request(registry, portal, event)
    await by_hand(registry, BACKDATE, timedelta(days=-1), "birth.rejected")
    in_time = await try_request(registry, portal, event)

    assert late.refusal == ("UNPROCESSABLE_ENTITY", "Period for requests is over")
    assert in_time.errors == []


async def overdue_in_metrics(registry: Registry) -> str:
    text = (await registry.http.get(f"{registry.url}/metrics")).text
    (line,) = [it for it in text.splitlines() if it.startswith("selfsame_overdue_explanations ")]
    return line.partition(" ")[2]


async def test_v5_what_nobody_answered_in_time_is_overdue(registry: Registry, portal: UUID) -> None:
    request = await of_rejected(registry, portal)
    before = await listed(registry, "one", overdue=True)
    await by_hand(registry, "update explanation_requests set due_on = current_date - 1")

    late = await listed(registry, "one", overdue=True)
    counted = await overdue_in_metrics(registry)
    await answered(registry, "one", request)
    done_now = await listed(registry, "one", overdue=True)

    assert (before, late, done_now) == ([], [request], [])
    assert (counted, await overdue_in_metrics(registry)) == ("1.0", "0.0")
    # Whoever waits for the answer does not learn from the filter that it is there.
    assert await listed(registry, portal, overdue=True) == [request]


async def test_v6_another_than_who_rejected_takes_it_and_one_alone_answers(
    registry: Registry, portal: UUID
) -> None:
    request = await of_rejected(registry, portal)

    own = await ask(registry, "rejecting", "assignExplanationRequest", id=request)
    early = await ask(registry, "one", "showExplanation", id=request)
    taken = await do(registry, "one", "assignExplanationRequest", id=request)
    others = await ask(
        registry, "other", "answerExplanationRequest", id=request, explanation="I say"
    )
    refusing = await ask(registry, "rejecting", "refuseExplanation", id=request, reason="No")

    assert own.refusal == refusing.refusal == SECOND_PERSON
    assert early.refusal == NO_TRANSITION
    assert taken["assignee"] == {"username": "one"}
    assert others.refusal == ("CONFLICT", "Explanation request is another registrar's")


async def test_v6_of_two_who_take_it_at_once_one_has_it(registry: Registry, portal: UUID) -> None:
    for _ in range(5):
        request = await of_rejected(registry, portal)

        answers = await asyncio.gather(
            *(
                ask(registry, who, "assignExplanationRequest", id=request)
                for who in ("one", "other")
            )
        )

        assert [answer.refusal for answer in answers if answer.errors] == [NO_TRANSITION]


@pytest.mark.parametrize("text", ["", "   ", "x" * 3001])
async def test_v6_reasons_have_a_length(registry: Registry, portal: UUID, text: str) -> None:
    request = await of_rejected(registry, portal)
    await do(registry, "one", "assignExplanationRequest", id=request)

    answer = await ask(registry, "one", "answerExplanationRequest", id=request, explanation=text)
    refusing = await ask(registry, "one", "refuseExplanation", id=request, reason=text)

    assert answer.refusal == refusing.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")


async def test_v6_a_refusal_says_why_to_who_asked(registry: Registry, portal: UUID) -> None:
    request = await of_rejected(registry, portal)

    silent = await ask(registry, "one", "refuseExplanation", id=request)
    await do(registry, "one", "refuseExplanation", id=request, reason="It was said before")
    again = await ask(registry, "other", "assignExplanationRequest", id=request)

    assert silent.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert again.refusal == NO_TRANSITION
    assert (await seen(registry, portal, request))["refusalReason"] == "It was said before"


async def test_v5_a_second_rejection_is_another_decision(registry: Registry, portal: UUID) -> None:
    event = (await declared(registry, portal, birth()))["id"]
    await done(registry, "rejecting", "reject", event)
    first = await requested(registry, portal, event)
    await declared(registry, portal, birth(amends=event, placeOfBirth="Lviv"))
    await done(registry, "one", "reject", event)

    second = await requested(registry, portal, event)

    assert second != first
    by_who_rejected_now = await ask(registry, "one", "assignExplanationRequest", id=second)
    assert by_who_rejected_now.refusal == SECOND_PERSON


async def test_r3_who_is_limited_explains_what_was_declared_there(registry: Registry) -> None:
    tree = await tree_of(registry)
    for name, place in (("leaf", tree.leaf), ("colleague", tree.leaf), ("right", tree.right)):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", place)
    event = (await declared(registry, "leaf", birth()))["id"]
    await done(registry, "colleague", "reject", event)
    request = await requested(registry, "leaf", event)
    await registry.user("second")
    await limit(registry, "second", "REGISTRAR", tree.left)

    elsewhere = await ask(registry, "right", "assignExplanationRequest", id=request)
    unknown = await ask(
        registry, "right", "assignExplanationRequest", id=id_of("ExplanationRequest", UUID(int=7))
    )
    foreign = await try_request(registry, "right", event)
    await answered(registry, "second", request)
    await do(registry, "second", "showExplanation", id=request)

    assert elsewhere.refusal == unknown.refusal == NO_REQUEST
    assert foreign.refusal == ("NOT_FOUND", "Vital event not found")
    assert await listed(registry, "right") == []
    assert await seen(registry, "right", request) is None
    left = id_of("Organisation", tree.left)
    assert await listed(registry, "second", organisationId=left) == [request]
    assert (await seen(registry, "leaf", request))["explanation"] == "Unsigned"


async def test_c9_a_machine_sees_no_request_of_another(registry: Registry, portal: UUID) -> None:
    request = await of_rejected(registry, portal)
    stranger = await registry.client("stranger")

    assert await listed(registry, stranger) == []
    assert await seen(registry, stranger, request) is None
    assert await listed(registry, portal) == [request]


async def test_v6_each_reads_what_they_may_do_about_it(registry: Registry, portal: UUID) -> None:
    event = (await declared(registry, "one", birth()))["id"]
    await done(registry, "rejecting", "reject", event)
    request = await requested(registry, "one", event)
    await do(registry, "other", "assignExplanationRequest", id=request)
    mine = "query ($id: ID!) { vitalEvent(id: $id) { isMine } }"

    read = {who: await seen(registry, who, request) for who in ("rejecting", "one", "other")}
    declared_it = {
        who: (await registry.ask(who, mine, {"id": event})).data["vitalEvent"]["isMine"]
        for who in ("one", "other")
    }

    assert {who: (it["isMine"], it["needsAnother"]) for who, it in read.items()} == {
        "rejecting": (False, True),
        "one": (False, True),
        "other": (True, False),
    }
    assert {it["vitalEventId"] for it in read.values()} == {event}
    assert declared_it == {"one": True, "other": False}


async def test_v5_what_was_asked_about_a_record_is_found_by_it(
    registry: Registry, portal: UUID
) -> None:
    request = await of_rejected(registry, portal)
    other = await of_rejected(registry, portal)
    events = [(await seen(registry, "one", it))["vitalEventId"] for it in (request, other)]

    assert [await listed(registry, "one", vitalEventId=it) for it in events] == [[request], [other]]
    assert await listed(registry, portal, vitalEventId="nonsense") == []
