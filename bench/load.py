"""The load generator: HTTP/1.1 on kept-alive sockets, each sending again as soon as it is answered.

It shares its machine with what it measures, so it does as little as it can: requests are bytes
before the clock starts, and the call that takes in a response sends the next request. It runs as a
process of its own (`python -m bench.load`) and reports its own CPU time.
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

from bench.responses import Response

GRACE_SECONDS = 30
"""How long a load waits for responses after its end."""


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
        """Start with nothing received and nobody waiting."""
        self._response = Response()
        self._answered: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: Any = None

    @classmethod
    async def to(cls, url: str) -> "Client":
        """Connect to a server."""
        parts = urlsplit(url)
        loop = asyncio.get_running_loop()
        _, client = await loop.create_connection(cls, str(parts.hostname), int(parts.port or 80))
        return client

    async def send(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return the status and the body of its response.

        Raises OSError where the server hangs up, or has done so.
        """
        if self._transport.is_closing():
            raise ConnectionError("The server hung up")
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect a response."""
        if self._response.is_complete_with(data) and self._answered is not None:
            complete, self._response = self._response, Response()
            self._answered.set_result((complete.status, complete.body()))

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever waits."""
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("The server hung up"))


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a load, by the status of each response or what is wrong with it."""

    outcomes: dict[str, int]
    seconds: float
    p50: float = 0.0
    """Milliseconds, as `p99`: half of all responses, and 99 % of them, came within these."""
    p99: float = 0.0
    cpu_seconds: float = 0.0
    """CPU time of the load generator itself."""

    @property
    def count(self) -> int:
        """How many responses there were."""
        return sum(self.outcomes.values())

    @property
    def rate(self) -> float:
        """Good responses a second. Raises ValueError where there were others."""
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
    contained: bytes = b"",
) -> Measured:
    """Put a load on a server from a process of its own, and wait for what comes of it.

    It ends with the time, or with the requests where each is to be sent `once`. A response
    with status 200 that holds errors, or lacks the bytes `contained`, is not a good one.
    """
    listed = [sent] if isinstance(sent, bytes) else list(sent)
    load = Load(url, listed, connections, seconds, once, contained)
    measured: Measured = run_apart("bench.load", load)
    return measured


def run_apart(module: str, load: Any) -> Any:
    """Run a load in a process of its own, by its module, and return what came of it."""
    ran = subprocess.run(
        [sys.executable, "-m", module],
        input=pickle.dumps(load),
        stdout=subprocess.PIPE,
        check=True,
    )
    return pickle.loads(ran.stdout)


@dataclass(slots=True)
class Load:
    """A load under way: what is still to be sent, until when, and what has come back."""

    url: str
    requests: list[bytes]
    connections: int
    seconds: float
    once: bool
    contained: bytes
    times: "array[int]" = field(default_factory=lambda: array("Q"))
    outcomes: Counter[str] = field(default_factory=Counter)
    left: Iterator[bytes] = field(default_factory=lambda: iter(()))
    until: int = 0
    last: int = 0
    under_way: int = 0
    ended: "asyncio.Future[None] | None" = None

    async def run(self) -> Measured:
        """Connect, then let every socket send until the end."""
        loop = asyncio.get_running_loop()
        parts = urlsplit(self.url)
        callers = []
        for _ in range(self.connections):
            made = loop.create_connection(
                lambda: Caller(self), str(parts.hostname), int(parts.port or 80)
            )
            callers.append((await made)[1])
        self.left = iter(self.requests) if self.once else itertools.cycle(self.requests)
        self.ended = loop.create_future()
        self.under_way = len(callers)
        used = _cpu_seconds()
        began = perf_counter_ns()
        self.until = began + int(self.seconds * 1e9)
        for caller in callers:
            caller.send(began)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.ended, self.seconds + GRACE_SECONDS)
        self.outcomes += Counter({"no response": self.under_way})
        used = _cpu_seconds() - used
        for caller in callers:
            caller.close()
        times = sorted(self.times)
        return Measured(
            dict(self.outcomes),
            (self.last - began) / 1e9,
            _share(times, 0.50),
            _share(times, 0.99),
            used,
        )

    def end_one(self) -> None:
        """Note that a socket sends no more."""
        self.under_way -= 1
        if self.under_way == 0 and self.ended is not None:
            self.ended.set_result(None)


class Caller(asyncio.Protocol):
    """One socket of a load."""

    def __init__(self, load: Load) -> None:
        """Start with nothing sent."""
        self._load = load
        self._response = Response()
        self._sent_at = 0
        self._is_waiting = False
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport = transport

    def send(self, now: int) -> None:
        """Send the next request, if there is one and time for it."""
        request = next(self._load.left, None) if now < self._load.until else None
        self._is_waiting = request is not None
        if request is None:
            self._load.end_one()
            return
        self._sent_at = now
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Collect a response, note it when it is complete, and send again."""
        if not self._response.is_complete_with(data):
            return
        now = perf_counter_ns()
        load, response = self._load, self._response
        self._response = Response()
        load.last = now
        load.times.append(now - self._sent_at)
        load.outcomes[response.outcome(load.contained)] += 1
        self.send(now)

    def connection_lost(self, _: Exception | None) -> None:
        """Count a request that stays without a response."""
        if self._is_waiting:
            self._is_waiting = False
            self._load.last = perf_counter_ns()
            self._load.outcomes["hung up"] += 1
            self._load.end_one()

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _share(times: list[int], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)] / 1e6 if times else 0.0


def main() -> None:
    """Read a load, run it, and write what came of it."""
    import uvloop

    load: Load = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(uvloop.run(load.run())))


if __name__ == "__main__":
    # What is pickled by its module's name must be found under that name.
    from bench.load import main as run_under_its_name

    run_under_its_name()
