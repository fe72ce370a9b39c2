"""Two checkouts of Selfsame in one comparison: copied rows, interleaved rounds, one table."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import asyncpg
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


async def compared(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare this checkout with itself as if it were another."""
    monkeypatch.setattr(results, "LATEST", directory / "results" / "latest.json")
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


def table_of(out: str, title: str) -> list[str]:
    """Return the rows of a table of what was printed."""
    return out.partition(title)[2].partition("\n\n")[0].splitlines()[2:]


async def test_a_checkout_is_measured_against_another_on_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await compared(tmp_path, monkeypatch)

    rows = table_of(capsys.readouterr().out, "This checkout and the other, round by round")
    assert [line.split()[0] for line in rows] == ["P1", "P3"]


async def test_where_another_checkout_cannot_be_assigned_anew_the_rest_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate = against._migrate

    def migrate_otherwise(directory: Path, urls: Mapping[str, str]) -> None:
        migrate(directory, urls)
        asyncio.run(rename(urls["SELFSAME_MIGRATE_URL"]))

    async def rename(url: str) -> None:
        owner = await asyncpg.connect(url)
        await owner.execute(
            "alter table manual_merge_candidates rename column closed_to to seen_by"
        )
        await owner.close()

    monkeypatch.setattr(against, "_migrate", migrate_otherwise)

    await compared(tmp_path, monkeypatch)

    out = capsys.readouterr().out
    rows = table_of(out, "This checkout and the other, round by round")
    assert [line.split()[0] for line in rows] == ["P1"]
    (left_out,) = table_of(out, "Not counted")
    assert "P3" in left_out
    assert "it has no manual_merge_candidates.closed_to" in left_out
