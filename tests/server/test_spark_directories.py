"""Of a Spark that is killed or interrupted nothing is left, and two at once do no harm (Z12)."""

import asyncio
import fcntl
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from server.matching import spark_directory as directories
from server.matching.spark_directory import IN_THE_MAKING, PREFIX, remove_abandoned

TIMEOUT_SECONDS = 60.0
RUN = """
import subprocess, sys
from server.matching.spark_directory import spark_directory
with spark_directory() as directory:
    (directory.path / "block").touch()
    # As Java: it ends with its input, writes once more, and has the lock until then.
    java = subprocess.Popen(
        ["sh", "-c", 'cat > /dev/null; echo > "$0/late"', str(directory.path)],
        stdin=subprocess.PIPE, pass_fds=[directory.lock], process_group=0,
    )
    print(directory.path, java.pid, flush=True)
    try:
        sys.stdin.read()
    finally:
        java.stdin.close()
        java.wait()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@asynccontextmanager
async def running(temporary: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, Path, int]]:
    """Run what has a directory and a process that stands for Java; give both."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RUN),
        env=os.environ | {"TMPDIR": str(temporary)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    path, java = (await process.stdout.readline()).decode().split()
    yield process, Path(path), int(java)
    if process.returncode is None:
        process.terminate()
        await process.wait()


async def until_gone(path: Path) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while path.exists():
            await asyncio.sleep(0.01)


def is_running(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    return False


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
async def test_z12_whoever_kills_a_run_leaves_neither_its_directory_nor_java(
    temporary: Path, by: signal.Signals
) -> None:
    async with running(temporary) as (process, path, java):
        process.send_signal(by)
        await process.wait()

        await until_gone(path)
        assert not is_running(java)
    assert not list(temporary.iterdir())


async def test_z12_two_runs_at_once_have_a_directory_each(temporary: Path) -> None:
    async with running(temporary) as (first, one, _), running(temporary) as (second, other, _):
        remove_abandoned()
        assert one != other
        first.kill()
        await until_gone(one)
        assert (other / "block").exists()
        assert second.stdin is not None
        second.stdin.close()
        assert await second.wait() == 0
    assert not list(temporary.iterdir())


def test_z12_what_killed_runs_left_is_removed_by_the_next_one(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed, running = temporary / f"{PREFIX}killed", temporary / f"{PREFIX}running"
    # One that was killed before it had its lock, and one that is about to have it.
    early, new = temporary / f"{IN_THE_MAKING}early", temporary / f"{IN_THE_MAKING}new"
    for directory in (killed, running, early, new):
        directory.mkdir()
        (directory / "block").touch()
    os.utime(early, (0, 0))
    (temporary / f"{PREFIX}link").symlink_to(running)

    lock = os.open(running, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    remove_abandoned()
    assert {killed, early} & set(temporary.iterdir()) == set()
    assert all((it / "block").exists() for it in (running, new))

    os.close(lock)
    monkeypatch.setattr(directories, "MAKING_SECONDS", 0.0)
    remove_abandoned()
    assert [it.name for it in temporary.iterdir()] == [f"{PREFIX}link"]
