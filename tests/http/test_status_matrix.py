"""Every action in every status, held against the table of `rules/` (C1, C5, C10, C16)."""

from typing import Any
from uuid import UUID

import pytest

from rules.vital_events import (
    REGISTERED_STATUSES,
    TRANSITIONS,
    VitalEventAction,
    VitalEventStatus,
    available_actions,
)
from tests.assignments import taken, try_to
from tests.corrections import ask, changed, requested, try_request, two_registrars
from tests.events import (
    attempt,
    audited,
    birth,
    brought_to,
    declared,
    try_declare,
)
from tests.house.available_actions import (
    BEGINS,
    ENDS,
    FLAGGED,
    OUTCOMES,
    PLAIN,
    TAKEN,
    WAITING,
    Hindrances,
    may_be_taken,
    may_wait,
    page,
)
from tests.house.repository import ROOT
from tests.serving import Answer, Registry

REFUSED = {
    "Action is not available in this status",
    "A registrar must first say whether it is a duplicate",
    "A correction is open",
}
STATES = [
    *((status, PLAIN) for status in VitalEventStatus),
    (VitalEventStatus.DECLARED, FLAGGED),
    *((status, TAKEN) for status in VitalEventStatus if may_be_taken(status)),
    *((status, WAITING) for status in VitalEventStatus if may_wait(status)),
]


class Office:
    """Two registrars and a portal, who do with a record whatever is asked."""

    def __init__(self, registry: Registry, one: str, other: str, portal: UUID) -> None:
        self.registry, self.one, self.other, self.portal = registry, one, other, portal

    async def record(self, status: VitalEventStatus, hindrances: Hindrances) -> tuple[str, str]:
        """Make a record, and return its id with that of one that it resembles."""
        registry, earlier = self.registry, ""
        if hindrances == FLAGGED:
            given = birth()
            earlier = (await declared(registry, self.portal, given))["id"]
            again = given | {"idempotencyKey": given["idempotencyKey"] + " again"}
            event: str = (await declared(registry, self.portal, again))["id"]
            return event, earlier
        event = await brought_to(registry, self.one, self.portal, status)
        if hindrances == TAKEN:
            await taken(registry, self.one, event)
        if hindrances == WAITING:
            await requested(registry, self.one, event)
        return event, earlier

    async def act(self, action: VitalEventAction, event: str, earlier: str) -> Answer:
        """Try an action."""
        registry = self.registry
        if action is VitalEventAction.AMEND:
            return await try_declare(registry, self.portal, birth(amends=event))
        if action in (VitalEventAction.ASSIGN, VitalEventAction.UNASSIGN):
            return await try_to(registry, self.one, action.lower(), event)
        if action is VitalEventAction.REQUEST_CORRECTION:
            return await try_request(registry, self.one, event, birth())
        if action is VitalEventAction.REQUEST_ANNULMENT:
            return await try_request(registry, self.one, event)
        words = action.lower().split("_")
        field = words[0] + "".join(word.title() for word in words[1:])
        more = {"duplicateOf": earlier} if action is VitalEventAction.MARK_AS_DUPLICATE else {}
        return await attempt(registry, self.one, field, event, **more)


async def office(registry: Registry) -> Office:
    return Office(registry, *await two_registrars(registry))


def record_in(answer: Answer) -> Any:
    (payload,) = answer.data.values()
    return payload.get("vitalEvent") or payload["correction"]["vitalEvent"]


@pytest.mark.parametrize(("status", "hindrances"), STATES)
async def test_c1_c5_c10_c16_each_action_leads_where_the_table_says(
    registry: Registry, status: VitalEventStatus, hindrances: Hindrances
) -> None:
    everybody = await office(registry)
    available = available_actions(status, **hindrances)

    for action in VitalEventAction:
        event, earlier = await everybody.record(status, hindrances)
        before = await audited(registry, event)
        answer = await everybody.act(action, event, earlier)

        # Whoever has taken a record takes it again.
        if action in available or (hindrances == TAKEN and action is VitalEventAction.ASSIGN):
            record = record_in(answer)
            assert record["status"] in TRANSITIONS[status][action], action
            assert len(await audited(registry, event)) > len(before) or "MARK" in action
        else:
            code, message = answer.refusal
            assert code == "CONFLICT", action
            assert message in REFUSED, action
            assert answer.errors[0]["extensions"]["availableActions"] == available, action
            assert await audited(registry, event) == before


@pytest.mark.parametrize("status", REGISTERED_STATUSES)
async def test_c10_c11_c16_each_outcome_leads_where_the_table_says(
    registry: Registry, status: VitalEventStatus
) -> None:
    everybody = await office(registry)
    one, other = everybody.one, everybody.other

    async def asked(*, is_annulment: bool = False) -> str:
        given = birth()
        event = (await declared(registry, everybody.portal, given))["id"]
        for act in ("register", "certify", "issue")[: REGISTERED_STATUSES.index(status) + 1]:
            await attempt(registry, one, act, event)
        wanted = None if is_annulment else changed(given, placeOfBirth="Paris")
        correction: str = (await requested(registry, one, event, wanted))["id"]
        return correction

    found = {
        "approve a correction": [await ask(registry, other, "approveCorrection", id=await asked())],
        "approve an annulment": [
            await ask(registry, other, "approveCorrection", id=await asked(is_annulment=True))
        ],
        "reject or withdraw either": [
            answer
            for is_annulment in (False, True)
            for answer in (
                await ask(
                    registry,
                    other,
                    "rejectCorrection",
                    id=await asked(is_annulment=is_annulment),
                    reason="No",
                ),
                await ask(
                    registry, one, "withdrawCorrection", id=await asked(is_annulment=is_annulment)
                ),
            )
        ],
    }

    for name, answers in found.items():
        assert {record_in(it)["status"] for it in answers} == {OUTCOMES[name][status]}, name


def test_the_page_has_both_tables() -> None:
    """docs/vital-events.md says where each action leads, and what is available."""
    text = (ROOT / "docs/vital-events.md").read_text()

    assert text.partition(BEGINS)[2].partition(ENDS)[0].strip() == page().strip()


def test_every_action_of_the_schema_is_in_the_table() -> None:
    assert set(VitalEventAction) == {action for acts in TRANSITIONS.values() for action in acts}
