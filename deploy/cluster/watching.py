"""Becomes a program that ends with its manager, and with it the PostgreSQL that it leaves behind.

Patroni asks etcd before it stops PostgreSQL, and etcd ends with the manager too.

python watching.py MANAGER DATA PROGRAM [ARGUMENT …]
"""

import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path


def main(manager: int, data: Path, command: list[str]) -> None:
    """Become the program; a process of its own stays and watches."""
    program = os.getpid()
    if hasattr(os, "pidfd_open") and os.fork() == 0:
        watch(manager, program, data)
    else:
        os.execv(command[0], command)


def watch(manager: int, program: int, data: Path) -> None:
    """End program and PostgreSQL when the manager is gone; return when the program has ended."""
    with suppress(ProcessLookupError):
        its = os.pidfd_open(program)
        if _has_ended_first(manager, its):
            signal.pidfd_send_signal(its, signal.SIGKILL)
            with suppress(OSError, ValueError, IndexError):
                os.kill(int((data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGINT)


def _has_ended_first(process: int, other: int) -> bool:
    """Wait for the end of a process, or of the other one that a descriptor is of."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    waiting = select.poll()
    for each in (descriptor, other):
        waiting.register(each, select.POLLIN)
    return descriptor in dict(waiting.poll())


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
