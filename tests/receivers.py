"""Receivers of webhooks that tests are in command of: what came, and what is answered."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery as it came over the wire."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The message's own id."""
        return self.headers["webhook-id"]

    @property
    def told(self) -> Any:
        """The payload."""
        return json.loads(self.body)

    @property
    def type(self) -> str:
        """The topic."""
        found: str = self.told["type"]
        return found

    @property
    def record(self) -> str:
        """The record's id."""
        found: str = self.told["data"]["id"]
        return found

    def is_signed_with(self, secret: str) -> bool:
        """Whether the library of Standard Webhooks takes the signature."""
        with contextlib.suppress(Exception):
            Webhook(secret).verify(self.body, self.headers)
            return True
        return False


Answer = Callable[[Received], Awaitable[int]]


async def fine(_: Received) -> int:
    """Take whatever comes."""
    return 200


@dataclass
class Receiver:
    """A small HTTP server that keeps what it was sent."""

    answer: Answer = fine
    location: str | None = None
    received: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    port: int = 0
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    connections: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    async def has(self, count: int, seconds: float = 20) -> list[Received]:
        """Wait until so many deliveries were taken, and give them."""
        async with asyncio.timeout(seconds), self.came:
            await self.came.wait_for(lambda: len(self.taken) >= count)
        return self.taken

    async def tried(self, count: int, seconds: float = 20) -> list[Received]:
        """Wait until so many deliveries were tried, and give them."""
        async with asyncio.timeout(seconds), self.came:
            await self.came.wait_for(lambda: len(self.received) >= count)
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
        delivery = Received(headers, body)
        self.received.append(delivery)
        status = await self.answer(delivery)
        if 200 <= status < 300:
            self.taken.append(delivery)
        location = f"Location: {self.location}\r\n" if self.location else ""
        writer.write(f"HTTP/1.1 {status} X\r\n{location}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        async with self.came:
            self.came.notify_all()


@asynccontextmanager
async def listening(receiver: Receiver) -> AsyncIterator[Receiver]:
    """Let a receiver listen: on the port that it had, if it had one."""
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", receiver.port)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for connection in list(receiver.connections):
            connection.transport.abort()
