"""Receivers of webhooks for benchmarks: quick, slow or unreliable, and exact about what came."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
from standardwebhooks import Webhook, WebhookVerificationError

GOOD = b"HTTP/1.1 204 No Content\r\n\r\n"
BAD = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Receiver:
    """What came to one webhook: how often each id, and each record's statuses in their order."""

    name: str
    failing: float = 0.0
    seconds: float = 0.0
    secret: str = ""
    port: int = 0
    taken: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    order: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    badly_signed: int = 0
    attempts: int = 0
    seen: Callable[[str, float], None] = lambda _record, _moment: None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def duplicates(self) -> int:
        """How often something was taken that had been taken before, under the same id."""
        return sum(self.taken.values()) - len(self.taken)

    async def take(self, headers: dict[str, str], body: bytes) -> bytes:
        """Take a delivery in, or refuse it."""
        self.attempts += 1
        try:
            Webhook(self.secret).verify(body, headers, json_parse=False)
        except WebhookVerificationError:
            self.badly_signed += 1
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if random.random() < self.failing:
            return BAD
        event = orjson.loads(body)["data"]
        self.seen(event["id"], time.perf_counter())
        identifier = headers["webhook-id"]
        if identifier not in self.taken:
            self.order[event["id"]].append((event["status"], identifier))
        self.taken[identifier] += 1
        return GOOD

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the deliveries of one connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
                lines = (line.partition(": ") for line in head if line)
                headers = {name.lower(): value for name, _, value in lines}
                body = await reader.readexactly(int(headers["content-length"]))
                writer.write(await self.take(headers, body))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@asynccontextmanager
async def listening(*receivers: Receiver) -> AsyncIterator[None]:
    """Let receivers listen."""
    servers = [
        await asyncio.start_server(each.serve, "127.0.0.1", 0, backlog=1000) for each in receivers
    ]
    for receiver, server in zip(receivers, servers, strict=True):
        receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        for server in servers:
            server.close()
