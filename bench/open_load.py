"""The open load generator: requests at fixed times, whatever becomes of those before them.

A latency counts from the time that a request was meant to be sent, so that a server which stalls
answers for everybody who would have come meanwhile. It runs as a process of its own, and says how
late it was itself: what it sent late, though a socket was free, is its own fault.
"""

import asyncio
import pickle
import resource
import sys
from array import array
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any
from urllib.parse import urlsplit

from bench.load import run_apart
from bench.responses import Response

PATIENCE = 5.0
"""Seconds that it waits for a socket, and for responses after the last request."""
SETTLING = 0.1
"""Seconds between the last connection and the first request."""


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds from the intended start to the end of the response."""

    count: int
    p50: float
    p99: float
    most: float


@dataclass(frozen=True, slots=True)
class OpenMeasured:
    """What came of an open load."""

    outcomes: dict[str, int]
    """By status, or by what is wrong; `not sent` where it gave up."""
    latencies: Latencies
    by_kind: dict[str, Latencies]
    lateness: Latencies
    """Of the generator itself."""
    cpu_seconds: float
    seconds: float

    @property
    def refused(self) -> int:
        """How many had no good response."""
        return sum(count for outcome, count in self.outcomes.items() if outcome != "200")


def put(
    url: str,
    sent: Sequence[tuple[str, bytes]],
    rate: float,
    connections: int,
    patience: float = PATIENCE,
) -> OpenMeasured:
    """Send requests, each with its kind, in their order and so many a second."""
    load = OpenLoad(url, list(sent), rate, connections, patience)
    measured: OpenMeasured = run_apart("bench.open_load", load)
    return measured


@dataclass(slots=True)
class OpenLoad:
    """An open load under way: what is due, which sockets are free, what has come back."""

    url: str
    requests: list[tuple[str, bytes]]
    rate: float
    connections: int
    patience: float
    began: int = 0
    sent: int = 0
    answered: int = 0
    free: "deque[Caller]" = field(default_factory=deque)
    """All sockets take their turn, as those of many clients would."""
    waiting: "deque[int]" = field(default_factory=deque)
    times: "dict[str, array[int]]" = field(default_factory=dict)
    lateness: "array[int]" = field(default_factory=lambda: array("Q"))
    outcomes: Counter[str] = field(default_factory=Counter)
    ended: "asyncio.Future[None] | None" = None

    async def run(self) -> OpenMeasured:
        """Connect, send each request when it is due, and wait for what is under way."""
        loop = asyncio.get_running_loop()
        parts = urlsplit(self.url)
        callers = []
        for _ in range(self.connections):
            made = loop.create_connection(
                lambda: Caller(self), str(parts.hostname), int(parts.port or 80)
            )
            callers.append((await made)[1])
        self.free.extend(callers)
        self.ended = loop.create_future()
        used = _cpu_seconds()
        self.began = perf_counter_ns() + int(SETTLING * 1e9)
        sending = asyncio.create_task(self._send())
        lasting = len(self.requests) / self.rate + SETTLING + self.patience
        await asyncio.wait([self.ended], timeout=lasting)
        sending.cancel()
        unanswered = self.sent - self.answered - len(self.waiting)
        not_sent = len(self.requests) - self.sent + len(self.waiting)
        self.outcomes += Counter({"no response": unanswered, "not sent": not_sent})
        used, seconds = _cpu_seconds() - used, (perf_counter_ns() - self.began) / 1e9
        for caller in callers:
            caller.close()
        return OpenMeasured(
            dict(self.outcomes),
            latencies_of(time for times in self.times.values() for time in times),
            {kind: latencies_of(times) for kind, times in self.times.items()},
            latencies_of(self.lateness),
            used,
            seconds,
        )

    def due(self, number: int) -> int:
        """Return when a request is meant to be sent."""
        return self.began + int(number * 1e9 / self.rate)

    async def _send(self) -> None:
        while self.sent < len(self.requests):
            now = perf_counter_ns()
            while self.sent < len(self.requests) and self.due(self.sent) <= now:
                self._begin(self.sent, now)
                self.sent += 1
            if self.waiting and now - self.due(self.waiting[0]) > self.patience * 1e9:
                self._end()
                return
            await asyncio.sleep((self.due(self.sent) - perf_counter_ns()) / 1e9)

    def _begin(self, number: int, now: int) -> None:
        if not self.free:
            self.waiting.append(number)
            return
        self.lateness.append(now - self.due(number))
        self.free.popleft().send(number)

    def note(self, number: int, outcome: str) -> None:
        """Note what came of a request."""
        kind = self.requests[number][0]
        times = self.times.setdefault(kind, array("Q"))
        times.append(perf_counter_ns() - self.due(number))
        self.outcomes[outcome] += 1
        self.answered += 1
        if self.answered == len(self.requests):
            self._end()

    def release(self, caller: "Caller") -> None:
        """Give a socket to the request that has waited longest for one."""
        if self.waiting:
            caller.send(self.waiting.popleft())
        else:
            self.free.append(caller)

    def _end(self) -> None:
        if self.ended is not None and not self.ended.done():
            self.ended.set_result(None)


class Caller(asyncio.Protocol):
    """One socket of an open load."""

    def __init__(self, load: OpenLoad) -> None:
        """Start with nothing sent."""
        self._load = load
        self._response = Response()
        self._number: int | None = None
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport = transport

    def send(self, number: int) -> None:
        """Send the request with this number."""
        self._number = number
        self._transport.write(self._load.requests[number][1])

    def data_received(self, data: bytes) -> None:
        """Collect a response, and note it when it is complete."""
        if self._number is None or not self._response.is_complete_with(data):
            return
        number, response = self._number, self._response
        self._number, self._response = None, Response()
        self._load.note(number, response.outcome(b""))
        self._load.release(self)

    def connection_lost(self, _: Exception | None) -> None:
        """Count a request that stays without a response; the socket is not used again."""
        if self._number is not None:
            number, self._number = self._number, None
            self._load.note(number, "hung up")
        elif self in self._load.free:
            self._load.free.remove(self)

    def close(self) -> None:
        """Hang up."""
        self._number = None
        self._transport.close()


def latencies_of(nanoseconds: Iterable[int]) -> Latencies:
    """Return the latencies of some requests."""
    times = sorted(nanoseconds)
    if not times:
        return Latencies(0, 0.0, 0.0, 0.0)

    def share(part: float) -> float:
        return times[min(int(len(times) * part), len(times) - 1)] / 1e6

    return Latencies(len(times), share(0.50), share(0.99), times[-1] / 1e6)


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Read a load, run it, and write what came of it."""
    import uvloop

    load: OpenLoad = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(uvloop.run(load.run())))


if __name__ == "__main__":
    # What is pickled by its module's name must be found under that name.
    from bench.open_load import main as run_under_its_name

    run_under_its_name()
