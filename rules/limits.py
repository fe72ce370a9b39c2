"""The limits that an installation may set: of B2, B10, B17, C9, C16, H15, T4, V5, V7 and W5."""

from rules.disputes import FEWEST_VOTES
from rules.figures import SMALL_COUNT
from rules.frozen import frozen


@frozen
class Limits:
    """The limits that an installation may set."""

    postponed_requests: int = 5
    """So many postponed requests a reviewer may hold (rule B2)."""

    merge_quorum: int = 3
    """So many reviewers who decide the same settle a pair (rule B10)."""

    dispute_votes: int = FEWEST_VOTES
    """So many votes of each of two decisions make a pair disputed (rule B17)."""

    read_quota: int = 2000
    """So many records of others a machine may read in a day (rule C9)."""

    four_eyes: bool = False
    """Whether nobody registers what they have declared themselves (rule C16)."""

    unmerge_days: int = 7
    """So many days a proposal to undo a merge waits for a second person (rule H15)."""

    appeal_days: int = 21
    """For so many days after a rejection its reasons may be asked for (rule V5)."""

    explanation_days: int = 14
    """So many days after it was asked for, an explanation is due (rule V5)."""

    show_after_days: int = 0
    """So many days after a rejection its explanation is shown at the earliest (rule V7)."""

    transfer_rate: int = 15
    """So many persons a second a transfer moves at most (rule W5)."""

    small_count: int = SMALL_COUNT
    """Counts of an organisation below it are not shown (rule T4)."""
