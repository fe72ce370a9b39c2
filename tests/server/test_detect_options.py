"""Options of `selfsame detect` that do not go together are refused before anything is done."""

from pathlib import Path

import pytest

from server.matching import choosing
from tests.server.commands import environment, run_here

PENDING = "--pending takes no {}: it matches all who are due, and makes candidates."


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a database that cannot be reached: who asks it fails with status 1."""
    url = "postgresql://selfsame@127.0.0.1:1/selfsame"
    return environment(tmp_path, SELFSAME_DATABASE_URL=url)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--pending", "--dry-run"],
            PENDING.format("--dry-run"),
        ),
        (
            ["--pending", "--report", "r.csv", "--since", "2026-01-01", "--limit", "1"],
            PENDING.format("--since, --limit and no --report"),
        ),
        (
            ["--pending", "--engine", "auto"],
            PENDING.format("--engine"),
        ),
        (["--dry-run", "activate", "m.json"], "`selfsame detect activate` takes no --dry-run."),
        (
            ["--limit", "3", "--pending", "train", "--to", "m.json"],
            "`selfsame detect train` takes no --limit and no --pending.",
        ),
        (
            ["--engine", "splink", "check", "f.csv", "--truth", "who"],
            "`selfsame detect check` takes no --engine.",
        ),
    ],
)
async def test_h10_options_that_would_change_nothing_are_refused(
    nowhere: dict[str, str], words: list[str], sentence: str
) -> None:
    finished = await run_here(nowhere, "detect", *words)

    assert (finished.status, finished.out, finished.err) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("words", [["detect", "--report"], ["detect", "train", "--to"]])
async def test_h10_all_that_stands_in_the_way_is_said_at_once_and_first(
    nowhere: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda _: None)
    target = tmp_path / "gone" / "file"
    engine = [] if "train" in words else ["--engine", "splink"]

    finished = await run_here(nowhere, *words, str(target), *engine)

    assert finished.status == 2
    assert finished.err == (
        "Splink is not installed: pip install --require-hashes -r requirements-linkage.lock."
        f" {target} cannot be written: No such file or directory.\n"
    )


async def test_z12_an_engine_that_lacks_java_is_refused_before_anything_is_done(
    nowhere: dict[str, str], tmp_path: Path
) -> None:
    finished = await run_here(nowhere | {"JAVA_HOME": str(tmp_path)}, "detect", "--engine", "spark")

    assert (finished.status, finished.out) == (2, "")
    assert finished.err.startswith("Spark needs Java 17 or newer: install one, ")


@pytest.mark.parametrize("words", [["--report"], ["train", "--to"]])
async def test_h10_a_directory_is_no_file_to_write(
    nowhere: dict[str, str], tmp_path: Path, words: list[str]
) -> None:
    finished = await run_here(nowhere, "detect", *words, str(tmp_path))

    assert (finished.status, finished.err) == (2, f"{tmp_path} is a directory.\n")
