"""Who is compared: Selfsame as users start it, its peers, and what asking each of them means."""

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
from bench.grounds import Ground
from bench.load import Client, Measured
from bench.names import births, strangers
from bench.peers import Form, Ours, Peer
from bench.places import memory, seconds_of, seconds_of_postgres
from bench.works import FORMS, P1, P2, P3, P4
from server.identity.issuer import AUDIENCE, ISSUER
from server.postgres.pool import SIZE as POOL

START_SECONDS = 60
STOP_SECONDS = 10
ANSWER_SECONDS = 30
SAYS = {P1: b"birthDate", P2: b"birthDate", P3: b"NEW", P4: b"DECLARED"}
"""What every good answer holds, so that an empty one is not counted."""

SELFSAME = Peer(
    name="selfsame",
    title="Selfsame",
    folder=installing.ROOT,
    installing=Ours(),
    command=("python", "-m", "server.cli", "serve", "--no-worker", "--port", "0"),
    forms=FORMS,
)


class NotStarted(Exception):
    """Why a contestant does not run, in one line."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How long a contestant is asked, over how many sockets, and how much at most."""

    seconds: float
    connections: int
    most: int
    """So many declarations are written ahead."""


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
    """Somebody who does works."""

    @property
    def name(self) -> str:
        """The word for it on the command line."""

    @property
    def title(self) -> str:
        """What it is called in tables."""

    @property
    def works(self) -> Mapping[str, Mapping[str, int] | None]:
        """What it does, and which rows each answer leaves; None for those that Selfsame's do."""

    def take(self, work: str, ground: Ground, turn: Turn) -> Round:
        """Do a work for a while. Raises ValueError where not all answers were good."""


@dataclass
class Served:
    """A contestant that answers GraphQL over HTTP."""

    name: str
    title: str
    forms: Mapping[str, Form]
    url: str
    pid: int
    _births: Iterator[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with declarations of its own, so that no two contestants' resemble each other."""
        self._births = births(f"{self.name}-{time.time_ns()}")

    @property
    def works(self) -> Mapping[str, Mapping[str, int] | None]:
        """Give the works it has a form for."""
        return {work: form.writes for work, form in self.forms.items()}

    def take(self, work: str, ground: Ground, turn: Turn) -> Round:
        """Put the work's load on it."""
        wires = self._wires(work, ground, turn.most)
        before = seconds_of(self.pid), seconds_of_postgres(ground.there)
        done = load.put(
            f"{self.url}/graphql",
            wires,
            turn.connections,
            turn.seconds,
            once=work in (P3, P4),
            says=SAYS[work],
        )
        after = seconds_of(self.pid), seconds_of_postgres(ground.there)
        return round_of(done, after[0] - before[0], after[1] - before[1], memory(self.pid))

    async def answers(
        self, work: str, ground: Ground, subjects: Sequence[Any]
    ) -> list[tuple[int, bytes]]:
        """Ask one question after the other, of P3 each for another reviewer."""
        client = await Client.to(self.url)
        tokens = itertools.cycle(ground.tokens[work])
        try:
            return [
                await wait_for(client.ask(self._wire(work, [subject], token)[0]), ANSWER_SECONDS)
                for subject, token in zip(subjects, tokens, strict=False)
            ]
        finally:
            client.close()

    def _wires(self, work: str, ground: Ground, most: int) -> list[bytes]:
        if work == P3:
            return [self._wire(work, [None], token)[0] for token in ground.tokens[work]]
        subjects: Sequence[Any] = [None]
        if work == P2:
            subjects = ground.requests
        if work == P4:
            subjects = list(itertools.islice(self._births, most))
        return self._wire(work, subjects, ground.tokens[work][0])

    def _wire(self, work: str, subjects: Sequence[Any], token: str) -> list[bytes]:
        form = self.forms[work]
        bodies = [
            json.dumps({"query": form.operation, "variables": form.variables(subject)}).encode()
            for subject in subjects
        ]
        return load.requests(f"{self.url}/graphql", bodies, Authorization=f"Bearer {token}")


def subjects_of(work: str, ground: Ground, asker: str, count: int) -> list[Any]:
    """Give so many subjects to compare answers by: the same for all, but births for each."""
    if work == P4:
        return list(strangers(f"{asker}-{time.time_ns()}", count))
    if work == P2:
        return list(ground.requests[:count])
    return [None] * (count if work == P3 else 1)


def round_of(done: Measured, own: float | None, postgres: float, held: float | None) -> Round:
    """Divide what was computed by what was answered. Raises ValueError for bad answers."""
    return Round(
        done.count,
        done.rate,
        done.p50,
        done.p99,
        None if own is None else own / done.count * 1000,
        postgres / done.count * 1000,
        done.computed / done.count * 1000,
        held,
    )


def peers() -> list[Peer]:
    """Find all peers there are, in their folders' order."""
    found: list[Peer] = []
    for module in pkgutil.iter_modules(bench.peers.__path__, "bench.peers."):
        if module.ispkg:
            found += importlib.import_module(module.name).PEERS
    return found


@contextmanager
def started(peer: Peer, folder: Path, ground: Ground) -> Iterator[Served]:
    """Run a peer on this ground. Raises NotStarted."""
    log = ground.there.directory / f"{peer.name}.log"
    given = {
        "NODE_ENV": "production",
        "BENCH_DATABASE_URL": ground.there.postgres.app_url,
        "BENCH_POOL": str(POOL),
        "BENCH_KEYS": str(ground.keys),
        "BENCH_ISSUER": ISSUER,
        "BENCH_AUDIENCE": AUDIENCE,
        "SELFSAME_DATA_DIR": str(ground.there.directory),
    }
    with (
        log.open("wb") as written,
        subprocess.Popen(
            installing.program(peer, folder),
            cwd=folder,
            env=installing.environment() | given | dict(peer.environment),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as running,
    ):
        try:
            url = _address(running, log)
            yield Served(peer.name, peer.title, peer.forms, url, running.pid)
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
    raise NotStarted((lines or ["it said nothing"])[-1][:200])


def _end(running: "subprocess.Popen[bytes]") -> None:
    running.terminate()
    try:
        running.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
