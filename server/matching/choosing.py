"""Which engine compares the pairs of a run, by what is installed and how many records there are."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

from rules.comparison import Record
from server.matching.engines import Engine, EngineName
from workflows.detection_models import ActiveModel

MOST_FOR_PYTHON = 200_000
"""Persons beyond which Splink is worth its start, where it is installed."""


class EngineIsMissing(Exception):
    """What an engine needs is not installed; the sentence says what to install."""


class PythonEngine:
    """Leaves every pair to be weighed."""

    name = EngineName.PYTHON
    reads_all = False

    def add(self, records: Iterable[tuple[int, Record]]) -> None:
        """Need no record."""

    def likely(self, pairs: Sequence[tuple[int, int]]) -> set[int]:
        """Return all of them."""
        return set(range(len(pairs)))


def chosen(asked: EngineName, persons: int) -> EngineName:
    """Return which engine is used where one is asked for. Raises EngineIsMissing."""
    has_splink = find_spec("splink") is not None
    if asked is EngineName.AUTO:
        is_large = persons > MOST_FOR_PYTHON
        return EngineName.SPLINK if has_splink and is_large else EngineName.PYTHON
    if asked is EngineName.SPARK:
        raise EngineIsMissing(
            "The engine spark needs pyspark and Java (pip install 'splink[spark]') and is not built"
            " yet; --engine splink compares on this machine."
        )
    if asked is EngineName.SPLINK and not has_splink:
        raise EngineIsMissing(
            "The engine splink is not installed: pip install 'selfsame[linkage]'."
        )
    return asked


@contextmanager
def started(name: EngineName, active: ActiveModel) -> Iterator[Engine]:
    """Start an engine that is installed."""
    if name is EngineName.PYTHON:
        yield PythonEngine()
        return
    from server.matching.splink_engine import splink_engine

    with splink_engine(active) as engine:
        yield engine
