"""Two checkouts of Selfsame in one comparison: copied rows, interleaved rounds, one table."""

from pathlib import Path

import pytest

from bench import against, compare, results
from bench.contestants import Round
from bench.installing import ROOT


def took(rate: float, own: float) -> Round:
    return Round(100, rate, 2.0, 5.0, own, 0.5, 0.05, 100.0)


def test_the_ratio_is_the_median_over_rounds_that_followed_each_other() -> None:
    here = [took(100, 0.5), took(220, 0.5), took(330, 0.5)]
    there = [took(100, 0.6), took(200, 0.6), took(300, 0.6)]

    row = against.row("P1", here, there)

    assert row == ["P1", "220", "200", "1.100", "1.000 to 1.100", "1.100"]


async def test_a_checkout_is_measured_against_another_on_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(results, "LATEST", tmp_path / "results" / "latest.json")

    await compare.run(
        persons=200,
        pairs=100,
        births=20,
        reviewers=30,
        connections=4,
        rounds=1,
        seconds=0.2,
        only=None,
        works=["P1", "P3"],
        check=False,
        keep=False,
        against=ROOT,
    )

    table = capsys.readouterr().out.partition("This checkout and the other, round by round")[2]
    assert [line.split()[0] for line in table.splitlines()[2:]] == ["P1", "P3"]
