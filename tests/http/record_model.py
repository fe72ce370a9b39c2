"""What vital events should be after any sequence of acts, by area C of the rules alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

Caller = str | UUID
"""A registrar by name, or a machine by its id."""

NOT_FOUND = "Vital event not found"
NO_CORRECTION = "Correction not found"
NOT_AVAILABLE = "Action is not available in this status"
UNSETTLED = "A registrar must first say whether it is a duplicate"
IS_OPEN = "A correction is open"
ANOTHERS = "Record is assigned to another registrar"
CHANGED = "Record has changed since it was read"
SECOND = "Second person is needed"
SETTLED = "Correction is settled already"
ASKED_BY_ANOTHER = "Only who asked for a correction may withdraw it"
REVOKED = "Certificate is revoked already"
NO_CHANGE = "Input is invalid"

LIVE = ("DECLARED", "REGISTERED", "CERTIFIED", "ISSUED")
NUMBERED = ("REGISTERED", "CERTIFIED", "ISSUED", "ANNULLED")
MOVES: Mapping[tuple[str, str], str] = {
    ("DECLARED", "register"): "REGISTERED",
    ("DECLARED", "reject"): "REJECTED",
    ("DECLARED", "archive"): "ARCHIVED",
    ("REJECTED", "archive"): "ARCHIVED",
    ("REGISTERED", "certify"): "CERTIFIED",
    ("ISSUED", "certify"): "CERTIFIED",
    ("CERTIFIED", "issue"): "ISSUED",
}
OF_REGISTERED = ("certify", "issue")


@dataclass(frozen=True)
class Details:
    """What a record says, as far as the model tells records apart."""

    mother: int
    place: str


@dataclass
class Correction:
    """What was asked for: other details, or none for an annulment."""

    key: str
    by: Caller
    details: Details | None
    status: str = "REQUESTED"


@dataclass
class Certificate:
    """A certificate, and what it says."""

    serial: str
    details: Details
    is_revoked: bool = False
    is_issued: bool = False


@dataclass
class Record:
    """A vital event."""

    kind: str
    declared_by: Caller
    versions: list[Details]
    status: str = "DECLARED"
    before: str | None = None
    similar: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    taken_by: str | None = None
    number: str | None = None
    corrections: list[Correction] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)

    @property
    def says(self) -> Details:
        return self.versions[-1]

    @property
    def is_doubtful(self) -> bool:
        return bool(self.similar - self.settled)

    @property
    def open(self) -> Correction | None:
        found = [it for it in self.corrections if it.status == "REQUESTED"]
        assert len(found) <= 1
        return found[0] if found else None

    def is_closed_to(self, who: Caller) -> bool:
        """Rule C9."""
        return isinstance(who, str) or who == self.declared_by or self.status in NUMBERED

    def refuses(self, who: Caller, act: str) -> str | None:
        """Say what an act on the record itself is refused with, if it is."""
        if not self.is_closed_to(who):
            return NOT_FOUND
        return self._forbids(act) or self._keeps_for_another(who)

    def _forbids(self, act: str) -> str | None:
        if act in ("assign", "unassign"):
            is_free = self.taken_by is None
            may = self.status == "DECLARED" and (act == "assign" or not is_free)
            return None if may else NOT_AVAILABLE
        if act == "reinstate":
            return None if self.status == "ARCHIVED" else NOT_AVAILABLE
        if act == "markAsDuplicate":
            return None if self.status == "DECLARED" and self.is_doubtful else NOT_AVAILABLE
        if act == "markAsNotDuplicate":
            return None if self.status in LIVE and self.is_doubtful else NOT_AVAILABLE
        if (self.status, act) not in MOVES:
            return NOT_AVAILABLE
        if act == "register" and self.is_doubtful:
            return UNSETTLED
        return IS_OPEN if act in OF_REGISTERED and self.open else None

    def _keeps_for_another(self, who: Caller) -> str | None:
        return ANOTHERS if self.taken_by not in (None, who) else None

    def do(self, act: str) -> None:
        """Take over what an act has done."""
        if act == "markAsNotDuplicate":
            self.settled |= self.similar
            return
        after = "ARCHIVED" if act == "markAsDuplicate" else MOVES.get((self.status, act))
        if act == "reinstate":
            after, self.before = self.before, None
        assert after is not None
        if after == "ARCHIVED":
            self.before = self.status
        if after != "DECLARED":
            self.taken_by = None
        self.status = after

    def refuses_request(
        self, who: Caller, version: int, details: Details | None, *, is_same: bool
    ) -> str | None:
        """Say what asking for a correction is refused with, if it is."""
        if isinstance(who, UUID) and who != self.declared_by:
            return NOT_FOUND
        if self.status not in LIVE[1:]:
            return NOT_AVAILABLE
        if self.open:
            return IS_OPEN
        if version != len(self.versions):
            return CHANGED
        return NO_CHANGE if details is not None and is_same else None

    def refuses_settling(self, who: Caller, how: str, correction: Correction) -> str | None:
        """Say what approving, rejecting or withdrawing is refused with, if it is."""
        if isinstance(who, UUID) and who != self.declared_by:
            return NO_CORRECTION
        if correction.status != "REQUESTED":
            return SETTLED
        if how == "withdraw":
            return None if who == correction.by else ASKED_BY_ANOTHER
        if who == correction.by:
            return SECOND
        return UNSETTLED if how == "approve" and self.is_doubtful else None

    def settle(self, how: str, correction: Correction) -> None:
        """Take over how a correction ended."""
        if how != "approve":
            correction.status = "REJECTED" if how == "reject" else "WITHDRAWN"
            self.similar &= self.settled
            return
        correction.status = "APPROVED"
        for certificate in self.certificates:
            certificate.is_revoked = True
        self.status = "ANNULLED"
        if correction.details is not None:
            self.status = "REGISTERED"
            self.versions.append(correction.details)

    def revoke(self, certificate: Certificate) -> None:
        """Take over that a certificate was revoked."""
        certificate.is_revoked = True
        is_last = certificate is self.certificates[-1]
        if is_last and self.status in ("CERTIFIED", "ISSUED"):
            self.status = "REGISTERED"
