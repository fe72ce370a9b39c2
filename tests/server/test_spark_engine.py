"""Splink on Spark finds what Splink on DuckDB finds, on this machine alone, and leaves nothing."""

import csv
import gc
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import Mock

import pytest
from pyspark.errors import PySparkRuntimeError

import server.matching.spark_session
from rules.comparison import Record, compare
from server.matching import choosing
from server.matching.choosing import java_version, missing
from server.matching.engines import EngineFailed, EngineName
from server.matching.spark_directory import PREFIX
from server.matching.spark_engine import SparkEngine
from server.matching.spark_session import spark_session
from tests.odd_records import odd_record
from tests.server.commands import Finished, run_here
from tests.server.detecting import register
from workflows.records import MEASURES

ODD = 300
PAIRS = 1000
FIRST = 1_000_000
"""The number of the first odd record, far beyond those of the register."""
BRIEFLY = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""So Java begins sooner, and does worse what would take it minutes."""
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
RARE = (
    ("r1", "𠮷𠮟𡈽", "𡌛𡑮𡢽"),
    # Two edits of letters are four of units.
    ("r2", "𠮷𠮟𡈽", "𡌛𡑭𡑮𡚴"),
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = tmp_path / "temporary"
    directory.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(directory))
    return directory


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator["Watched"]:
    """Let the engine of a run compare odd records besides, where a start has been paid for."""
    watched = Watched()
    add, likely = SparkEngine.add, SparkEngine.likely

    def add_odd(engine: SparkEngine, records: Iterable[tuple[int, Record]]) -> None:
        odd = enumerate(watched.records, FIRST) if not watched.pairs else ()
        watched.draw()
        add(engine, [*records, *odd])

    def ask(engine: SparkEngine, pairs: Sequence[tuple[int, int]]) -> set[int]:
        watched.asked += 1
        watched.listening = _listening(engine)
        watched.active = engine._active
        watched.weights = engine.weights(watched.pairs, -1e9)
        return likely(engine, pairs)

    monkeypatch.setattr(SparkEngine, "add", add_odd)
    monkeypatch.setattr(SparkEngine, "likely", ask)
    yield watched
    assert watched.asked == 1


class Watched:
    def __init__(self) -> None:
        random = Random(9)
        self.records = [odd_record(random) for _ in range(ODD)]
        self.pairs: list[tuple[int, int]] = []
        self.weights: dict[tuple[int, int], float] = {}
        self.listening: set[str] = set()
        self.active: Any = None
        self.asked = 0

    def draw(self) -> None:
        random = Random(10)
        drawn = {tuple(random.sample(range(FIRST, FIRST + ODD), 2)) for _ in range(PAIRS)}
        self.pairs = [(a, b) for a, b in drawn if (b, a) not in drawn]


def _listening(engine: SparkEngine) -> set[str]:
    """Return the addresses, in hexadecimal, at which Spark's Java listens."""
    java = Path(f"/proc/{engine._session.sparkContext._gateway.proc.pid}")  # type: ignore[union-attr]
    inodes = {
        str(it.readlink())[8:-1]
        for it in (java / "fd").iterdir()
        if str(it.readlink()).startswith("socket:")
    }
    rows = [
        line.split()
        for kind in ("tcp", "tcp6")
        for line in (java / "net" / kind).read_text().splitlines()[1:]
    ]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes}


async def _detect(settings: dict[str, str], engine: str, path: Path) -> Finished:
    words = ("--dry-run", "--engine", engine, "--report", str(path))
    return await run_here(settings | {"JAVA_TOOL_OPTIONS": BRIEFLY}, "detect", *words)


# PySpark leaves sockets to be closed as they are forgotten.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_z12_spark_finds_the_pairs_of_duckdb_and_leaves_nothing(
    settings: dict[str, str], tmp_path: Path, temporary: Path, watched: Watched
) -> None:
    await register(settings, tmp_path, 60)
    people = tmp_path / "rare.csv"
    with people.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["external_id", "first_name", "last_name", "birth_date", "tax_id"])
        rows.writerows([*it, "1980-05-05", "5550001112"] for it in RARE)
    imported = await run_here(settings, "import", "persons", str(people), "--source", "clinic")
    assert imported.status == 0, imported.err

    by_duckdb = await _detect(settings, "splink", tmp_path / "splink.csv")
    by_spark = await _detect(settings, "spark", tmp_path / "spark.csv")

    assert (by_duckdb.status, by_spark.status) == (0, 0), by_spark.err
    assert _without_seconds(by_spark.out) == _without_seconds(by_duckdb.out)
    found = sorted((tmp_path / "spark.csv").read_text("utf-8").splitlines())
    assert found == sorted((tmp_path / "splink.csv").read_text("utf-8").splitlines())
    assert len(found) > 60
    assert any("r1" in line and "r2" in line for line in found)
    gc.collect()
    # What nobody else may reach or read, and what is said of it.
    assert watched.listening
    assert watched.listening <= LOOPBACK
    assert not list(temporary.iterdir())
    # Every agreement of odd records, each of which has a weight of its own.
    assert watched.weights.keys() == set(watched.pairs)
    assert len(watched.pairs) > PAIRS / 2
    model, prior = watched.active.model, watched.active.prior
    for (a, b), weight in watched.weights.items():
        one, other = watched.records[a - FIRST], watched.records[b - FIRST]
        compared = compare(one, other, MEASURES, model.placeholders)
        weights = zip(compared, model.weights, strict=True)
        expected = prior + sum(of_field[it.agreement] for it, of_field in weights)
        assert abs(weight - expected) < 1e-9


def _without_seconds(out: str) -> list[str]:
    return [line for line in out.splitlines() if not line.startswith("seconds: ")]


def _java(directory: Path, says: str) -> None:
    (directory / "bin").mkdir()
    java = directory / "bin" / "java"
    java.write_text(f"#!/bin/sh\necho '{says}' >&2\n", "utf-8")
    java.chmod(0o755)


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ('openjdk version "17.0.21.1" 2026-11-17', 17),
        ('java version "1.8.0_402"', 1),
        ('openjdk version "21" 2023-09-19', 21),
        ("nothing", 0),
    ],
)
def test_z12_java_is_known_by_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, expected: int
) -> None:
    _java(tmp_path, says)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    assert java_version() == expected


def test_z12_where_spark_is_missing_all_that_it_needs_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda _: None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    assert missing(EngineName.SPARK) == (
        "PySpark is not installed: pip install --require-hashes -r requirements-spark.lock."
        " Spark needs Java 17 or newer: install one, such as Debian's openjdk-17-jre-headless,"
        " and put it on PATH or name it by JAVA_HOME."
    )


def test_z12_what_pyspark_makes_as_it_starts_is_in_the_directory_too(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def launch(*_: object) -> None:
        made.append(Path(tempfile.mkdtemp()))
        raise PySparkRuntimeError(errorClass="JAVA_GATEWAY_EXITED", messageParameters={})

    monkeypatch.setattr(server.matching.spark_session, "launch_gateway", launch)

    with pytest.raises(EngineFailed), spark_session(1):
        pass

    (directory,) = made
    assert directory.parent.name.startswith(PREFIX)
    assert not list(temporary.iterdir())
    assert tempfile.gettempdir() == str(temporary)


def test_z12_a_spark_that_does_not_start_is_one_sentence(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = PySparkRuntimeError(errorClass="JAVA_GATEWAY_EXITED", messageParameters={})
    monkeypatch.setattr(server.matching.spark_session, "launch_gateway", Mock(side_effect=fault))

    with pytest.raises(EngineFailed, match="SELFSAME_SPARK_MEMORY"), spark_session(1):
        pass

    assert not list(temporary.iterdir())
