"""The limits of rules B2, B10 and C9: what reviewers may hold, a quorum, a quota."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that an installation may set."""

    postponed_requests: int = 5
    """So many postponed requests a reviewer may hold (rule B2)."""

    merge_quorum: int = 3
    """So many reviewers who decide the same settle a pair (rule B10)."""

    read_quota: int = 2000
    """So many records of others a machine may read in a day (rule C9)."""
