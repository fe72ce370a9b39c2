"""Requests for reasons in any order of acts, against a model of rules V5 to V7."""

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from rules.access import Role
from tests.databases import Database
from tests.events import birth, declared, done
from tests.explanations import (
    NO_TRANSITION,
    SECOND_PERSON,
    ask,
    by_hand,
    seen,
    try_request,
)
from tests.http.state_machines import walk
from tests.serving import Answer, Registry, served
from workflows.explanations import show_due

EXAMPLES = int(os.environ.get("SELFSAME_TEST_EXPLANATION_EXAMPLES", "10"))
STEPS = 14
REGISTRARS = ("one", "two", "three")
REASONS = "The reasons of "
TWICE = ("CONFLICT", "Explanation was requested already")
ANOTHERS = ("CONFLICT", "Explanation request is another registrar's")
NOT_DECLARED_BY_THEM = ("CONFLICT", "Only who declared the record may ask for an explanation")
UNKNOWN = ("NOT_FOUND", "Vital event not found")
LATER = "decided_at = decided_at - interval '2 days', shows_at = shows_at - interval '2 days'"

places = st.integers(0, 1)
registrars = st.sampled_from(REGISTRARS)


@dataclass
class Asked:
    """A request as the model has it."""

    id: str
    decided_by: str
    asked_by: str | UUID
    status: str = "REQUESTED"
    assignee: str | None = None
    explanation: str | None = None
    is_waiting: bool = False
    is_parked: bool = False
    has_come: bool = False

    def fault(self, who: str, moves_from: tuple[str, ...]) -> tuple[str, str] | None:
        """Return why somebody may not do what leads on from these statuses."""
        if self.is_parked or self.is_waiting or self.status not in moves_from:
            return NO_TRANSITION
        return SECOND_PERSON if who in (self.decided_by, self.asked_by) else None

    def as_seen_by(self, who: str | UUID) -> tuple[str, str | None, bool]:
        """Return what somebody reads of it."""
        is_kept_back = self.status != "SHOWN" and (isinstance(who, UUID) or who == self.asked_by)
        if is_kept_back:
            return ("ASSIGNED" if self.status == "ANSWERED" else self.status), None, self.is_parked
        return self.status, self.explanation, self.is_parked


@dataclass
class Declared:
    """A rejected record: who declared it, who rejected it last, and what was asked about it."""

    id: str
    given: dict[str, Any]
    by: str | UUID
    rejected_by: str
    asked: list[Asked] = field(default_factory=list)
    is_asked_about: bool = False


class Explaining(RuleBasedStateMachine):
    """Two records that are rejected, one of a machine and one of a registrar."""

    registry: Registry
    loop: asyncio.AbstractEventLoop
    portal: UUID
    stranger: UUID

    def __init__(self) -> None:
        super().__init__()
        self.records: list[Declared] = []

    def run(self, doing: Any) -> Any:
        """Do something on the loop of the server."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    @initialize(rejecting=st.tuples(registrars, registrars))
    def begin(self, rejecting: tuple[str, str]) -> None:
        declaring: tuple[UUID | str, ...] = (self.portal, "one")
        for by, who in zip(declaring, rejecting, strict=True):
            given = birth()
            event = self.run(declared(self.registry, by, given))["id"]
            self.run(done(self.registry, who, "reject", event))
            self.records.append(Declared(event, given, by, who))

    def compare(self, answer: Answer, expected: tuple[str, str] | None) -> None:
        assert (answer.refusal if answer.errors else None) == expected

    def latest(self, place: int) -> Asked | None:
        return self.records[place].asked[-1] if self.records[place].asked else None

    @rule(place=places, who=st.integers(0, 2))
    def ask_why(self, place: int, who: int) -> None:
        record = self.records[place]
        asking = (record.by, self.stranger, "two")[who]
        answer = self.run(try_request(self.registry, asking, record.id))
        if asking != record.by:
            self.compare(answer, UNKNOWN if isinstance(asking, UUID) else NOT_DECLARED_BY_THEM)
        elif record.is_asked_about:
            self.compare(answer, TWICE)
        else:
            self.compare(answer, None)
            made = answer.data["requestExplanation"]["explanationRequest"]["id"]
            record.asked.append(Asked(made, record.rejected_by, record.by))
            record.is_asked_about = True
        self.look()

    @rule(place=places, who=registrars)
    def take(self, place: int, who: str) -> None:
        asked = self.latest(place)
        if asked is None:
            return
        answer = self.run(ask(self.registry, who, "assignExplanationRequest", id=asked.id))
        fault = asked.fault(who, ("REQUESTED",))
        self.compare(answer, fault)
        if fault is None:
            asked.status, asked.assignee = "ASSIGNED", who
        self.look()

    @rule(place=places, who=registrars, number=st.integers(0, 9))
    def answer(self, place: int, who: str, number: int) -> None:
        asked = self.latest(place)
        if asked is None:
            return
        text = f"{REASONS}{number}"
        sent = self.run(
            ask(self.registry, who, "answerExplanationRequest", id=asked.id, explanation=text)
        )
        fault = asked.fault("nobody", ("ASSIGNED",))
        if fault is None and who != asked.assignee:
            fault = ANOTHERS
        self.compare(sent, fault)
        if fault is None:
            asked.status, asked.explanation = "ANSWERED", text
        self.look()

    @rule(place=places, who=registrars)
    def show(self, place: int, who: str) -> None:
        asked = self.latest(place)
        if asked is None:
            return
        answer = self.run(ask(self.registry, who, "showExplanation", id=asked.id))
        fault = asked.fault(who, ("ANSWERED",))
        self.compare(answer, fault)
        if fault is None and asked.has_come:
            asked.status = "SHOWN"
        elif fault is None:
            asked.is_waiting = True
        self.look()

    @rule(place=places, who=registrars)
    def refuse(self, place: int, who: str) -> None:
        asked = self.latest(place)
        if asked is None:
            return
        answer = self.run(ask(self.registry, who, "refuseExplanation", id=asked.id, reason="No"))
        fault = asked.fault(who, ("REQUESTED", "ASSIGNED"))
        self.compare(answer, fault)
        if fault is None:
            asked.status = "REFUSED"
        self.look()

    @rule(place=places)
    def let_the_day_come(self, place: int) -> None:
        asked = self.latest(place)
        if asked is None or asked.has_come:
            return
        asked.has_come = True
        due = f"update explanation_requests set {LATER} where vital_event_id = $1 and {OPEN}"
        key = self.run(
            self.registry.owner.fetchval(
                "select id from vital_events where $1 = global_id('VitalEvent', id)",
                self.records[place].id,
            )
        )
        self.run(by_hand(self.registry, due, key))
        shown = self.run(show_due(self.registry.owner, 100))
        assert shown == int(asked.is_waiting and not asked.is_parked)
        if shown:
            asked.status, asked.is_waiting = "SHOWN", False
        self.look()

    @rule(place=places)
    def withdraw_for_a_while(self, place: int) -> None:
        record = self.records[place]
        self.run(done(self.registry, "two", "archive", record.id))
        self.run(done(self.registry, "two", "reinstate", record.id))
        self.park(record)
        self.look()

    @rule(place=places, who=registrars)
    def amend_and_reject_anew(self, place: int, who: str) -> None:
        record = self.records[place]
        number = len(record.asked)
        amended = birth(amends=record.id, placeOfBirth=f"Place {number}")
        self.run(declared(self.registry, record.by, record.given | _anew(amended)))
        self.run(done(self.registry, who, "reject", record.id))
        self.park(record)
        record.rejected_by, record.is_asked_about = who, False
        self.look()

    def park(self, record: Declared) -> None:
        for asked in record.asked:
            asked.is_parked = asked.is_parked or asked.status not in ("SHOWN", "REFUSED")

    def look(self) -> None:
        """Hold what each reads of every request against the model."""
        for record in self.records:
            for asked in record.asked[-2:]:
                for who in (self.portal, "one", "two"):
                    found = self.run(seen(self.registry, who, asked.id))
                    if who == self.portal and record.by != self.portal:
                        assert found is None
                        continue
                    read = (found["status"], found["explanation"], found["parkedAt"] is not None)
                    assert read == asked.as_seen_by(who), who


OPEN = "status not in ('SHOWN', 'REFUSED') and parked_at is null"


def _anew(amended: dict[str, Any]) -> dict[str, Any]:
    """Return what an amendment says anew."""
    return {name: amended[name] for name in ("idempotencyKey", "amends", "placeOfBirth")}


async def test_v6_any_order_of_acts_leads_where_the_model_leads(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, show_after_days=1) as registry:
        Explaining.registry, Explaining.loop = registry, asyncio.get_running_loop()
        Explaining.portal = await registry.client("portal")
        Explaining.stranger = await registry.client("stranger")
        for name in REGISTRARS:
            await registry.user(name, Role.REGISTRAR)

        await walk(Explaining, EXAMPLES, STEPS)
