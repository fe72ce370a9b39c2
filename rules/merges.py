"""Why a pair is settled, when a record cannot become a master (B11), and how a merge is undone."""

from enum import StrEnum

from rules.refusals import Code, Refusal


class ProcessedReason(StrEnum):
    """Why a pair is settled: by its reviewers, or because one of the two was merged in another."""

    QUORUM = "QUORUM"
    AUTO_MERGE = "AUTO_MERGE"


class UnmergeProposalStatus(StrEnum):
    """What became of a proposal to take a merge back."""

    OPEN = "OPEN"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"


class MasterIsInactive(Refusal):
    """The record that should stand is inactive, and has no master itself (rule B11)."""

    code = Code.CONFLICT
    message = "Master person is not active"
