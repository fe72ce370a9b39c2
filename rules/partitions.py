"""How what only grows is partitioned: which tables, by which periods, how far ahead (rule Z6)."""

from enum import StrEnum
from typing import Final

AHEAD: Final = 3
"""How many partitions wait behind the one of this moment."""


class Partitioned(StrEnum):
    """The tables that are."""

    AUDIT_LOG = "audit_log"
    OUTBOX = "outbox"
    VITAL_EVENT_READS = "vital_event_reads"


class Period(StrEnum):
    """What a partition is of, in UTC."""

    MONTH = "month"
    DAY = "day"
