"""How likely a pair of records is one person, and what became of a search for such pairs."""

from enum import StrEnum


class MatchBand(StrEnum):
    """How likely a pair is one person: its match weight, by the bounds of the model."""

    CERTAIN = "CERTAIN"
    LIKELY = "LIKELY"
    POSSIBLE = "POSSIBLE"
    UNLIKELY = "UNLIKELY"


class DetectionRunStatus(StrEnum):
    """What became of a run that compares all records."""

    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
