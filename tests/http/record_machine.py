"""Vital events from declaration to annulment, next to the model of what they should be (area C)."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from rules.access import Role
from tests.assignments import try_to, wait_a_day
from tests.corrections import ask, try_request
from tests.events import MADE, NUMBERS, attempt, lettered, said, try_declare, unique_key
from tests.http.record_model import Caller, Certificate, Correction, Details, Record
from tests.http.record_rows import PLACES, STORED, hold
from tests.people import key_of
from tests.serving import Answer, Registry

KINDS = st.sampled_from(["Birth", "Birth", "Birth", "Death", "Marriage"])
ACTS = st.sampled_from(
    ["register", "register", "register", "register", "reject", "archive", "reinstate",
     "markAsDuplicate", "markAsNotDuplicate", "markAsNotDuplicate"]
)  # fmt: skip
OF_CERTIFICATES = st.sampled_from(["certify", "issue"])
MOST_RECORDS = 6
"""So few that most acts find one on which they can be done."""
WHICH, WHO, PLACE, MOTHER = (st.integers(0, most) for most in (99, 4, 3, 3))
HOW = st.sampled_from(["approve", "approve", "reject", "withdraw"])
REVOKE = """mutation ($input: RevokeCertificateInput!) {
  revokeCertificate(input: $input) { certificate { serialNumber } } }"""


class Recording(RuleBasedStateMachine):
    """Registrars, portals and an admin at once."""

    registry: Registry
    loop: asyncio.AbstractEventLoop
    callers: list[Caller]
    counted: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, Record] = {}
        self.given: dict[str, dict[str, Any]] = {}
        self.sent: list[tuple[Callable[[], Any], str]] = []
        numbers = [next(NUMBERS) for _ in range(4)]
        self.mothers = [{"firstName": lettered(it), "lastName": lettered(it * 7)} for it in numbers]

    def run(self, doing: Any) -> Any:
        """Do something on the loop of the server."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(300)

    @initialize(who=WHO)
    def begin(self, who: int) -> None:
        """Begin with what most acts are about: records that are certified, one to be corrected."""
        for kind, mother in (("Birth", 0), ("Birth", 1), ("Death", 0)):
            self.declare(kind, mother, 0, who)
            key = list(self.records)[-1]
            for act in ("register", "certify"):
                self.do_to(key, self.callers[0], act)
        record = self.records[key]
        details, given = self.other_details(key, 0, 1)
        self.ask_for(key, record, self.callers[who % 3], 1, details, given)

    def pick(self, which: int, *statuses: str) -> tuple[str, Record]:
        """Choose a record, mostly one in these statuses."""
        fit = [key for key, it in self.records.items() if it.status in statuses]
        keys = fit if fit and which % 4 else list(self.records)
        return keys[which % len(keys)], self.records[keys[which % len(keys)]]

    def step(self, name: str, asking: Any, refusal: str | None) -> Any:
        """Ask, hold the answer against what is expected, and return its payload."""
        answer: Answer = self.run(asking)
        self.counted[name] = self.counted.get(name, 0) + 1
        if refusal is not None:
            assert [it["message"] for it in answer.errors] == [refusal], name
            return None
        (payload,) = answer.data.values()
        return payload

    @precondition(lambda self: len(self.records) < MOST_RECORDS)
    @rule(kind=KINDS, mother=MOTHER, place=PLACE, who=WHO)
    def declare(self, kind: str, mother: int, place: int, who: int) -> None:
        details = Details(mother, f"Town {place}")
        given = MADE[kind]() | {PLACES[kind]: details.place}
        if kind == "Birth":
            given |= {"mother": self.mothers[mother]}
        if kind == "Marriage":
            for number, spouse in enumerate(given["spouses"]):
                spouse["lastName"] = lettered(next(NUMBERS) * 7 + number)
        by = self.callers[who]
        payload = self.step("declare", try_declare(self.registry, by, given, kind), None)
        key = payload["vitalEvent"]["id"]
        similar = self.resembling(kind, mother, key)
        assert payload["isPotentialDuplicate"] is bool(similar)
        self.records[key] = Record(kind, by, [details], similar=similar)
        self.given[key] = given
        self.compare(key)

    def resembling(self, kind: str, mother: int, key: str) -> set[str]:
        """The live births of the same mother."""
        return {
            other
            for other, it in self.records.items()
            if kind == it.kind == "Birth" and it.says.mother == mother
            and it.status in ("DECLARED", "REGISTERED", "CERTIFIED", "ISSUED") and other != key
        }  # fmt: skip

    def other_details(self, key: str, mother: int, place: int) -> tuple[Details, dict[str, Any]]:
        kind, details = self.records[key].kind, Details(mother, f"Town {place}")
        given = self.given[key] | {PLACES[kind]: details.place}
        if kind == "Birth":
            given |= {"mother": self.mothers[mother]}
        return details, given

    @precondition(lambda self: self.records)
    @rule(which=WHICH, mother=MOTHER, place=PLACE)
    def amend(self, which: int, mother: int, place: int) -> None:
        key, record = self.pick(which, "REJECTED")
        details, given = self.other_details(key, mother, place)
        if record.kind != "Birth":
            details = Details(record.says.mother, details.place)
        given |= {"amends": key, "idempotencyKey": unique_key()}
        refusal = None if record.status == "REJECTED" else "Action is not available in this status"
        asking = try_declare(self.registry, record.declared_by, given, record.kind)
        if self.step("amend", asking, refusal) is not None:
            if details != record.says:
                record.similar, record.settled = set(), set()
            record.similar |= self.resembling(record.kind, mother, key)
            record.versions.append(details)
            record.status = "DECLARED"
        self.compare(key)

    @precondition(lambda self: self.records)
    @rule(which=WHICH, who=WHO, act=ACTS)
    def act(self, which: int, who: int, act: str) -> None:
        self.do(which, self.callers[who % 3], act)

    @precondition(lambda self: self.records)
    @rule(which=WHICH, who=WHO, act=OF_CERTIFICATES)
    def certify_or_issue(self, which: int, who: int, act: str) -> None:
        self.do(which, self.callers[who], act)

    def do(self, which: int, by: Caller, act: str) -> None:
        wanted = {"register": "DECLARED", "certify": "REGISTERED", "issue": "CERTIFIED"}
        self.do_to(self.pick(which, wanted.get(act, "ARCHIVED"))[0], by, act)

    def do_to(self, key: str, by: Caller, act: str) -> None:
        record = self.records[key]
        more: dict[str, Any] = (
            {"idempotencyKey": unique_key()} if act in ("certify", "issue") else {}
        )
        if act == "markAsDuplicate":
            more["duplicateOf"] = next(iter(record.similar - record.settled), key)
        given = said(act, key, **more)
        refusal = record.refuses(by, act)
        payload = self.step(act, attempt(self.registry, by, act, key, **given), refusal)
        if payload is not None:
            record.do(act)
            self.follow(key, record, act, payload["vitalEvent"])
            if act in ("certify", "issue"):
                again = partial(attempt, self.registry, by, act, key, **given)
                self.sent.append((again, key))
        self.compare(key)

    def follow(self, key: str, record: Record, act: str, answered: dict[str, Any]) -> None:
        """Take over what only the answer knows: numbers."""
        if act == "register":
            record.number = answered["registrationNumber"]
        if act == "reinstate":
            record.similar |= self.resembling(record.kind, record.says.mother, key)
        if act == "certify":
            serial = answered["certificates"][-1]["serialNumber"]
            record.certificates.append(Certificate(serial, record.says))
        if act == "issue":
            record.certificates[-1].is_issued = True
            record.paid.append(answered["payments"][-1]["amount"])

    @precondition(lambda self: self.records)
    @rule(which=WHICH, who=st.integers(0, 3), how=st.sampled_from(["assign", "assign", "unassign"]))
    def take(self, which: int, who: int, how: str) -> None:
        key, record = self.pick(which, "DECLARED")
        by = "admin" if who == 3 and how == "unassign" else self.callers[who % 3]
        refusal = record.refuses(record.taken_by or by if by == "admin" else by, how)
        if self.step(how, try_to(self.registry, by, how, key), refusal) is not None:
            record.taken_by = str(by) if how == "assign" else None
        self.compare(key)

    @precondition(lambda self: any(it.taken_by for it in self.records.values()))
    @rule(which=WHICH)
    def wait(self, which: int) -> None:
        keys = [key for key, it in self.records.items() if it.taken_by]
        key = keys[which % len(keys)]
        self.run(wait_a_day(self.registry, key, 25))
        self.records[key].taken_by = None
        self.compare(key)

    @precondition(lambda self: self.records)
    @rule(which=WHICH, who=WHO, mother=MOTHER, place=PLACE, chance=st.integers(0, 9))
    def request(self, which: int, who: int, mother: int, place: int, chance: int) -> None:
        key, record = self.pick(which, "REGISTERED", "CERTIFIED", "ISSUED")
        details, given = self.other_details(key, mother, place)
        if record.kind != "Birth":
            details = Details(record.says.mother, details.place)
        version = len(record.versions) + (1 if chance == 0 else 0)
        if chance < 3:
            self.ask_for(key, record, self.callers[who], version, None, None)
        else:
            self.ask_for(key, record, self.callers[who], version, details, given)

    def ask_for(
        self,
        key: str,
        record: Record,
        by: Caller,
        version: int,
        details: Details | None,
        given: dict[str, Any] | None,
    ) -> None:
        is_same = details == record.says
        refusal = record.refuses_request(by, version, details, is_same=is_same)
        more = {"version": version, "idempotencyKey": unique_key()}
        asking = partial(  # a new coroutine each time
            try_request, self.registry, by, key, given, record.kind, **more
        )
        payload = self.step("request", asking(), refusal)
        if payload is not None:
            correction = Correction(payload["correction"]["id"], by, details)
            if details is not None and details.mother != record.says.mother:
                known = {it for it, other in self.records.items() if key in other.similar}
                found = self.resembling(record.kind, details.mother, key)
                record.similar |= found - known
            record.corrections.append(correction)
            self.sent.append((asking, key))
        self.compare(key)

    @precondition(lambda self: any(it.corrections for it in self.records.values()))
    @rule(which=WHICH, who=WHO, how=HOW)
    def settle(self, which: int, who: int, how: str) -> None:
        keys = [key for key, it in self.records.items() if it.corrections]
        keys = [key for key in keys if self.records[key].open and which % 5] or keys
        key = keys[which % len(keys)]
        record = self.records[key]
        correction = record.open or record.corrections[which % len(record.corrections)]
        by = self.callers[who if how == "withdraw" else who % 3]
        refusal = record.refuses_settling(by, how, correction)
        more = {"reason": "No"} if how == "reject" else {}
        asking = ask(self.registry, by, f"{how}Correction", id=correction.key, **more)
        if self.step(how, asking, refusal) is not None:
            record.settle(how, correction)
            if correction.status == "APPROVED" and correction.details is not None:
                mother, place = correction.details.mother, int(correction.details.place[5:])
                self.given[key] = self.other_details(key, mother, place)[1]
        self.compare(key)

    @precondition(lambda self: any(it.certificates for it in self.records.values()))
    @rule(which=WHICH, who=st.integers(0, 2))
    def revoke(self, which: int, who: int) -> None:
        keys = [key for key, it in self.records.items() if it.certificates]
        record = self.records[keys[which % len(keys)]]
        certificate = record.certificates[-1 - which % len(record.certificates)]
        refusal = "Certificate is revoked already" if certificate.is_revoked else None
        given = {"serialNumber": certificate.serial, "reason": "Lost"}
        asking = self.registry.ask(self.callers[who], REVOKE, {"input": given})
        if self.step("revoke", asking, refusal) is not None:
            record.revoke(certificate)
        self.compare(keys[which % len(keys)])

    @precondition(lambda self: self.sent)
    @rule(which=WHICH)
    def send_again(self, which: int) -> None:
        again, key = self.sent[which % len(self.sent)]
        self.step("send again", again(), None)
        self.compare(key)

    def compare(self, key: str) -> None:
        """Hold a record against the model, and its certificates against what it says."""
        record = self.records[key]
        row = self.run(self.registry.owner.fetchrow(STORED, key_of(key), PLACES[record.kind]))
        hold(row, record)

    def teardown(self) -> None:
        for key in self.records:
            self.compare(key)


async def prepare(registry: Registry) -> None:
    """Let the machine act on a server: three registrars, two portals, an admin."""
    Recording.registry, Recording.loop = registry, asyncio.get_running_loop()
    registrars = [await registry.user(f"registrar {number}", Role.REGISTRAR) for number in range(3)]
    portals: list[UUID] = [await registry.client(f"portal {number}") for number in range(2)]
    await registry.user("admin", Role.ADMIN)
    Recording.callers = [*registrars, *portals]
    Recording.counted = {}
