"""Why a pair is settled, when a record cannot become a master (B11), and how a merge is undone."""

from datetime import datetime
from enum import StrEnum

from rules.access import Role
from rules.refusals import Code, Refusal
from rules.violations import Violations


class ProcessedReason(StrEnum):
    """Why a pair is settled: by its reviewers, by a merge of one of the two, or an erasure."""

    QUORUM = "QUORUM"
    AUTO_MERGE = "AUTO_MERGE"
    ERASED = "ERASED"


class UnmergeProposalStatus(StrEnum):
    """What became of a proposal to take a merge back."""

    OPEN = "OPEN"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"


class UnmergeRequestStatus(StrEnum):
    """What became of a reviewer's request that a merge be taken back."""

    OPEN = "OPEN"
    DECLINED = "DECLINED"
    UNDONE = "UNDONE"
    ERASED = "ERASED"
    WITHDRAWN = "WITHDRAWN"


class MasterIsInactive(Refusal):
    """The record that should stand is inactive, and has no master itself (rule B11)."""

    code = Code.CONFLICT
    message = "Master person is not active"


class DuplicateIsInactive(Refusal):
    """The record that should give way is inactive, and has no master (rule B11)."""

    code = Code.CONFLICT
    message = "Person is not active"


class MergeNotFound(Refusal):
    """No such merge."""

    code = Code.NOT_FOUND
    message = "Merge not found"


class UnmergeProposalNotFound(Refusal):
    """No such proposal."""

    code = Code.NOT_FOUND
    message = "Proposal not found"


class MergeIsUndone(Refusal):
    """The merge was taken back before (rule H15)."""

    code = Code.CONFLICT
    message = "Merge is undone already"


class EffectsAreUnknown(Refusal):
    """The merge was made before it was written down what a merge changes (rule H13)."""

    code = Code.CONFLICT
    message = "What the merge changed is not known"


class MergeIsNotOpen(Refusal):
    """The caller has voted on the pair, or has a conflict of interest (rule H15)."""

    code = Code.CONFLICT
    message = "Merge is not open to this person"


class ProposalIsOpen(Refusal):
    """Somebody has proposed it already, and nobody has answered (rule H15)."""

    code = Code.CONFLICT
    message = "Merge has an open proposal"


class UnmergeRequestNotFound(Refusal):
    """Nobody has asked so (rule H27)."""

    code = Code.NOT_FOUND
    message = "Request to take back not found"


class UnmergeIsRequested(Refusal):
    """The reviewer has asked before that the merge be taken back, and waits (rule H27)."""

    code = Code.CONFLICT
    message = "Reviewer has asked for this already"


class UnmergeRequestIsDeclined(Refusal):
    """Somebody has declined it before (rule H27)."""

    code = Code.CONFLICT
    message = "Request to take back is declined already"


class UnmergeRequestIsWithdrawn(Refusal):
    """Who asked has withdrawn it (rule H27)."""

    code = Code.CONFLICT
    message = "Request to take back is withdrawn"


class UnmergeRequestStays(Refusal):
    """Who asked has withdrawn two of this merge, as often as a vote is taken back (H27, B16)."""

    code = Code.CONFLICT
    message = "Request to take back was withdrawn twice"


class ProposalIsSettled(Refusal):
    """The proposal was declined, or has lapsed (rule H15)."""

    code = Code.CONFLICT
    message = "Proposal is settled"


class MergeHasChanged(Refusal):
    """Undoing the merge would do something else than what the caller was shown (rule H16)."""

    code = Code.CONFLICT
    message = "Records have changed since they were shown"


UNMERGE_ROLES = (Role.ADMIN, Role.SENIOR_REVIEWER)
"""Of these a person holds one who proposes that a merge be undone, or does it (rule H15)."""

REASON_LIMIT = 500


def check_reason(reason: str) -> None:
    """Refuse a reason that shows nothing or is too long. Rule H15. Raises InputIsInvalid."""
    violations = Violations()
    violations.check_text(["reason"], reason, REASON_LIMIT)
    violations.refuse()


def status_of_proposal(
    status: UnmergeProposalStatus, expires_at: datetime, now: datetime
) -> UnmergeProposalStatus:
    """Return what has become of a proposal: an open one lapses by itself. Rule H15."""
    if status is UnmergeProposalStatus.OPEN and expires_at <= now:
        return UnmergeProposalStatus.EXPIRED
    return status


def check_request(*, is_declined: bool, is_withdrawn: bool, is_undone: bool) -> None:
    """Refuse to settle a request to take a merge back once more. Rule H27.

    Raises UnmergeRequestIsDeclined, UnmergeRequestIsWithdrawn or MergeIsUndone.
    """
    if is_declined:
        raise UnmergeRequestIsDeclined
    if is_withdrawn:
        raise UnmergeRequestIsWithdrawn
    if is_undone:
        raise MergeIsUndone


def check_proposal(status: UnmergeProposalStatus, *, is_undone: bool) -> None:
    """Refuse to settle a proposal once more. Rule H15.

    Raises ProposalIsSettled or MergeIsUndone.
    """
    if status in {UnmergeProposalStatus.DECLINED, UnmergeProposalStatus.EXPIRED}:
        raise ProposalIsSettled
    if status is UnmergeProposalStatus.CONFIRMED or is_undone:
        raise MergeIsUndone
