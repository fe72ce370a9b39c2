"""Selfsame beside a floor: Starlette and one statement, without GraphQL, tokens, access or logs."""

from contextlib import ExitStack
from dataclasses import replace

from bench.contestants import SELFSAME, started
from bench.datasets import open_dataset
from bench.installing import ROOT
from bench.peers import Ours, Peer
from bench.turns import Rounds, turn_of
from bench.workloads import OPERATIONS, P1, P2, P3, P4

REVIEWERS = 6000
"""Each is assigned one pair in a turn."""

FLOOR = Peer(
    name="floor",
    title="the floor",
    folder=ROOT,
    installing=Ours(),
    command=("python", "-m", "bench.floor_server"),
    operations={P1: OPERATIONS[P1], P4: OPERATIONS[P4]},
)
NODE_FLOOR = replace(
    FLOOR,
    command=("python", "-m", "bench.node_floor_server"),
    operations={P2: OPERATIONS[P2]},
)
ASSIGNMENT_FLOOR = replace(
    FLOOR,
    command=("python", "-m", "bench.assignment_floor_server"),
    operations={P3: OPERATIONS[P3]},
)
FLOORS = {P2: NODE_FLOOR, P3: ASSIGNMENT_FLOOR}


async def beside_floor(
    workload: str, persons: int, pairs: int, connections: int, rounds: int, seconds: float
) -> None:
    """Measure a workload of both in turns, and print it."""
    reviewers = REVIEWERS if workload == P3 else 1
    async with open_dataset(persons, pairs, 0, reviewers) as dataset:
        floor = replace(
            FLOORS.get(workload, FLOOR), environment={"BENCH_READER": str(dataset.reader)}
        )
        with ExitStack() as running:
            servers = [
                running.enter_context(started(peer, ROOT, dataset)) for peer in (SELFSAME, floor)
            ]
            measured = Rounds()
            await measured.take(servers, [workload], rounds, turn_of(seconds, connections))
            measured.show(servers, [workload], servers[-1])
        if workload == P4:
            events = (await dataset.row_counts())["vital_events"]
            duplicates = await dataset.potential_duplicates()
            print(f"{events} births declared, {duplicates} potential duplicates found")
