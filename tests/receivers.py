"""Receivers of webhooks that tests control: what they received, and what they answer."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook

TIMEOUT_SECONDS = 120.0
"""How long a test waits for a delivery: only a lost one takes longer, on a busy machine too."""


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery as it was sent."""

    headers: dict[str, str]
    body: bytes
    target: str = ""

    @property
    def id(self) -> str:
        """The message's own id."""
        return self.headers["webhook-id"]

    @property
    def payload(self) -> Any:
        """The payload."""
        return json.loads(self.body)

    @property
    def type(self) -> str:
        """The topic."""
        topic: str = self.payload["type"]
        return topic

    @property
    def record(self) -> str:
        """The record's id."""
        record: str = self.payload["data"]["id"]
        return record

    def is_signed_with(self, secret: str) -> bool:
        """Whether the library of Standard Webhooks accepts the signature."""
        with contextlib.suppress(Exception):
            Webhook(secret).verify(self.body, self.headers)
            return True
        return False


Answer = Callable[[Received], Awaitable[int]]


async def accept(_: Received) -> int:
    """Accept every delivery."""
    return 200


@dataclass
class Receiver:
    """A small HTTP server that keeps the deliveries it received."""

    answer: Answer = accept
    location: str | None = None
    retry_after: str | None = None
    received: list[Received] = field(default_factory=list)
    accepted: list[Received] = field(default_factory=list)
    port: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    connections: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    async def has_accepted(self, count: int) -> list[Received]:
        """Wait until so many deliveries were accepted, and return them."""
        async with asyncio.timeout(TIMEOUT_SECONDS), self.changed:
            await self.changed.wait_for(lambda: len(self.accepted) >= count)
        return self.accepted

    async def has_received(self, count: int) -> list[Received]:
        """Wait until so many deliveries were received, answered or not, and return them."""
        async with asyncio.timeout(TIMEOUT_SECONDS), self.changed:
            await self.changed.wait_for(lambda: len(self.received) >= count)
        return self.received

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        self.connections.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await self._one(reader, writer)
        self.connections.discard(writer)
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        lines = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in lines}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        delivery = Received(headers, body, head[0].split(" ")[1])
        self.received.append(delivery)
        await self._notify()
        status = await self.answer(delivery)
        if 200 <= status < 300:
            self.accepted.append(delivery)
        location = f"Location: {self.location}\r\n" if self.location else ""
        if self.retry_after is not None:
            location += f"Retry-After: {self.retry_after}\r\n"
        writer.write(f"HTTP/1.1 {status} X\r\n{location}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        await self._notify()

    async def _notify(self) -> None:
        async with self.changed:
            self.changed.notify_all()


@asynccontextmanager
async def listening(receiver: Receiver) -> AsyncIterator[Receiver]:
    """Let a receiver listen, on the port that it had before if it had one."""
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", receiver.port)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for connection in list(receiver.connections):
            connection.transport.abort()
