"""The model of merge review that the state machines compare with: rules B1 to B13, plainly."""

from dataclasses import dataclass, field
from uuid import UUID

from rules.merge_requests import FINAL, TRANSITIONS, UPDATES, MergeRequestStatus

LIMIT, QUORUM = 2, 2


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
    status: str = "NEW"
    superseded: bool = False

    @property
    def is_open(self) -> bool:
        return self.status in ("NEW", "POSTPONE") and not self.superseded


@dataclass
class Review:
    """What the rules say, in the plainest words."""

    masters: dict[UUID, UUID | None] = field(default_factory=dict)
    candidates: dict[UUID, Candidate] = field(default_factory=dict)
    requests: dict[UUID, Request] = field(default_factory=dict)

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
            if it.status == "NEW" and it.holder is None and key not in seen
        ]
        return min(free)[2] if free else None

    def assign(self, reviewer: str, candidate: UUID, request: UUID) -> None:
        self.requests[request] = Request(reviewer, candidate)
        self.candidates[candidate].holder = reviewer
        self.candidates[candidate].requests += 1

    def decide(self, request: Request, status: str) -> bool:
        """Take what a reviewer says; False where the rules refuse it."""
        before = MergeRequestStatus(request.status)
        act = UPDATES.get(MergeRequestStatus(status))
        if request.superseded or act not in TRANSITIONS.get(before, {}):
            return False
        request.status = status
        candidate = self.candidates[request.candidate]
        if candidate.holder == request.reviewer:
            candidate.holder = None
        same = [
            it
            for it in self.requests.values()
            if (it.candidate, it.status) == (request.candidate, status)
        ]
        if status in FINAL and len(same) >= QUORUM:
            self.settle(request.candidate, status, "QUORUM")
            if status == "MERGE":
                self.merge(candidate)
        return True

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
        for key, it in self.candidates.items():
            if it.status == "NEW" and settled.duplicate in (it.duplicate, it.master):
                self.settle(key, None, "AUTO_MERGE")
