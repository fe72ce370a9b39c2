"""Whether the machine is quiet: what others use of it, before and while it is measured."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter

from bench.processes import cpu_seconds

QUIET = 0.1
"""Cores: what others may use of a machine that is called quiet."""
DISTURBED = 0.25
"""Cores while it is measured, when the kernel's own work for the network counts as others'."""
WINDOW = 2.0
"""Seconds over which it is looked at."""
STATISTICS = Path("/proc/stat")


@dataclass
class Quietness:
    """What others used: in the last look before, after how long a wait, and during."""

    before: float
    waited: float
    during: float = 0.0

    @property
    def is_quiet(self) -> bool:
        """Whether what was measured can be believed."""
        return self.before <= QUIET and self.during <= DISTURBED

    def __str__(self) -> str:
        """Say it in a sentence's part."""
        waited = f" after a wait of {self.waited:.0f} s" if self.waited >= 1 else ""
        cores = f"{self.before:.2f} of {os.cpu_count()} cores"
        return f"{cores} before{waited}, {self.during:.2f} during"

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Note what others use while something is measured."""
        used = others()
        yield
        self.during = used()


async def until_quiet(
    longest: float, report: Callable[[str], None], window: float = WINDOW
) -> Quietness:
    """Wait until others use next to nothing, for so many seconds at most."""
    began = monotonic()
    is_reported = False
    while True:
        used = others()
        await asyncio.sleep(window)
        cores = used()
        waited = monotonic() - began - window
        if cores <= QUIET or waited >= longest:
            return Quietness(cores, waited)
        if not is_reported:
            report(f"others use {cores:.2f} cores: waiting for up to {longest:.0f} s …")
            is_reported = True


def others() -> Callable[[], float]:
    """Begin to count; what is returned gives the cores that others have used since.

    Others are all processes of the machine but this one and what it started, PostgreSQL and the
    servers among them; and those with whom a virtual machine shares its cores.
    """
    busy, own, began = _busy(), cpu_seconds(os.getpid()), perf_counter()

    def cores() -> float:
        used = (_busy() - busy) - (cpu_seconds(os.getpid()) - own)
        return max(0.0, used / (perf_counter() - began))

    return cores


def _busy() -> float:
    """Return the seconds that all cores have computed: user, nice, system and stolen."""
    fields = STATISTICS.read_text().partition("\n")[0].split()[1:]
    user, nice, system, *_ = map(int, fields)
    stolen = int(fields[7]) if len(fields) > 7 else 0
    return (user + nice + system + stolen) / os.sysconf("SC_CLK_TCK")
