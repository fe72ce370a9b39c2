"""Rule V7: who asked reads no reasons before they are shown."""

from uuid import UUID

import pytest

from tests.events import attempt, birth, brought_to, declared, done
from tests.explanations import (
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
)
from tests.serving import Registry
from workflows.explanations import show_due

SOON = "update explanation_requests set shows_at = now() where shows_at is not null"


@pytest.fixture
async def portal(registry: Registry) -> UUID:
    return await portal_with_registrars(registry)


async def test_v7_what_is_not_shown_is_not_there_for_who_asked(
    registry: Registry, portal: UUID
) -> None:
    request = await of_rejected(registry, portal)
    written = await answered(registry, "one", request)

    before = await seen(registry, portal, request)
    hidden = await listed(registry, portal, status=["ANSWERED"])
    as_assigned = await listed(registry, portal, status=["ASSIGNED"])
    await do(registry, "other", "showExplanation", id=request)
    after = await seen(registry, portal, request)

    assert (written["status"], written["explanation"]) == ("ANSWERED", "Unsigned")
    assert (before["status"], before["explanation"], before["answeredAt"]) == (
        *("ASSIGNED", None, None),
    )
    assert (hidden, as_assigned) == ([], [request])
    assert (after["status"], after["explanation"]) == ("SHOWN", "Unsigned")
    assert after["shownAt"] is not None


async def test_v7_a_registrar_who_declared_is_one_who_asked(
    registry: Registry, portal: UUID
) -> None:
    event = (await declared(registry, "one", birth()))["id"]
    await done(registry, "rejecting", "reject", event)
    request = await requested(registry, "one", event)

    own = await ask(registry, "one", "assignExplanationRequest", id=request)
    await answered(registry, "other", request)
    showing = await ask(registry, "one", "showExplanation", id=request)

    assert own.refusal == showing.refusal == SECOND_PERSON
    assert (await seen(registry, "one", request))["explanation"] is None
    assert await listed(registry, "one", status=["ANSWERED"]) == []
    assert (await seen(registry, "rejecting", request))["explanation"] == "Unsigned"


@pytest.mark.parametrize("act", ["archive", "amend"])
async def test_v7_a_record_that_is_withdrawn_parks_it_for_good(
    registry: Registry, portal: UUID, act: str
) -> None:
    given = birth()
    event = (await declared(registry, portal, given))["id"]
    await done(registry, "rejecting", "reject", event)
    request = await requested(registry, portal, event)
    await answered(registry, "one", request)

    if act == "archive":
        await done(registry, "one", "archive", event)
        await done(registry, "one", "reinstate", event)
    else:
        amended = birth(amends=event, placeOfBirth="Lviv")
        await declared(registry, portal, amended)
    showing = await ask(registry, "one", "showExplanation", id=request)
    found = await seen(registry, "one", request)

    assert showing.refusal == NO_TRANSITION
    assert found["parkedAt"] is not None
    assert (await seen(registry, portal, request))["explanation"] is None


async def test_v7_showing_waits_for_its_day_and_is_not_asked_again(
    registry: Registry, portal: UUID
) -> None:
    request = await of_rejected(registry, portal)
    await answered(registry, "one", request)
    await by_hand(registry, "update explanation_requests set decided_at = now() + interval '1 day'")

    waiting = await do(registry, "one", "showExplanation", id=request)
    again = await ask(registry, "other", "showExplanation", id=request)
    too_early = await show_due(registry.owner, 10)
    hidden = await seen(registry, portal, request)
    await by_hand(registry, SOON)
    shown = await show_due(registry.owner, 10)
    after = await show_due(registry.owner, 10)

    assert (waiting["status"], waiting["showsAt"] is None) == ("ANSWERED", False)
    assert again.refusal == NO_TRANSITION
    assert (hidden["status"], hidden["showsAt"]) == ("ASSIGNED", None)
    assert (too_early, shown, after) == (0, 1, 0)
    assert (await seen(registry, portal, request))["explanation"] == "Unsigned"


async def test_v7_what_is_withdrawn_while_it_waits_is_never_shown(
    registry: Registry, portal: UUID
) -> None:
    event = await brought_to(registry, "rejecting", portal, "REJECTED")
    request = await requested(registry, portal, event)
    await answered(registry, "one", request)
    await by_hand(registry, "update explanation_requests set decided_at = now() + interval '1 day'")
    await do(registry, "one", "showExplanation", id=request)
    assert (await attempt(registry, "one", "archive", event)).errors == []
    await by_hand(registry, SOON)

    shown = await show_due(registry.owner, 10)

    assert shown == 0
    assert (await seen(registry, portal, request))["explanation"] is None
