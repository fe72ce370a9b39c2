"""A comparison from its beginning to its end, on a few rows and for moments only."""

import json
from pathlib import Path

import pytest

from bench import compare, contestants, kept, results
from bench.installing import ROOT
from bench.peers import Npm, Peer
from bench.workloads import OPERATIONS


async def test_a_comparison_prints_and_stores_what_was_measured_and_who_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = Peer("lost", "Lost", ROOT / "bench", Npm(), ("node", "lost.mjs"), OPERATIONS)
    monkeypatch.setattr(contestants, "peers", lambda: [lost])
    monkeypatch.setattr(results, "LATEST", tmp_path / "results" / "latest.json")
    monkeypatch.setattr(kept, "PAGE", tmp_path / "benchmark.md")
    monkeypatch.setattr(kept, "PICTURE", tmp_path / "benchmark.svg")

    await compare.run(
        persons=200,
        pairs=100,
        births=20,
        reviewers=30,
        connections=4,
        rounds=1,
        seconds=0.2,
        only=["lost", "pgbench"],
        works=["P1", "P3"],
        check=False,
        keep=True,
    )

    said = capsys.readouterr()
    stored = json.loads((tmp_path / "results" / "latest.json").read_text())
    found = {(it["contestant"], it["work"]) for it in stored["figures"]}
    assert found == {
        (name, workload) for name in ("selfsame", "pgbench") for workload in ("P1", "P3")
    }
    assert stored["absent"] == {"lost": "not installed: bench/package-lock.json is missing"}
    assert stored["not counted"] == []
    assert {it["verdict"] for it in stored["ratios"] if it["over"] == "pgbench"} <= {
        "met",
        "missed",
    }
    assert "round 1 of 1" in said.err
    assert "not installed: bench/package-lock.json is missing" in said.out
    assert "P3: assign the next pair" in (tmp_path / "benchmark.svg").read_text()
    assert "## P3: assign the next pair to a reviewer" in (tmp_path / "benchmark.md").read_text()


async def test_who_is_not_known_is_not_compared_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contestants, "peers", list)

    with pytest.raises(SystemExit, match="nobody"):
        compare.selected(["nobody"], alone=False)
