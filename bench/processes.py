"""What processes use: the CPU time and the memory of one and its children, as Linux counts them."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

ATTEMPTS = 10
PROC = Path("/proc")


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and its children, ended threads and children too.

    The clock of a process counts nanoseconds, as `schedstat` does for each thread, and keeps what
    ended threads have used, which `/proc/PID/task` forgets. What ended children have used is known
    from their parent alone, and rounded there: by two ticks of 10 ms in all, not for each child.
    """
    seconds = 0.0
    for _ in range(ATTEMPTS):
        family = list(_family(pid))
        seconds = sum(map(_clock, family)) + sum(map(_ended_children, family))
        if list(_family(pid)) == family:
            break  # nobody ended in between, whose time would be missing or counted twice
    return seconds


def resident_megabytes(pid: int) -> float:
    """Return the MB of memory that a process and its children hold."""
    kilobytes = 0
    for each in _family(pid):
        status = _read(each, "status")
        kilobytes += sum(
            int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")
        )
    return kilobytes / 1024


def _clock(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3)
    except OSError:  # it has ended, and its parent has not asked how
        return sum(_ticks(pid)[:2]) / os.sysconf("SC_CLK_TCK")


def _ended_children(pid: int) -> float:
    return sum(_ticks(pid)[2:]) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> list[int]:
    """Return user and system time of a process, then of its ended children."""
    return list(map(int, _read(pid, "stat").rpartition(")")[2].split()[11:15]))


def _family(pid: int) -> Iterator[int]:
    yield pid
    # Each thread has the children that it started.
    for thread in sorted(_entries(PROC / str(pid) / "task")):
        for child in _read(pid, f"task/{thread}/children").split():
            yield from _family(int(child))


def _entries(directory: Path) -> list[str]:
    try:
        return [each.name for each in directory.iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _read(pid: int, name: str) -> str:
    try:
        return (PROC / str(pid) / name).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended
