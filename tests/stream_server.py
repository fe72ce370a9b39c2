"""A real NATS server with JetStream, and what stands in its stream."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import nats
from nats.errors import NoServersError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from outbound.jetstream import ID, STREAM, SUBJECTS
from tests.ports import free_port

PROGRAM = Path(sys.executable).parent / "nats-server"
TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Stored:
    """One message of the stream."""

    id: str
    subject: str
    payload: bytes
    traceparent: str | None = None


class StreamServer:
    """A NATS server that a test may kill and start again."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def at(cls, url: str) -> Self:
        """Return one that somebody else runs, to be read."""
        server = cls(Path())
        server.port = int(url.rpartition(":")[2])
        return server

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start, and wait until it answers."""
        self._spawn()
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while True:
                try:
                    await self.count()
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    return

    def _spawn(self) -> None:
        place = ("--addr", "127.0.0.1", "--port", str(self.port))
        self._process = subprocess.Popen(
            [PROGRAM, "--jetstream", "--store_dir", self.directory, *place],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Kill it, as when its machine is gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    async def count(self) -> int:
        """Return how many messages the stream has. Raises OSError while there is no server."""
        async with self._context() as context:
            try:
                return (await context.stream_info(STREAM)).state.messages
            except NotFoundError:
                return 0

    async def stored(self) -> list[Stored]:
        """Return all that stands in the stream, in its order."""
        async with self._context() as context:
            config = ConsumerConfig(ack_policy=AckPolicy.NONE, mem_storage=True)
            reading = await context.pull_subscribe(SUBJECTS, stream=STREAM, config=config)
            waiting = (await reading.consumer_info()).num_pending or 0
            found: list[Stored] = []
            while len(found) < waiting:
                for message in await reading.fetch(min(500, waiting - len(found)), timeout=5):
                    assert message.headers is not None
                    headers = message.headers
                    found.append(
                        Stored(
                            headers[ID], message.subject, message.data, headers.get("traceparent")
                        )
                    )
            return found

    async def until_stored(self, many: int) -> list[Stored]:
        """Return what is stored once it is so many or more."""
        await self.until_counted(many)
        return await self.stored()

    async def until_counted(self, many: int) -> None:
        """Return once so many are stored."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while await self.count() < many:
                await asyncio.sleep(0.05)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[Callable[[], Awaitable[Stored]]]:
        """Give what waits for the next message that is stored from now on."""
        client = await nats.connect(self.url)
        try:
            config = ConsumerConfig(ack_policy=AckPolicy.NONE, deliver_policy=DeliverPolicy.NEW)
            reading = await client.jetstream().subscribe(SUBJECTS, stream=STREAM, config=config)

            async def arrived() -> Stored:
                message = await reading.next_msg(TIMEOUT_SECONDS)
                assert message.headers is not None
                return Stored(message.headers[ID], message.subject, message.data)

            yield arrived
        finally:
            await client.close()

    @asynccontextmanager
    async def _context(self) -> AsyncIterator[JetStreamContext]:
        try:
            client = await nats.connect(
                self.url, allow_reconnect=False, max_reconnect_attempts=1, error_cb=_pass_over
            )
        except NoServersError as error:
            raise ConnectionError from error
        try:
            yield client.jetstream()
        finally:
            await client.close()


async def _pass_over(_error: Exception) -> None:
    """Log nothing: a test that kills the server expects it."""


@asynccontextmanager
async def stream_server(directory: Path) -> AsyncIterator[StreamServer]:
    """Run a server whose stream stands in a directory."""
    server = StreamServer(directory)
    await server.start()
    try:
        yield server
    finally:
        server.kill()
