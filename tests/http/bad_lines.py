"""A line between a phone and the server, which loses what tests want it to lose."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import urlsplit

BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Fault(Enum):
    """What becomes of one request for `/graphql`."""

    NONE = auto()
    RESET = auto()
    """The connection ends before anything is sent on."""
    LOST_ANSWER = auto()
    """The server does it and answers; the answer never arrives."""
    BROKEN_ANSWER = auto()
    """Half of the answer arrives."""
    SILENCE = auto()
    """Nothing arrives in either direction, until the phone gives up."""
    LATE = auto()
    """The server does it; the phone has given up before the answer comes."""
    BAD_GATEWAY = auto()
    """Something on the way answers in the server's place."""


@dataclass
class BadLine:
    """A line to a server, with the faults that its next requests meet; then it is a good one."""

    target: str
    faults: list[Fault] = field(default_factory=list)
    met: list[Fault] = field(default_factory=list)
    """What every request met."""
    mend: Callable[[], Awaitable[object]] | None = None
    """What is done before the second request is carried."""
    port: int = 0

    @property
    def url(self) -> str:
        """Where the line begins."""
        return f"http://127.0.0.1:{self.port}"

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry the one request of a connection, or do not."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            request = await _message(reader)
            fault = Fault.NONE
            if request.startswith(b"POST /graphql "):
                fault = self.faults.pop(0) if self.faults else Fault.NONE
                self.met.append(fault)
                if len(self.met) == 2 and self.mend is not None:
                    await self.mend()
            await self._meet(fault, request, reader, writer)
        writer.close()

    async def _meet(
        self,
        fault: Fault,
        request: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        if fault is Fault.RESET:
            writer.transport.abort()
        elif fault is Fault.SILENCE:
            await reader.read()  # until the phone hangs up
        elif fault is Fault.BAD_GATEWAY:
            writer.write(BAD_GATEWAY)
        else:
            answer = await self._answer(request)
            if fault is Fault.LATE:
                await reader.read()
            elif fault is Fault.LOST_ANSWER:
                writer.transport.abort()
            else:
                writer.write(answer if fault is Fault.NONE else answer[: -len(answer) // 3])

    async def _answer(self, request: bytes) -> bytes:
        parts = urlsplit(self.target)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(request)
        answer = await _message(reader)
        writer.close()
        return answer


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Read one request or answer, as it is."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(it[15:]) for it in lines if it.startswith(b"content-length:")), 0)
    return head + await reader.readexactly(length)


@asynccontextmanager
async def bad_line(target: str, faults: Sequence[Fault] = ()) -> AsyncIterator[BadLine]:
    """Open a line to a server."""
    line = BadLine(target, list(faults))
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    yield line
    server.close()
