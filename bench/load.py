"""The load: HTTP/1.1 over kept-alive sockets, each of which asks again as soon as it is answered.

It shares its machine with what it measures, so it does as little as it can: requests are bytes
before the clock starts, and the call that takes in an answer sends the next request. It runs as a
process of its own (`python -m bench.load`) and tells what it computed itself.
"""

import asyncio
import contextlib
import itertools
import pickle
import resource
import subprocess
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any
from urllib.parse import urlsplit

from bench.answers import Answer

PATIENCE = 30
"""So many seconds after its end a load goes on waiting for answers."""


def request(url: str, body: bytes, **headers: str) -> bytes:
    """Write a POST as it goes over the wire."""
    return requests(url, [body], **headers)[0]


def requests(url: str, bodies: Sequence[bytes], **headers: str) -> list[bytes]:
    """Write POSTs with the same headers."""
    parts = urlsplit(url)
    lines = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: application/json",
        *(f"{name}: {value}" for name, value in headers.items()),
        "Content-Length: ",
    ]
    head = "\r\n".join(lines).encode()
    return [b"%b%d\r\n\r\n%b" % (head, len(body), body) for body in bodies]


class Client(asyncio.Protocol):
    """One socket that carries one request after the other, each waited for."""

    def __init__(self) -> None:
        """Begin with nothing received and nobody waiting."""
        self._answer = Answer()
        self._answered: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: Any = None

    @classmethod
    async def to(cls, url: str) -> "Client":
        """Connect to a server."""
        parts = urlsplit(url)
        loop = asyncio.get_running_loop()
        _, client = await loop.create_connection(cls, str(parts.hostname), int(parts.port or 80))
        return client

    async def ask(self, sent: bytes) -> tuple[int, bytes]:
        """Send a request and give the status and the body of its answer."""
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(sent)
        return await self._answered

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect an answer."""
        if self._answer.is_whole_with(data) and self._answered is not None:
            whole, self._answer = self._answer, Answer()
            self._answered.set_result((whole.status, whole.body()))

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever waits."""
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("The server hung up"))


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a load. An answer is told by its status, or by what is wrong with it."""

    outcomes: dict[str, int]
    seconds: float
    p50: float = 0.0
    """Milliseconds, as `p99`: half of all answers, and 99 % of them, came within these."""
    p99: float = 0.0
    computed: float = 0.0
    """Seconds of CPU that the load itself took."""

    @property
    def count(self) -> int:
        """How many answers there were."""
        return sum(self.outcomes.values())

    @property
    def rate(self) -> float:
        """Good answers a second; a load with others is not worth a figure."""
        if self.outcomes.keys() != {"200"}:
            raise ValueError(f"Not all was answered well: {self.outcomes}")
        return self.outcomes["200"] / self.seconds


def put(
    url: str,
    sent: bytes | Sequence[bytes],
    connections: int,
    seconds: float,
    *,
    once: bool = False,
    says: bytes = b"",
) -> Measured:
    """Put a load on a server from a process of its own, and wait for what comes of it.

    It ends with the time, or with the requests where each is to be sent `once`. An answer with
    status 200 that holds errors, or does not hold the bytes that it `says`, is not a good one.
    """
    wires = [sent] if isinstance(sent, bytes) else list(sent)
    ran = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=pickle.dumps(Turn(url, wires, connections, seconds, once, says)),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: Measured = pickle.loads(ran.stdout)
    return found


@dataclass(slots=True)
class Turn:
    """A load under way: what is still to be sent, until when, and what has come back."""

    url: str
    wires: list[bytes]
    connections: int
    seconds: float
    once: bool
    says: bytes
    times: "array[int]" = field(default_factory=lambda: array("Q"))
    outcomes: Counter[str] = field(default_factory=Counter)
    left: Iterator[bytes] = field(default_factory=lambda: iter(()))
    until: int = 0
    last: int = 0
    under_way: int = 0
    ended: "asyncio.Future[None] | None" = None

    async def run(self) -> Measured:
        """Connect, then let every socket ask until the end."""
        loop = asyncio.get_running_loop()
        parts = urlsplit(self.url)
        callers = []
        for _ in range(self.connections):
            made = loop.create_connection(
                lambda: Caller(self), str(parts.hostname), int(parts.port or 80)
            )
            callers.append((await made)[1])
        self.left = iter(self.wires) if self.once else itertools.cycle(self.wires)
        self.ended = loop.create_future()
        self.under_way = len(callers)
        computed = _computed()
        began = perf_counter_ns()
        self.until = began + int(self.seconds * 1e9)
        for caller in callers:
            caller.ask(began)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.ended, self.seconds + PATIENCE)
        self.outcomes += Counter({"no answer": self.under_way})
        computed = _computed() - computed
        for caller in callers:
            caller.close()
        times = sorted(self.times)
        return Measured(
            dict(self.outcomes),
            (self.last - began) / 1e9,
            _share(times, 0.50),
            _share(times, 0.99),
            computed,
        )

    def end_one(self) -> None:
        """Note that a socket asks no more."""
        self.under_way -= 1
        if self.under_way == 0 and self.ended is not None:
            self.ended.set_result(None)


class Caller(asyncio.Protocol):
    """One socket of a load."""

    def __init__(self, turn: Turn) -> None:
        """Begin with nothing asked."""
        self._turn = turn
        self._answer = Answer()
        self._asked = 0
        self._is_asking = False
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport = transport

    def ask(self, now: int) -> None:
        """Send the next request, if there is one and there is time."""
        sent = next(self._turn.left, None) if now < self._turn.until else None
        self._is_asking = sent is not None
        if sent is None:
            self._turn.end_one()
            return
        self._asked = now
        self._transport.write(sent)

    def data_received(self, data: bytes) -> None:
        """Collect an answer, note it when it is whole, and ask again."""
        if not self._answer.is_whole_with(data):
            return
        now = perf_counter_ns()
        turn, answer = self._turn, self._answer
        self._answer = Answer()
        turn.last = now
        turn.times.append(now - self._asked)
        turn.outcomes[answer.outcome(turn.says)] += 1
        self.ask(now)

    def connection_lost(self, _: Exception | None) -> None:
        """Count a question that stays without an answer."""
        if self._is_asking:
            self._is_asking = False
            self._turn.last = perf_counter_ns()
            self._turn.outcomes["hung up"] += 1
            self._turn.end_one()

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


def _computed() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _share(times: list[int], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)] / 1e6 if times else 0.0


def main() -> None:
    """Read a turn, take it, and write what came of it."""
    import uvloop

    turn: Turn = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(uvloop.run(turn.run())))


if __name__ == "__main__":
    # What is pickled by its module's name must be found under that name.
    from bench.load import main as run_under_its_name

    run_under_its_name()
