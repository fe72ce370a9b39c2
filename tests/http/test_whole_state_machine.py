"""Merge review and vital events together: any sequence of acts leaves what the rules say."""

import asyncio
import json
import os
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from rules.access import Role
from tests.databases import Database
from tests.events import (
    FIELDS,
    NUMBERS,
    attempt,
    birth,
    death,
    lettered,
    said,
    try_declare,
)
from tests.http.review_model import LIMIT, QUORUM
from tests.http.state_machines import walk
from tests.http.test_state_machine import SNAPSHOT, Reviewing
from tests.people import id_of, reviewers
from tests.serving import Answer, served

EXAMPLES = int(os.environ.get("SELFSAME_TEST_WHOLE_EXAMPLES", "20"))
STEPS = 40
AND_VITAL_EVENTS = "".join(
    f" union all select '{noun}', id, to_jsonb(it) - 'updated_at' from {table} it"
    " where inserted_at >= $1"
    for noun, table in (
        ("vital_event", "vital_events"),
        ("individual", "individuals"),
        ("certificate", "certificates"),
        ("payment", "payments"),
        ("potential_duplicate", "potential_duplicates"),
    )
)
MOVES = {
    ("DECLARED", "register"): "REGISTERED",
    ("DECLARED", "reject"): "REJECTED",
    ("DECLARED", "archive"): "ARCHIVED",
    ("REJECTED", "archive"): "ARCHIVED",
    ("REGISTERED", "certify"): "CERTIFIED",
    ("ISSUED", "certify"): "CERTIFIED",
    ("CERTIFIED", "issue"): "ISSUED",
}
ACTS = st.sampled_from(
    ["register", "register", "reject", "archive", "reinstate", "certify", "issue",
     "markAsDuplicate", "markAsNotDuplicate"]
)  # fmt: skip
LIVE = ("DECLARED", "REGISTERED", "CERTIFIED", "ISSUED")
AMOUNTS = st.sampled_from(["0", "0.01", "12.1", "999.99"])


@dataclass
class Event:
    kind: str
    mother: int
    client: UUID
    status: str = "DECLARED"
    before: str | None = None
    similar: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    paid: list[Decimal] = field(default_factory=list)
    certificates: int = 0


class Living(Reviewing):
    """Reviewers, registrars and portals at once, next to the model."""

    portals: list[UUID]

    async def begin(self) -> None:
        """Begin with mothers whom no earlier example knows."""
        await super().begin()
        self.events: dict[str, Event] = {}
        self.sent: list[tuple[UUID, dict[str, Any], str, str]] = []
        self.mothers = [
            {"firstName": lettered(number), "lastName": lettered(number * 7)}
            for number in (next(NUMBERS), next(NUMBERS))
        ]

    @rule(mother=st.integers(0, 1), by=st.integers(0, 1), kind=st.sampled_from(["Birth", "Death"]))
    def declare(self, mother: int, by: int, kind: str) -> None:
        given, client = self.declaration(kind, mother), self.portals[by]
        expected = self.similar_to(kind, mother)

        answer = self.act(try_declare(self.registry, client, given, kind))

        payload = answer.data[f"declare{kind}"]
        event = payload["vitalEvent"]["id"]
        assert payload["isPotentialDuplicate"] is bool(expected)
        self.events[event] = Event(kind, mother, client, similar=expected)
        self.sent.append((client, given, kind, event))

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 99))
    def send_again(self, which: int) -> None:
        client, given, kind, event = self.sent[which % len(self.sent)]
        before = self.rows()

        answer = self.act(try_declare(self.registry, client, given, kind))

        assert answer.data[f"declare{kind}"]["vitalEvent"]["id"] == event
        assert self.rows() == before

    @precondition(lambda self: self.events)
    @rule(which=st.integers(0, 99), mother=st.integers(0, 1), by=st.integers(0, 1))
    def amend(self, which: int, mother: int, by: int) -> None:
        rejected = [key for key, it in self.events.items() if it.status == "REJECTED"]
        keys = rejected if rejected and which % 4 else list(self.events)
        key = keys[which % len(keys)]
        event, client = self.events[key], self.portals[by]
        given = self.declaration(event.kind, mother) | {"amends": key}
        mine = event.client == client
        visible = mine or event.status in LIVE[1:]

        answer = self.act(try_declare(self.registry, client, given, event.kind))

        if not visible:
            assert answer.refusal[0] == "NOT_FOUND"
        elif event.status != "REJECTED":
            assert answer.errors[0]["extensions"]["status"] == event.status
        else:
            assert answer.errors == []
            expected = self.similar_to(event.kind, mother, key)
            if mother != event.mother:
                event.settled, event.similar = set(), set()
            event.similar |= expected
            event.status, event.mother = "DECLARED", mother

    @precondition(lambda self: self.events)
    @rule(which=st.integers(0, 99), act=ACTS, amount=AMOUNTS)
    def do(self, which: int, act: str, amount: str) -> None:
        key = list(self.events)[which % len(self.events)]
        event = self.events[key]
        more: dict[str, Any] = {}
        if act == "issue":
            more["payment"] = said("issue", key)["payment"] | {"amount": amount}
        if act == "markAsDuplicate":
            more["duplicateOf"] = next(iter(event.similar - event.settled), key)
        expected = self.expected(event, act)

        answer = self.act(attempt(self.registry, "registrar", act, key, **more))

        if expected is None:
            assert answer.refusal[0] == "CONFLICT"
            assert answer.errors[0]["extensions"]["status"] == event.status
            return
        assert answer.data[FIELDS[act]]["vitalEvent"]["status"] == expected
        self.follow(key, event, act, expected, amount)

    def expected(self, event: Event, act: str) -> str | None:
        """The status that an act leads to; None where it is refused."""
        doubtful = bool(event.similar - event.settled)
        if act == "reinstate":
            return event.before
        if act.startswith("mark"):
            marked = "ARCHIVED" if act == "markAsDuplicate" else "DECLARED"
            return marked if event.status == "DECLARED" and doubtful else None
        if act == "register" and doubtful:
            return None
        return MOVES.get((event.status, act))

    def follow(self, key: str, event: Event, act: str, status: str, amount: str) -> None:
        """Take over what an act has done."""
        if act == "reinstate":
            event.before = None
            event.similar |= self.similar_to(event.kind, event.mother, key)
        if status == "ARCHIVED":
            event.before = event.status
        if act == "markAsNotDuplicate":
            event.settled |= event.similar
        if act == "issue":
            event.paid.append(Decimal(amount))
        if act == "certify":
            event.certificates += 1
        event.status = status
        if act == "register" and event.kind == "Birth":
            child = self.run(
                self.registry.owner.fetchval(
                    "select person_id from vital_events where id::text = $1", key_of(key)
                )
            )
            self.model.masters[child] = None

    def similar_to(self, kind: str, mother: int, myself: str = "") -> set[str]:
        """The live records of the same mother, or of the same deceased."""
        return {
            key
            for key, it in self.events.items()
            if (it.kind, it.mother) == (kind, mother) and it.status in LIVE and key != myself
        }

    def declaration(self, kind: str, mother: int) -> dict[str, Any]:
        if kind == "Birth":
            return birth(mother=self.mothers[mother])
        return death(deceased=self.mothers[mother])

    def act(self, asking: Any) -> Answer:
        """Ask; hold the trail and the outbox against what changed (rules D1, D5, F1)."""
        before = self.rows()
        answer: Answer = self.run(asking)
        after = self.rows()
        changed = {it for it in before | after if before.get(it) != after.get(it)}
        correlation = UUID(answer.headers["x-correlation-id"])
        fetch = self.registry.owner.fetch
        audited = self.run(fetch(AUDITED, correlation))
        events = self.run(fetch("select * from outbox where correlation_id = $1", correlation))
        assert {tuple(it) for it in audited} == changed
        moved = {
            str(json.loads(after[it])["merge_candidate_id"] if it[0] in CANDIDATE else it[1])
            for it in changed
            if it in after and _is_recorded(it[0], before.get(it), after[it])
        }
        assert sorted(it["aggregateid"] for it in events) == sorted(moved)
        return answer

    def rows(self) -> dict[tuple[str, UUID], str]:
        found = self.run(self.registry.owner.fetch(SNAPSHOT + AND_VITAL_EVENTS, self.since))
        return {(it["noun"], it["id"]): it["content"] for it in found}

    async def compare(self) -> None:
        """Hold the tables against the model: statuses, doubts, and money to the cent."""
        await super().compare()
        rows = await self.registry.owner.fetch(COMPARED, self.since)
        assert {it["id"]: tuple(it)[1:] for it in rows} == {
            UUID(key_of(key)): (
                it.status,
                it.before,
                len(it.similar - it.settled),
                sum(it.paid),
                it.certificates,
            )
            for key, it in self.events.items()
        }


CANDIDATE = ("manual_merge_candidate",)
AUDITED = "select resource, resource_id from audit_log where correlation_id = $1"
COMPARED = """
select id, status, status_before,
       (select count(*) from potential_duplicates where vital_event_id = it.id and not is_settled),
       (select coalesce(sum(amount), 0) from payments where vital_event_id = it.id),
       (select count(*) from certificates where vital_event_id = it.id)
  from vital_events it where inserted_at >= $1
"""


def _is_recorded(noun: str, before: str | None, after: str) -> bool:
    was = json.loads(before)["status"] if before and noun in NOUNS else None
    if noun == "vital_event":
        return bool(json.loads(after)["status"] != was)
    if noun in NOUNS and before:
        return (was, json.loads(after)["status"]) in (("NEW", "PROCESSED"), ("ACTIVE", "INACTIVE"))
    return False


NOUNS = ("vital_event", "manual_merge_candidate", "person")


def key_of(event: str) -> str:
    """Return the key within an opaque id."""
    from tests.people import key_of as key

    assert id_of("VitalEvent", UUID(key(event))) == event
    return key(event)


async def test_any_sequence_of_all_acts_leaves_what_the_rules_say(
    database: Database, tmp_path: Path
) -> None:
    limits: dict[str, Any] = {"postponed_requests_limit": LIMIT, "merge_quorum": QUORUM}
    async with served(database, tmp_path, search_quota=10**9, **limits) as registry:
        Living.registry, Living.loop = registry, asyncio.get_running_loop()
        Living.everyone = await reviewers(registry, 4)
        Living.portals = [await registry.client(f"portal {number}") for number in range(2)]
        await registry.user("registrar", Role.REGISTRAR)

        await walk(Living, EXAMPLES, STEPS)
