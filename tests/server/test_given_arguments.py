"""Words of a command that are no text, and what it cannot print."""

import asyncio
import errno
import os
import shlex
import sys
from pathlib import Path

import pytest

from server.commands import databases
from tests.server.commands import ended, environment, run_here

ODD = os.fsdecode(b"a\xff")
COMMANDS = [
    *(("token", f"--{it}", ODD) for it in ("user", "client", "organisation")),
    ("sync", ODD),
    ("import", "persons", "a.csv", "--source", "here", "--organisation", ODD),
    ("import", "persons", "a.csv", "--source", "here", "--user", ODD),
    ("serve", "--host", ODD, "--port", "0"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:-1]))
async def test_names_that_are_not_utf_8_are_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    finished = await run_here(environment(tmp_path), *words)

    sentence = "a\\udcff is neither UTF-8 text nor the name of a file here.\n"
    assert (finished.status, finished.out, finished.err) == (2, "", sentence)
    assert list(tmp_path.iterdir()) == [], "a database was made for it"


async def test_files_may_have_any_name(tmp_path: Path) -> None:
    file = tmp_path / ODD
    file.write_text("a,b\n")

    finished = await run_here(environment(tmp_path), "detect", "activate", str(file))

    assert (finished.status, "neither" in finished.err) == (2, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [(["bounce"], (0, "No letter has changed\n")), (["region", "join", "UA05"], (2, ""))],
    ids=["bounce", "join"],
)
async def test_a_closed_input_is_an_empty_one(
    tmp_path: Path, words: list[str], said: tuple[int, str]
) -> None:
    command = shlex.join([sys.executable, "-m", "server.cli", *words])

    process = await asyncio.create_subprocess_shell(
        f"exec {command} <&-",
        env=environment(tmp_path),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    finished = await ended(process)

    assert (finished.status, finished.out) == said
    assert "Traceback" not in finished.err


async def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(databases, "address", full)

    finished = await run_here(environment(tmp_path), "database-url")

    assert (finished.status, finished.err) == (1, "No space left on device.\n")
