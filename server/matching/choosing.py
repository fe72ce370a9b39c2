"""Which engine compares the pairs of a run, by what is installed and how many records there are."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from subprocess import SubprocessError, run

from rules.comparison import Record
from server.matching.engines import PERSONS_AT_ONCE, Engine, EngineName
from workflows.detection_models import ActiveModel

INSTALLATION = "pip install --require-hashes -r requirements-linkage.lock"
"""How the extra `linkage` is installed: by the lock file of this version."""
SPARK_INSTALLATION = "pip install --require-hashes -r requirements-spark.lock"
"""The same of the extra `spark`, which has the other in it."""
LEAST_JAVA = 17

MOST_FOR_PYTHON = 200_000
"""Persons beyond which Splink is worth its start, where it is installed."""


class PythonEngine:
    """Leaves every pair to be weighed."""

    name = EngineName.PYTHON
    reads_all = False
    persons_at_once = PERSONS_AT_ONCE

    def add(self, records: Iterable[tuple[int, Record]]) -> None:
        """Need no record."""

    def likely(self, pairs: Sequence[tuple[int, int]]) -> set[int]:
        """Return all of them."""
        return set(range(len(pairs)))


def missing(asked: EngineName) -> str | None:
    """Return what to install for an engine, in one sentence; None where it is there."""
    if asked is EngineName.SPARK:
        return _missing_of_spark()
    if asked is EngineName.SPLINK and not is_installed("splink", "duckdb", "pyarrow"):
        return f"Splink is not installed: {INSTALLATION}."
    return None


def _missing_of_spark() -> str | None:
    faults = []
    if not is_installed("pyspark", "splink", "pyarrow"):
        faults.append(f"PySpark is not installed: {SPARK_INSTALLATION}.")
    if java_version() < LEAST_JAVA:
        faults.append(
            f"Spark needs Java {LEAST_JAVA} or newer: install one, such as Debian's"
            " openjdk-17-jre-headless, and put it on PATH or name it by JAVA_HOME."
        )
    return " ".join(faults) or None


def java_version() -> int:
    """Return the number of the Java that Spark would start; 0 where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else which("java")
    if java is None:
        return 0
    try:
        said = run([java, "-version"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, SubprocessError):
        return 0
    found = re.search(r'version "(\d+)', said.stderr + said.stdout)
    return int(found[1]) if found else 0


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
def started(name: EngineName, active: ActiveModel, spark_memory: int = 4) -> Iterator[Engine]:
    """Start an engine that is installed; Spark with so many GiB. Raises EngineFailed."""
    if name is EngineName.PYTHON:
        yield PythonEngine()
        return
    if name is EngineName.SPARK:
        from server.matching.spark_engine import spark_engine

        with spark_engine(active, spark_memory) as on_spark:
            yield on_spark
        return
    from server.matching.splink_engine import splink_engine

    with splink_engine(active) as engine:
        yield engine
