"""The work of a day in the open model: the highest rate with p99 within 50 ms and nothing refused.

70 % pages and nodes, 15 % trail and searches, 10 % declarations and decisions, 5 % acts of access;
500 connections, 2,000 tokens, 400 documents, and a worker that delivers the events. Beside it what
Mercurius has the fields for, on both, and declarations and decisions alone.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

from bench import delivery, load, open_load
from bench.compare import report
from bench.contestants import SELFSAME, Server, peers, started
from bench.datasets import Dataset, open_dataset
from bench.day.people import ADMINS, READERS, REGISTRARS, SUBJECTS, People, gather
from bench.day.requests import ACTS, DAY, SHARED, kinds, wires
from bench.day.search import highest
from bench.installing import ROOT, NotInstalled, install
from bench.open_load import OpenMeasured
from bench.quiet import until_quiet
from bench.sandbox import print_table
from bench.webhook_receivers import Receiver, listening

PROFILES: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "day": ("the whole day", DAY),
    "shared": ("what Mercurius has the fields for", SHARED),
    "acts": ("declarations and decisions alone", ACTS),
}
TOKENS = 2_000
P99 = 50.0
GOAL = 300.0
"""Declarations and decisions a second."""
LATE = 5.0
"""Milliseconds: where the generator itself is later than this, a step says nothing."""
REHEARSED = 3_000
"""Requests that are sent before, so that every document and most tokens have been seen."""
HEADINGS = (
    *("", "requests/s", "p50 ms", "p99 ms", "slowest ms", "refused", "generator late, p99 ms"),
    *("its CPU", "events delivered", ""),
)


@dataclass
class Step:
    """What came of one rate, with the events that were delivered beside it."""

    rate: float
    measured: OpenMeasured
    delivered: int

    @property
    def verdict(self) -> str:
        """Say whether it was good, and if not why."""
        if self.measured.refused:
            bad = {name: count for name, count in self.measured.outcomes.items() if name != "200"}
            return f"refused: {bad}"
        if self.measured.lateness.p99 > LATE:
            return "the generator was late"
        if self.measured.latencies.p99 > P99:
            return f"p99 above {P99:.0f} ms"
        return "good"

    def row(self, name: str) -> list[str]:
        """Return its row of the table."""
        all_of_it, late = self.measured.latencies, self.measured.lateness
        return [
            name,
            f"{self.rate:.0f}",
            f"{all_of_it.p50:.1f}",
            f"{all_of_it.p99:.1f}",
            f"{all_of_it.most:.0f}",
            str(self.measured.refused),
            f"{late.p99:.1f}",
            f"{self.measured.cpu_seconds / self.measured.seconds:.0%}",
            str(self.delivered),
            self.verdict,
        ]


@dataclass
class Stage:
    """A server and those who work with it."""

    server: Server
    dataset: Dataset
    people: People
    receiver: Receiver
    connections: int
    seconds: float
    best: dict[str, Step] = field(default_factory=dict)

    async def rehearse(self, profile: str) -> None:
        """Send what is measured later, not at fixed rates."""
        sent = [wire for _, wire in await self._wires(profile, REHEARSED)]
        url = f"{self.server.url}/graphql"
        done = await asyncio.to_thread(load.put, url, sent, 16, 120.0, once=True)
        report(f"{self.server.title}, {PROFILES[profile][0]}: rehearsed {done.outcomes}")

    async def step(self, profile: str, rate: float) -> Step:
        """Work at a rate for a while."""
        sent = await self._wires(profile, max(1, int(rate * self.seconds)))
        before = self.receiver.attempts
        measured = await asyncio.to_thread(
            open_load.put, f"{self.server.url}/graphql", sent, rate, self.connections
        )
        return Step(rate, measured, self.receiver.attempts - before)

    async def _wires(self, profile: str, count: int) -> list[tuple[str, bytes]]:
        people = self.people.of_tokens(None if profile == "acts" else TOKENS)
        listed = kinds(PROFILES[profile][1], count)
        opened = await people.make_ready(self.dataset.sandbox.owner, Counter(listed)["decide"])
        return list(wires(self.server.url, people, listed, opened))

    async def find(self, profile: str, first: float) -> float | None:
        """Print each step on the way to the highest good rate."""

        async def is_good(rate: float) -> bool:
            try:
                step = await self.step(profile, rate)
            except ValueError as error:
                report(f"{self.server.title} at {rate:.0f}: {error}")
                return False
            report("  ".join(step.row(self.server.title)))
            is_best = profile not in self.best or rate > self.best[profile].rate
            if step.verdict == "good" and is_best:
                self.best[profile] = step
            return step.verdict == "good"

        return await highest(is_good, first)


async def run(
    persons: int,
    pairs: int,
    reviewers: int,
    connections: int,
    seconds: float,
    first: float,
    profiles: list[str],
    beside: list[str],
    wait: float,
) -> None:
    """Find the highest rates, and print them."""
    async with open_dataset(
        persons, pairs, persons // 10, SUBJECTS + REGISTRARS + ADMINS + reviewers, readers=READERS
    ) as dataset:
        people = await gather(dataset, dataset.readers)
        async with _delivering(dataset) as receiver:
            stages = {}
            with ExitStack() as running:
                for server in _servers(dataset, beside, running):
                    stage = Stage(server, dataset, people, receiver, connections, seconds)
                    stages[server.title] = stage
                for profile in profiles or PROFILES:
                    quiet = await until_quiet(wait, report)
                    with quiet.measuring():
                        await _measure(profile, list(stages.values()), first)
                    print(f"{'Quiet' if quiet.is_quiet else 'NOT QUIET'}: others used {quiet}")


async def _measure(profile: str, stages: Sequence[Stage], first: float) -> None:
    title, shares = PROFILES[profile]
    rows: list[list[str]] = []
    found = []
    for stage in stages if profile == "shared" else stages[:1]:
        await stage.rehearse(profile)
        if profile == "acts":
            step = await stage.step(profile, GOAL)
            if step.verdict != "good":  # as in the search: a hiccup does not count
                step = await stage.step(profile, GOAL)
            rows.append(step.row(f"at {GOAL:.0f}, the goal"))
        await stage.find(profile, first)
        if profile in stage.best:
            best = stage.best[profile]
            rows.append(best.row(stage.server.title))
            found.append((stage, best))
    print(f"\n{title}: {', '.join(f'{share:g} % {kind}' for kind, share in shares.items())}")
    print_table(list(HEADINGS), rows)
    for stage, best in found:
        print(f"\n{stage.server.title} at {best.rate:.0f} requests/s, by kind")
        print_table(
            ["kind", "count", "p50 ms", "p99 ms", "slowest ms"],
            [
                [kind, str(of.count), f"{of.p50:.1f}", f"{of.p99:.1f}", f"{of.most:.0f}"]
                for kind, of in best.measured.by_kind.items()
            ],
        )


def _servers(dataset: Dataset, beside: Sequence[str], running: ExitStack) -> list[Server]:
    servers = [running.enter_context(started(SELFSAME, ROOT, dataset))]
    for peer in peers():
        if peer.name in beside:
            try:
                servers.append(running.enter_context(started(peer, install(peer), dataset)))
            except NotInstalled as error:
                print(f"{peer.name} is not installed: {error}", file=sys.stderr)
    return servers


@asynccontextmanager
async def _delivering(dataset: Dataset) -> AsyncIterator[Receiver]:
    """Let a worker deliver the events of births to a receiver."""
    receiver = Receiver("day")
    async with listening(receiver):
        await delivery.subscribe(dataset.sandbox, [receiver])
        with delivery.workers(dataset.sandbox, 1):
            yield receiver
