"""Writes that wait for standbys: declarations with 2 standbys of which 0, 1 or both are waited for.

Standbys and primary flush on the same disk of one machine, and no network lies in between.
"""

from contextlib import ExitStack
from statistics import median

import asyncpg

from bench.contestants import SELFSAME, Round, started
from bench.datasets import open_dataset
from bench.installing import ROOT
from bench.sandbox import Sandbox, print_table
from bench.scaling.standing_by import standby
from bench.turns import turn_of
from bench.workloads import P4

WAYS = {
    "for none of 2": ("", "on"),
    "until 1 has it on disk": ("ANY 1 (*)", "on"),
    "until 2 have it on disk": ("ANY 2 (*)", "on"),
    "until 1 shows it": ("ANY 1 (*)", "remote_apply"),
    "until 2 show it": ("ANY 2 (*)", "remote_apply"),
}
"""`synchronous_standby_names` and `synchronous_commit`."""
ONE = 1
"""A single client, which shows the wait itself; with many, commits wait together."""


async def measure(
    *, persons: int, connections: int, rounds: int, seconds: float, **_: object
) -> None:
    """Declare births in turns, by many clients and by one."""
    async with open_dataset(persons, 1, persons, 1) as dataset:
        with ExitStack() as running:
            for name in ("s1", "s2"):
                behind = running.enter_context(standby(dataset.sandbox, name))
                await behind.until_it_answers()
            server = running.enter_context(started(SELFSAME, ROOT, dataset))
            found: dict[tuple[str, int], list[Round]] = {}
            for number in range(rounds + 1):
                for way, (names, commit) in WAYS.items():
                    await _wait_for(dataset.sandbox, names, commit)
                    for clients in (connections, ONE):
                        taken = server.take(P4, turn_of(seconds, clients))
                        if number:  # the first one warms up
                            found.setdefault((way, clients), []).append(taken)
            await _wait_for(dataset.sandbox, "", "on")
            _show(found, connections)


async def _wait_for(sandbox: Sandbox, names: str, commit: str) -> None:
    owner = await asyncpg.connect(sandbox.postgres.owner_url)
    await owner.execute(f"alter system set synchronous_standby_names = '{names}'")
    await owner.execute(f"alter system set synchronous_commit = {commit}")
    await owner.execute("select pg_reload_conf()")
    await owner.close()


def _show(found: dict[tuple[str, int], list[Round]], connections: int) -> None:
    rows = []
    for clients in (connections, ONE):
        first = median(it.rate for it in found[next(iter(WAYS)), clients])
        for way in WAYS:
            taken = found[way, clients]
            rate = median(it.rate for it in taken)
            rows.append(
                [
                    str(clients),
                    way,
                    f"{rate:.0f}",
                    f"{rate / first:.2f}",
                    f"{median(it.p50 for it in taken):.1f}",
                    f"{median(it.p99 for it in taken):.1f}",
                    f"{median(it.postgres for it in taken):.2f}",
                ]
            )
    print_table(
        [
            *("clients", "a commit waits", "declarations/s", "of none", "p50 ms", "p99 ms"),
            "primary ms",
        ],
        rows,
    )
