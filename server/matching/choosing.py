"""Which engine compares the pairs of a run, by what is installed and how many records there are."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

from rules.comparison import Record
from server.matching.engines import Engine, EngineName
from workflows.detection_models import ActiveModel

INSTALLATION = "pip install --require-hashes -r requirements-linkage.lock"
"""How the extra `linkage` is installed: by the lock file of this version."""

MOST_FOR_PYTHON = 200_000
"""Persons beyond which Splink is worth its start, where it is installed."""


class PythonEngine:
    """Leaves every pair to be weighed."""

    name = EngineName.PYTHON
    reads_all = False

    def add(self, records: Iterable[tuple[int, Record]]) -> None:
        """Need no record."""

    def likely(self, pairs: Sequence[tuple[int, int]]) -> set[int]:
        """Return all of them."""
        return set(range(len(pairs)))


def missing(asked: EngineName) -> str | None:
    """Return what to install for an engine, in one sentence; None where it is there."""
    if asked is EngineName.SPARK:
        return (
            "The engine spark is not built yet: it will need PySpark and Java."
            " --engine splink compares on this machine."
        )
    if asked is EngineName.SPLINK and not is_installed("splink", "duckdb", "pyarrow"):
        return f"Splink is not installed: {INSTALLATION}."
    return None


def chosen(asked: EngineName, persons: int) -> EngineName:
    """Return which engine is used where one is asked for that is not missing."""
    if asked is not EngineName.AUTO:
        return asked
    is_worth_it = persons > MOST_FOR_PYTHON and missing(EngineName.SPLINK) is None
    return EngineName.SPLINK if is_worth_it else EngineName.PYTHON


def is_installed(*packages: str) -> bool:
    """Return whether all these packages are there."""
    return all(find_spec(package) is not None for package in packages)


@contextmanager
def started(name: EngineName, active: ActiveModel) -> Iterator[Engine]:
    """Start an engine that is installed."""
    if name is EngineName.PYTHON:
        yield PythonEngine()
        return
    from server.matching.splink_engine import splink_engine

    with splink_engine(active) as engine:
        yield engine
