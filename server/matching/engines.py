"""What compares many pairs: Python itself, or Splink on DuckDB or Spark; all by the same model."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol

from rules.comparison import Record

PERSONS_AT_ONCE = 2000
"""Whose pairs are found and compared at once on this machine."""


class EngineName(StrEnum):
    """How pairs are compared."""

    AUTO = "auto"
    PYTHON = "python"
    SPLINK = "splink"
    SPARK = "spark"


class EngineFailed(Exception):
    """An engine could not start or go on, in one sentence that has nothing of a record."""


class Engine(Protocol):
    """Sorts pairs out that cannot be likely enough, before they are weighed one by one."""

    name: EngineName
    reads_all: bool
    """Whether it is given all records before it is asked of pairs."""
    persons_at_once: int
    """Of how many persons it is asked at once for the pairs in which they are the later ones."""

    def add(self, records: Iterable[tuple[int, Record]]) -> None:
        """Take records, each with its number."""

    def likely(self, pairs: Sequence[tuple[int, int]]) -> set[int]:
        """Return the places of pairs that may be POSSIBLE or more, by the numbers of records."""
