"""What a process has used: to the nanosecond, with what its ended threads and children used."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench import quiet
from bench.processes import cpu_seconds
from bench.quiet import others, until_quiet

USED = 0.1
COMPUTE = f"""
import subprocess, sys, threading, time

def compute():
    began = time.thread_time()
    while time.thread_time() - began < {USED}:
        pass
"""
IN_A_THREAD = "thread = threading.Thread(target=compute); thread.start(); thread.join()"
IN_A_CHILD = "subprocess.run([sys.executable, '-c', sys.argv[1]])"
IN_A_THREADS_CHILD = """
running = []
def start():
    waiting = sys.argv[1] + "print(flush=True)\\ninput()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running.append(subprocess.Popen([sys.executable, '-c', waiting], **pipes))
    running[0].stdout.readline()
    print(flush=True)
    input()
thread = threading.Thread(target=start); thread.start(); thread.join()
"""


@contextmanager
def after(work: str) -> Iterator[int]:
    """Run a process that does something, and give its id while it waits."""
    code = f"{COMPUTE}\n{work}\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", code, f"{COMPUTE}\ncompute()\n"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        try:
            yield running.pid
        finally:
            running.kill()


@pytest.mark.parametrize(
    "work",
    ["compute()", IN_A_THREAD, IN_A_CHILD, IN_A_THREADS_CHILD],
    ids=["itself", "an ended thread", "an ended child", "a child of a thread"],
)
def test_what_a_process_and_those_it_started_have_used_is_not_lost(work: str) -> None:
    with after("pass") as pid:
        idle = cpu_seconds(pid)
    with after(work) as pid:
        # Ended children are rounded by two ticks.
        assert cpu_seconds(pid) >= USED - 0.02
        assert cpu_seconds(pid) > idle


def test_times_are_finer_than_ticks() -> None:
    ticks = os.sysconf("SC_CLK_TCK")
    with after("compute()") as pid:
        used = cpu_seconds(pid)

    assert used * ticks != pytest.approx(round(used * ticks), abs=1e-6)


def test_what_we_start_is_not_what_others_use(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, busy, own = iter([100.0, 102.0]), iter([50.0, 53.0]), iter([7.0, 9.0])
    monkeypatch.setattr(quiet, "perf_counter", lambda: next(clock))
    monkeypatch.setattr(quiet, "_busy", lambda: next(busy))
    monkeypatch.setattr(quiet, "cpu_seconds", lambda _: next(own))

    used = others()

    assert used() == 0.5


async def test_it_waits_for_a_quiet_machine_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    looks = iter([1.5, 0.7, 0.02])
    monkeypatch.setattr(quiet, "others", lambda: lambda: next(looks))

    found = await until_quiet(60, said.append, window=0.01)
    assert (found.before, found.is_quiet) == (0.02, True)
    assert said == ["others use 1.50 cores: waiting for up to 60 s …"]

    looks = iter([1.5])
    found = await until_quiet(0, said.append, window=0.01)
    assert (found.before, found.is_quiet) == (1.5, False)
