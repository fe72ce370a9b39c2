"""Who is compared: Selfsame as users start it, its peers, and how load is put on each of them."""

import importlib
import itertools
import json
import os
import pkgutil
import signal
import subprocess
import time
from asyncio import wait_for
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import bench.peers
from bench import installing, load
from bench.datasets import Dataset
from bench.load import Client, Measured
from bench.names import births, distinct_births
from bench.peers import Operation, Ours, Peer
from bench.processes import cpu_seconds, resident_megabytes
from bench.workloads import OPERATIONS, P1, P2, P3, P4
from server.identity.issuer import AUDIENCE, ISSUER
from server.postgres.pool import SIZE as POOL

START_SECONDS = 60
STOP_SECONDS = 10
RESPONSE_SECONDS = 30
CONTAINED = {P1: b"birthDate", P2: b"birthDate", P3: b"NEW", P4: b"DECLARED"}
"""What every good response contains, so that an empty one is not counted."""

SELFSAME = Peer(
    name="selfsame",
    title="Selfsame",
    folder=installing.ROOT,
    installing=Ours(),
    command=("python", "-m", "server.cli", "serve", "--no-worker", "--port", "0"),
    operations=OPERATIONS,
)


class NotStarted(Exception):
    """Why a contestant does not run, in one line."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How long load is put on a contestant, over how many sockets, and how much at most."""

    seconds: float
    connections: int
    declarations: int
    """So many are prepared before the clock starts, since each is sent once."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was measured of one contestant in one turn; CPU in milliseconds a request."""

    count: int
    rate: float
    p50: float
    p99: float
    own: float | None
    postgres: float
    load: float
    megabytes: float | None


class Contestant(Protocol):
    """One that does workloads on a dataset."""

    @property
    def name(self) -> str:
        """The word for it on the command line."""

    @property
    def title(self) -> str:
        """What it is called in tables."""

    @property
    def dataset(self) -> Dataset:
        """The database it works on."""

    @property
    def writes(self) -> Mapping[str, Mapping[str, int] | None]:
        """The rows each response leaves, by workload; None for those that Selfsame's leave."""

    def take(self, workload: str, turn: Turn) -> Round:
        """Do a workload for a while. Raises ValueError where not all responses were good."""


@dataclass
class Server:
    """A contestant that answers GraphQL over HTTP."""

    name: str
    title: str
    operations: Mapping[str, Operation]
    url: str
    pid: int
    dataset: Dataset
    _births: Iterator[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        """Start with declarations of its own: no two contestants' are duplicate candidates."""
        self._births = births(f"{self.name}-{time.time_ns()}")

    @property
    def writes(self) -> Mapping[str, Mapping[str, int] | None]:
        """Return the rows of its operations."""
        return {workload: each.writes for workload, each in self.operations.items()}

    def take(self, workload: str, turn: Turn) -> Round:
        """Put the workload's requests on it."""
        requests = self._requests(workload, turn.declarations)
        postgres = self.dataset.sandbox
        before = cpu_seconds(self.pid), postgres.cpu_seconds()
        measured = load.put(
            f"{self.url}/graphql",
            requests,
            turn.connections,
            turn.seconds,
            once=workload in (P3, P4),
            contained=CONTAINED[workload],
        )
        after = cpu_seconds(self.pid), postgres.cpu_seconds()
        held = resident_megabytes(self.pid)
        return round_of(measured, after[0] - before[0], after[1] - before[1], held)

    async def responses(self, workload: str, subjects: Sequence[Any]) -> list[tuple[int, bytes]]:
        """Send one request after the other, of P3 each for another reviewer."""
        client = await Client.to(self.url)
        tokens = itertools.cycle(self.dataset.tokens[workload])
        try:
            return [
                await wait_for(
                    client.send(self._encode(workload, [each], token)[0]), RESPONSE_SECONDS
                )
                for each, token in zip(subjects, tokens, strict=False)
            ]
        finally:
            client.close()

    def _requests(self, workload: str, declarations: int) -> list[bytes]:
        tokens = self.dataset.tokens[workload]
        if workload == P3:
            return [self._encode(workload, [None], token)[0] for token in tokens]
        subjects: Sequence[Any] = [None]
        if workload == P2:
            subjects = self.dataset.requests
        if workload == P4:
            subjects = list(itertools.islice(self._births, declarations))
        return self._encode(workload, subjects, tokens[0])

    def _encode(self, workload: str, subjects: Sequence[Any], token: str) -> list[bytes]:
        operation = self.operations[workload]
        bodies = [
            json.dumps(
                {"query": operation.document, "variables": operation.variables(each)}
            ).encode()
            for each in subjects
        ]
        return load.requests(f"{self.url}/graphql", bodies, Authorization=f"Bearer {token}")


def subjects_of(workload: str, server: Server, count: int) -> list[Any]:
    """Return subjects to compare responses by: the same for all, but births for each server."""
    if workload == P4:
        return list(distinct_births(f"{server.name}-{time.time_ns()}", count))
    if workload == P2:
        return list(server.dataset.requests[:count])
    return [None] * (count if workload == P3 else 1)


def round_of(measured: Measured, own: float | None, postgres: float, held: float | None) -> Round:
    """Divide CPU time by responses. Raises ValueError for bad responses."""
    return Round(
        measured.count,
        measured.rate,
        measured.p50,
        measured.p99,
        None if own is None else own / measured.count * 1000,
        postgres / measured.count * 1000,
        measured.cpu_seconds / measured.count * 1000,
        held,
    )


def peers() -> list[Peer]:
    """Return all peers, in their folders' order."""
    found: list[Peer] = []
    for module in pkgutil.iter_modules(bench.peers.__path__, "bench.peers."):
        if module.ispkg:
            found += importlib.import_module(module.name).PEERS
    return found


@contextmanager
def started(peer: Peer, folder: Path, dataset: Dataset) -> Iterator[Server]:
    """Run a peer on this dataset. Raises NotStarted."""
    directory = dataset.sandbox.directory
    log = directory / f"{peer.name.replace(' ', '-')}.log"
    environment = {
        "NODE_ENV": "production",
        "BENCH_DATABASE_URL": dataset.sandbox.postgres.app_url,
        "BENCH_POOL": str(POOL),
        "BENCH_KEYS": str(dataset.keys),
        "BENCH_ISSUER": ISSUER,
        "BENCH_AUDIENCE": AUDIENCE,
        "SELFSAME_DATA_DIR": str(directory),
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(
            installing.program(peer, folder),
            cwd=folder,
            env=installing.environment() | environment | dict(peer.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as running,
    ):
        try:
            url = _address(running, log)
            yield Server(peer.name, peer.title, peer.operations, url, running.pid, dataset)
        finally:
            _end(running)


def _address(running: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        for line in log.read_text(errors="replace").splitlines(keepends=True):
            if line.startswith("listening on") and line.endswith("\n"):
                return line.split()[-1]
        time.sleep(0.05)
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    raise NotStarted((lines or ["it printed nothing"])[-1][:200])


def _end(running: "subprocess.Popen[bytes]") -> None:
    running.terminate()
    try:
        running.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
