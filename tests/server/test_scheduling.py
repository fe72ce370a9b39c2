"""A server's process asks for short slices of the processor, and nobody else gets them."""

import asyncio
import ctypes
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from server.commands import scheduling
from server.commands.scheduling import SCHED_ATTRIBUTES, SLICE_NS, ask_for_short_slices
from tests.databases import Database
from tests.server.commands import TIMEOUT_SECONDS, environment, serving

SCHED_GETATTR = {"x86_64": 315, "aarch64": 275, "riscv64": 275}
SAYS_SLICES = (6, 12)
"""Linux has slices of a process's own from here on; before, it takes the wish and ignores it."""

ASKING = """
import json, os, subprocess, sys
from server.commands.scheduling import ask_for_short_slices
from tests.server.test_scheduling import scheduled
os.nice(3)
taken = ask_for_short_slices()
child = subprocess.Popen(["sleep", "60"])
print(json.dumps([taken, scheduled(0), scheduled(child.pid)]))
child.kill()
"""


def scheduled(pid: int) -> tuple[int, int, int]:
    """Return the policy, the niceness and the slice of a process."""
    attributes = ctypes.create_string_buffer(SCHED_ATTRIBUTES.size)
    number = SCHED_GETATTR[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, pid, attributes, SCHED_ATTRIBUTES.size, 0) == 0
    _, policy, _, nice, _, slice_ns, _, _ = SCHED_ATTRIBUTES.unpack(attributes.raw)
    return policy, nice, slice_ns


def has_slices() -> bool:
    """Return whether this Linux has slices of a process's own."""
    major, minor = platform.release().split(".")[:2]
    return (int(major), int(minor)) >= SAYS_SLICES


def asked_in(*before: str) -> tuple[bool, list[int], list[int]]:
    """Ask in a process of its own; return what came, its schedule and that of its child."""
    words = [*before, sys.executable, "-c", ASKING]
    done = subprocess.run(words, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)
    taken, own, child = json.loads(done.stdout)
    return taken, own, child


def test_a_process_asks_for_itself_alone_and_stays_as_nice_as_it_is() -> None:
    usual = scheduled(0)[2]
    taken, own, child = asked_in()
    nice = os.getpriority(os.PRIO_PROCESS, 0) + 3

    assert taken
    assert own == [scheduling.USUAL, nice, SLICE_NS if has_slices() else usual]
    assert child == [scheduling.USUAL, nice, usual]


def test_who_was_started_with_another_policy_keeps_it() -> None:
    taken, own, _ = asked_in("chrt", "--batch", "0")

    assert not taken
    assert own[0] == os.SCHED_BATCH


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "x86_64"), ("Linux", "s390x")])
def test_another_system_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(ctypes, "CDLL", None)

    assert not ask_for_short_slices()


async def test_the_server_has_short_slices_and_its_worker_the_usual_ones(
    tmp_path: Path, database: Database
) -> None:
    usual = scheduled(0)[2]
    async with serving(environment(tmp_path, database)) as server:
        pid = server.process.pid
        children: list[int] = []
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not children:
                await asyncio.sleep(0.01)
                tasks = Path(f"/proc/{pid}/task").glob("*/children")
                children = [int(each) for task in tasks for each in task.read_text().split()]
        slices = [scheduled(each)[2] for each in (pid, *children)]

    assert slices[0] == (SLICE_NS if has_slices() else usual)
    assert set(slices[1:]) == {usual}
