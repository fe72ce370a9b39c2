"""What an installation of deploy/ is ordered, and the folder that it has (rule Z11)."""

import asyncio
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from threading import Barrier

import pytest

from deploy.cluster.control import Report, obeying, order
from deploy.cluster.layout import Layout
from tests.drills import WAIT_SECONDS


async def test_z11_what_is_not_done_when_an_installation_ends_is_left(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def obey(words: list[str], report: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    said: list[str] = []
    async with obeying(tmp_path, obey):
        ordering = asyncio.create_task(order(tmp_path, ["long"], said.append))
        await begun.wait()
    assert ended.is_set()
    assert not await ordering
    assert said == ["It ended before this was done."]
    assert caplog.messages == []


async def test_z11_an_order_goes_on_when_the_command_that_gave_it_is_interrupted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    begun, wanted, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def obey(words: list[str], report: Report) -> None:
        begun.set()
        await wanted.wait()
        for number in range(10):
            report(f"step {number}")
        done.set()

    async with obeying(tmp_path, obey):
        ordering = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "deploy.cluster", "upgrade", str(tmp_path), "next"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        await begun.wait()
        ordering.send_signal(signal.SIGINT)
        printed = await ordering.communicate()
        wanted.set()
        async with asyncio.timeout(WAIT_SECONDS):
            await done.wait()

    assert printed == (b"This command ended; what was ordered goes on.\n", b"")
    assert ordering.returncode == 130
    assert caplog.messages == []


def test_z11_an_installation_takes_an_empty_folder_alone(tmp_path: Path) -> None:
    taken = Layout(tmp_path / "new")
    taken.take()
    (tmp_path / "new" / "db1.log").write_text("why")
    (tmp_path / "new" / "db1").mkdir()
    (tmp_path / "new" / "patroni.yml").touch()
    (tmp_path / "file").touch()

    for folder in (tmp_path / "new", tmp_path / "file"):
        with pytest.raises(RuntimeError, match="is not empty: give a new folder"):
            Layout(folder).take()
    taken.leave()
    assert [it.name for it in (tmp_path / "new").iterdir()] == ["db1.log"]


def test_z11_of_installations_that_begin_at_once_one_has_the_folder(tmp_path: Path) -> None:
    ready = Barrier(20)

    def has_taken(_: int) -> bool:
        ready.wait()
        with suppress(RuntimeError):
            layout.take()
            return True
        return False

    layout = Layout(tmp_path / "new")
    with ThreadPoolExecutor(ready.parties) as pool:
        taken = list(pool.map(has_taken, range(ready.parties)))

    assert taken.count(True) == 1


async def test_z11_an_installation_obeys_one_order_after_the_other(tmp_path: Path) -> None:
    async def obey(words: list[str], report: object) -> None:
        assert callable(report)
        report(f"doing {words[0]}")
        if words[0] == "wrong":
            raise RuntimeError("That cannot be done.")

    said: list[str] = []
    async with AsyncExitStack() as running_now:
        before = await order(tmp_path, ["right"], said.append)
        await running_now.enter_async_context(obeying(tmp_path, obey))
        right = await order(tmp_path, ["right"], said.append)
        wrong = await order(tmp_path, ["wrong"], said.append)

    assert (before, right, wrong) == (False, True, False)
    assert said[1:] == ["doing right", "doing wrong", "That cannot be done."]
