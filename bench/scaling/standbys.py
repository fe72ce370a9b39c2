"""Reads with 0, 1 and 2 standbys: what each takes of the primary, which is what cannot be doubled.

All run on one machine, whose cores stay as many: the requests a second say what reading elsewhere
costs, and the primary's CPU for a request says how many more servers it could answer.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from statistics import median

from bench.contestants import SELFSAME, Round, Server, started
from bench.datasets import open_dataset
from bench.installing import ROOT
from bench.sandbox import print_table
from bench.scaling.standing_by import Standby, read_url, standby
from bench.turns import turn_of
from bench.workloads import P1, P2

STALENESS = "600"
"""Nobody writes meanwhile, and the load gives no position."""


@dataclass
class Measured:
    """The rounds of one server and workload, and what the standbys took for a request."""

    rounds: list[Round] = field(default_factory=list)
    standbys: list[float] = field(default_factory=list)


async def measure(
    *, persons: int, connections: int, rounds: int, seconds: float, **_: object
) -> None:
    """Put pages and nodes on three servers in turns."""
    async with open_dataset(persons, persons // 2, 1, 1) as dataset:
        with ExitStack() as running:
            behind = [running.enter_context(standby(dataset.sandbox, f"s{it}")) for it in (1, 2)]
            for it in behind:
                await it.until_it_answers()
            servers = []
            for count in range(3):
                environment = {"SELFSAME_READ_STALENESS": STALENESS}
                if count:
                    environment["SELFSAME_READ_URL"] = read_url(dataset.sandbox, behind[:count])
                name = f"{count} standbys" if count != 1 else "1 standby"
                peer = replace(SELFSAME, name=name, title=name, environment=environment)
                servers.append(running.enter_context(started(peer, ROOT, dataset)))
            turn = turn_of(seconds, connections)
            measured = {(it.name, work): Measured() for it in servers for work in (P1, P2)}
            for number in range(rounds + 1):
                for work in (P1, P2):
                    for server in servers if number % 2 else servers[::-1]:
                        before = _cpu(behind)
                        taken = server.take(work, turn)
                        if number:  # the first one warms up
                            found = measured[server.name, work]
                            found.rounds.append(taken)
                            each = (_cpu(behind) - before) / taken.count * 1000
                            found.standbys.append(each)
            _show(servers, measured)


def _cpu(standbys: list[Standby]) -> float:
    return sum(it.cpu_seconds() for it in standbys)


def _show(servers: list[Server], measured: dict[tuple[str, str], Measured]) -> None:
    rows = []
    for work in (P1, P2):
        first = measured[servers[0].name, work].rounds
        alone = median(it.postgres for it in first)
        for server in servers:
            found = measured[server.name, work]
            rate = median(it.rate for it in found.rounds)
            primary = median(it.postgres for it in found.rounds)
            rows.append(
                [
                    work,
                    server.title,
                    f"{rate:.0f}",
                    f"{rate / median(it.rate for it in first):.2f}",
                    f"{median(it.own or 0.0 for it in found.rounds):.3f}",
                    f"{primary:.3f}",
                    f"{primary / alone:.2f}",
                    f"{median(found.standbys):.3f}",
                ]
            )
    headings = ["", "", "requests/s", "of 0", "server ms", "primary ms", "of 0", "standbys ms"]
    print_table(headings, rows)
