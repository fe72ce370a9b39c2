"""Servers that take turns at workloads, without the comparison's checks: rounds and their table."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median

from bench.contestants import Round, Server, Turn
from bench.processes import resident_megabytes
from bench.sandbox import print_table
from bench.workloads import P3, P4

DECLARATIONS = 6000
"""So many are prepared for a second, since each is sent once."""


def turn_of(seconds: float, connections: int) -> Turn:
    """Return a turn of so many seconds."""
    return Turn(seconds, connections, ceil(seconds * DECLARATIONS))


@dataclass
class Rounds:
    """What was measured of each server, and why of some nothing was; both by workload."""

    measured: dict[tuple[str, str], list[Round]] = field(default_factory=dict)
    failed: dict[tuple[str, str], str] = field(default_factory=dict)

    async def take(
        self, servers: Sequence[Server], workloads: Sequence[str], rounds: int, turn: Turn
    ) -> None:
        """Put each workload on each server, round by round, after one to warm up."""
        for number in range(rounds + 1):
            for workload in workloads:
                for server in servers:
                    if (server.name, workload) not in self.failed:
                        await self._take(server, workload, turn, warms_up=number == 0)
                if number == 0 and workload == P4:
                    # As PostgreSQL does by itself within a minute: plans for empty tables go.
                    await servers[0].dataset.sandbox.owner.execute("vacuum analyze")

    async def _take(self, server: Server, workload: str, turn: Turn, *, warms_up: bool) -> None:
        try:
            measured = await asyncio.to_thread(server.take, workload, turn)
        except ValueError as error:
            self.failed[server.name, workload] = str(error)
            return
        if workload == P3:
            await server.dataset.undo_assignments()
        if not warms_up:
            self.measured.setdefault((server.name, workload), []).append(measured)

    def own(self, server: Server, workload: str) -> float:
        """Return the CPU milliseconds of the server for a request, the median of its rounds."""
        return median(each.own or 0.0 for each in self.measured[server.name, workload])

    def postgres(self, server: Server, workload: str) -> float:
        """Return the CPU milliseconds of PostgreSQL for a request."""
        return median(each.postgres for each in self.measured[server.name, workload])

    def rate(self, server: Server, workload: str) -> float:
        """Return the requests a second."""
        return median(each.rate for each in self.measured[server.name, workload])

    def show(self, servers: Sequence[Server], workloads: Sequence[str], base: Server) -> None:
        """Print a row for each workload and server, and its rate over that of `base`."""
        rows = []
        for workload in workloads:
            for server in servers:
                reason = self.failed.get((server.name, workload))
                if reason is not None:
                    rows.append([workload, server.title, "-", "-", "-", "-", "-", reason])
                    continue
                rate = self.rate(server, workload)
                rows.append(
                    [
                        workload,
                        server.title,
                        f"{rate:.0f}",
                        f"{rate / self.rate(base, workload):.2f}",
                        f"{self.own(server, workload):.3f}",
                        f"{self.postgres(server, workload):.3f}",
                        f"{resident_megabytes(server.pid):.0f}",
                        "",
                    ]
                )
        print_table(
            [
                *("", "served by", "requests/s", f"of {base.title}"),
                *("server ms", "PostgreSQL ms", "memory MB", ""),
            ],
            rows,
        )
