"""The load: HTTP/1.1 over kept-alive sockets, each of which asks again as soon as it is answered.

Run as a process of its own (`python -m bench.load`), it reads one JSON line from standard input and
prints one: how many answers of each status there were, and in which time.
"""

import asyncio
import json
import secrets
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

CHANGING = "@" * 12
"""What stands in a request where each that is sent has letters of its own."""

NAMED = "#" * 12
"""What stands where each that is sent has one of a few hundred names."""

LETTERS = str.maketrans("0123456789", "ghijklmnop")


def _letters() -> bytes:
    return secrets.token_hex(6).translate(LETTERS).encode()


NAMES = [_letters() for _ in range(400)]


def changed(wire: bytes) -> bytes:
    """Give a request letters of its own and names, where it asks for them."""
    head, *parts = wire.replace(CHANGING.encode(), _letters()).split(NAMED.encode())
    return head + b"".join(secrets.choice(NAMES) + part for part in parts)


def request(url: str, body: bytes, **headers: str) -> bytes:
    """Write a POST as it goes over the wire."""
    parts = urlsplit(url)
    lines = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Client(asyncio.Protocol):
    """One socket that carries one request after the other."""

    def __init__(self) -> None:
        """Begin with nothing received and nobody waiting."""
        self._received = b""
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
        """Collect an answer; every server here says how long its body is."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) >= length and self._answered is not None:
            self._received = b""
            self._answered.set_result((int(head[9:12]), body[:length]))

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever waits."""
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("The server hung up"))


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a load."""

    statuses: dict[str, int]
    seconds: float

    @property
    def count(self) -> int:
        """How many answers there were."""
        return sum(self.statuses.values())

    @property
    def rate(self) -> float:
        """Answers with status 200 a second; a load with others is not worth a figure."""
        if self.statuses.keys() != {"200"}:
            raise ValueError(f"Not all was answered well: {self.statuses}")
        return self.statuses["200"] / self.seconds


def put(url: str, sent: bytes, connections: int, seconds: float) -> Measured:
    """Put a load on a server from a process of its own, and wait for what comes of it."""
    asked = {"url": url, "sent": sent.hex(), "connections": connections, "seconds": seconds}
    ran = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return Measured(**json.loads(ran.stdout))


async def _load(url: str, sent: str, connections: int, seconds: float) -> Measured:
    wire = bytes.fromhex(sent)
    is_changing = CHANGING.encode() in wire
    clients = [await Client.to(url) for _ in range(connections)]
    statuses: Counter[str] = Counter()
    began = perf_counter()

    async def again(client: Client) -> None:
        while perf_counter() - began < seconds:
            status, _ = await client.ask(changed(wire) if is_changing else wire)
            statuses[str(status)] += 1

    await asyncio.gather(*map(again, clients))
    took = perf_counter() - began
    for client in clients:
        client.close()
    return Measured(statuses, took)


if __name__ == "__main__":
    import uvloop

    found = uvloop.run(_load(**json.loads(sys.stdin.readline())))
    print(json.dumps({"statuses": found.statuses, "seconds": found.seconds}))
