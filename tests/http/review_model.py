"""The model of merge review that the state machines compare with: rules B1 to B16 and H23."""

from dataclasses import dataclass, field
from uuid import UUID

from rules.merge_requests import (
    FINAL,
    MOST_WITHDRAWALS,
    TRANSITIONS,
    UPDATES,
    MergeRequestStatus,
)

LIMIT, QUORUM = 2, 2
TRANSITION = "Incorrect transition status"
CONFLICT = "Reviewer has a conflict of interest"
STALE = "Records have changed since they were shown"


@dataclass(frozen=True)
class Records:
    """How a pair's records are at a moment: their versions, and how they agree."""

    versions: tuple[int, int]
    agreements: str


@dataclass
class Candidate:
    duplicate: UUID
    master: UUID
    order: int
    status: str = "NEW"
    decision: str | None = None
    reason: str | None = None
    holder: str | None = None
    requests: int = 0


@dataclass
class Request:
    reviewer: str
    candidate: UUID
    shown: tuple[int, int]
    """The versions at the assignment, which no decision changes (B14)."""
    status: str = "NEW"
    superseded: bool = False
    recused: bool = False
    agreements: str | None = None
    withdrawals: int = 0

    @property
    def is_open(self) -> bool:
        return self.status in ("NEW", "POSTPONE") and not self.superseded


@dataclass
class Review:
    """What the rules say, in the plainest words."""

    masters: dict[UUID, UUID | None] = field(default_factory=dict)
    candidates: dict[UUID, Candidate] = field(default_factory=dict)
    requests: dict[UUID, Request] = field(default_factory=dict)
    editors: dict[UUID, set[str]] = field(default_factory=dict)
    opened: list[set[UUID]] = field(default_factory=list)
    """The pairs that a merge opens instead of others, before it is known what they are called."""

    def next(self, reviewer: str) -> UUID | str | None:
        """What an assignment gives: a candidate, a refusal's message, or nothing."""
        mine = [it for it in self.requests.values() if it.reviewer == reviewer]
        held = [it.status for it in mine if it.is_open]
        if "NEW" in held:
            return "Assignee is not allowed to ask for new merge request"
        if held.count("POSTPONE") >= LIMIT:
            return "Assignee reached limit in postponed merge_requests"
        seen = {it.candidate for it in mine}
        free = [
            (-it.requests, it.order, key)
            for key, it in self.candidates.items()
            if it.status == "NEW"
            and it.holder is None
            and key not in seen
            and not self.has_conflict(reviewer, it)
        ]
        return min(free)[2] if free else None

    def has_conflict(self, reviewer: str, candidate: Candidate) -> bool:
        both = (candidate.duplicate, candidate.master)
        return any(reviewer in self.editors.get(it, ()) for it in both)

    def assign(
        self, reviewer: str, candidate: UUID, request: UUID, versions: tuple[int, int]
    ) -> None:
        self.requests[request] = Request(reviewer, candidate, versions)
        self.candidates[candidate].holder = reviewer
        self.candidates[candidate].requests += 1

    def decide(
        self, request: Request, status: str, now: Records, seen: tuple[int, int] | None
    ) -> str | None:
        """Take what a reviewer says, or return the refusal."""
        before = MergeRequestStatus(request.status)
        act = UPDATES.get(MergeRequestStatus(status))
        if (request.superseded and not request.recused) or act not in TRANSITIONS.get(before, {}):
            return TRANSITION
        candidate = self.candidates[request.candidate]
        if request.recused or self.has_conflict(request.reviewer, candidate):
            return CONFLICT
        if status in FINAL:
            if (seen or request.shown) != now.versions:
                return STALE
            request.agreements = now.agreements
        request.status = status
        if candidate.holder == request.reviewer:
            candidate.holder = None
        if status in FINAL:
            self.look_for_a_quorum(request.candidate, status, now)
        return None

    def look_for_a_quorum(self, key: UUID, status: str, now: Records) -> None:
        votes = [it for it in self.requests.values() if it.candidate == key and it.status in FINAL]
        for vote in votes:
            if vote.agreements != now.agreements:
                self.lead_back(vote)
        if sum(it.status == status for it in votes) >= QUORUM:
            self.settle(key, status, "QUORUM")
            if status == "MERGE":
                self.merge(self.candidates[key])

    def withdraw(self, request: Request) -> str | None:
        """Take a decision back, or return the refusal."""
        is_settled = self.candidates[request.candidate].status != "NEW"
        is_final = request.status in FINAL
        if not is_final or is_settled or request.withdrawals >= MOST_WITHDRAWALS:
            return TRANSITION
        request.withdrawals += 1
        request.agreements = None
        self.lead_back(request)
        return None

    def lead_back(self, request: Request) -> None:
        request.status = "POSTPONE"
        if self.has_conflict(request.reviewer, self.candidates[request.candidate]):
            request.superseded = request.recused = True

    def edit(self, person: UUID, editor: str) -> None:
        self.editors.setdefault(person, set()).add(editor)
        for request in self.requests.values():
            candidate = self.candidates[request.candidate]
            is_closed = candidate.status != "NEW" or person not in (
                candidate.duplicate,
                candidate.master,
            )
            if request.reviewer == editor and request.is_open and not is_closed:
                request.superseded = request.recused = True
                if candidate.holder == editor:
                    candidate.holder = None

    def settle(self, key: UUID, decision: str | None, reason: str) -> None:
        candidate = self.candidates[key]
        candidate.status, candidate.decision, candidate.reason = "PROCESSED", decision, reason
        candidate.holder = None
        for request in self.requests.values():
            if request.candidate == key and request.is_open:
                request.superseded = True

    def merge(self, settled: Candidate) -> None:
        for one, master in self.masters.items():
            if settled.duplicate in (one, master):
                self.masters[one] = settled.master
        known = [{it.duplicate, it.master} for it in self.candidates.values()]
        for key, it in self.candidates.items():
            both = {it.duplicate, it.master}
            if it.status == "NEW" and settled.duplicate in both:
                self.settle(key, None, "AUTO_MERGE")
                instead = both - {settled.duplicate} | {settled.master}
                if len(instead) == 2 and instead not in [*known, *self.opened]:
                    self.opened.append(instead)
