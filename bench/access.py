"""What access costs a small request: one node with both persons, with the checks and without."""

from contextlib import ExitStack
from dataclasses import replace

from bench.contestants import SELFSAME, started
from bench.datasets import open_dataset
from bench.installing import ROOT
from bench.turns import Rounds, turn_of
from bench.workloads import P2


async def run(persons: int, connections: int, rounds: int, seconds: float) -> None:
    """Measure P2 with tokens, blocks and roles checked and without, in turns."""
    async with open_dataset(persons, persons // 2, 0, 1) as dataset:
        unchecked = replace(
            SELFSAME,
            name="unchecked",
            title="without checks",
            command=("python", "-m", "bench.server_without_access", *SELFSAME.command[3:]),
            environment={
                "BENCH_USER": str(dataset.reader),
                "BENCH_CLIENT": str(dataset.console),
            },
        )
        with ExitStack() as running:
            servers = [
                running.enter_context(started(peer, ROOT, dataset))
                for peer in (SELFSAME, unchecked)
            ]
            measured = Rounds()
            await measured.take(servers, [P2], rounds, turn_of(seconds, connections))
            measured.show(servers, [P2], servers[0])
            checked_own, own = (measured.own(server, P2) for server in servers)
            checked_postgres, postgres = (measured.postgres(server, P2) for server in servers)
    whole = 1 - (own + postgres) / (checked_own + checked_postgres)
    print(
        f"Access is {1 - own / checked_own:.1%} of the server's CPU, {whole:.1%} with PostgreSQL's."
    )
