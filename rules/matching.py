"""How likely a pair of records is one person, and what became of a search for such pairs."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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


RUN_ACTIONS: Mapping[DetectionRunStatus, str] = MappingProxyType(
    {
        DetectionRunStatus.RUNNING: "detection_run.started",
        DetectionRunStatus.FINISHED: "detection_run.finished",
        DetectionRunStatus.FAILED: "detection_run.failed",
        DetectionRunStatus.CANCELLED: "detection_run.cancelled",
    }
)
"""The action in the trail that leads to each."""
