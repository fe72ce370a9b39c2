"""The slice of a processor that a server's process asks Linux for (decision 0373).

What the server does for a request takes a tenth of a millisecond; PostgreSQL's backends beside it
compute for a whole one without a pause. From Linux 6.12 on a process may say how long it computes
before others have their turn, and who asks for less is let in sooner: an answer of PostgreSQL is
read, and its next statement sent, while it is still busy with others. The share of the processor
stays what it was.
"""

import ctypes
import os
import platform
import struct
from typing import Final

SLICE_NS: Final = 100_000
"""The shortest slice that Linux has."""

SCHED_SETATTR: Final = {"x86_64": 314, "aarch64": 274, "riscv64": 274}
"""The number of the system call, for which the C library has no function, by kind of machine."""

SCHED_ATTRIBUTES: Final = struct.Struct("=IIQiIQQQ")
"""Size, policy, flags, nice, priority, and what is a slice for a policy without deadlines."""

USUAL: Final = 0
"""SCHED_OTHER, by which nearly all processes run; `os` has the name on Linux alone."""

RESET_ON_FORK: Final = 0x01
"""Processes that are started by this one have the usual slice."""


def ask_for_short_slices() -> bool:
    """Let the calling thread be woken sooner; return whether the kernel has taken the wish.

    An earlier Linux takes and ignores it. Nothing changes on another system, where it is
    forbidden, and for who was started with another policy than the usual one.
    """
    number = SCHED_SETATTR.get(platform.machine())
    if platform.system() != "Linux" or number is None or os.sched_getscheduler(0) != USUAL:
        return False
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    size = SCHED_ATTRIBUTES.size
    attributes = SCHED_ATTRIBUTES.pack(size, USUAL, RESET_ON_FORK, nice, 0, SLICE_NS, 0, 0)
    refused: int = ctypes.CDLL(None).syscall(number, 0, attributes, 0)
    return not refused
