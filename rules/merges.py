"""Why a pair is settled, and when a record cannot become the master of another (rule B11)."""

from enum import StrEnum

from rules.refusals import Code, Refusal


class ProcessedReason(StrEnum):
    """Why a pair is settled: by its reviewers, or because one of the two was merged in another."""

    QUORUM = "QUORUM"
    AUTO_MERGE = "AUTO_MERGE"


class MasterIsInactive(Refusal):
    """The record that should stand is inactive, and has no master itself (rule B11)."""

    code = Code.CONFLICT
    message = "Master person is not active"
