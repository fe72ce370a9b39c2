"""Receivers that flood, drip, break off or never begin cost an attempt and nothing else (F4a)."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from outbound.connections import DeliveryFailed, Poster
from outbound.heads import MAX_BYTES, Answer
from outbound.names import Names
from tests.certificates import Certificate, certificate

Behave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

LONG = 30.0


@asynccontextmanager
async def misbehaving(behave: Behave, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that does as the test says with each connection; its port."""
    tasks = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await behave(reader, writer)
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def posting(tls: ssl.SSLContext | None = None) -> Poster:
    return Poster(Names(1), allows_loopback=True, tls=tls)


async def post(port: int, seconds: float = LONG) -> Answer:
    return await posting().post(f"http://127.0.0.1:{port}/", {}, b"{}", None, seconds)


class Flood:
    """Sends a text for ever, and counts how much of it went out before the other side had enough.

    What goes out is more than what is read by as much as the system buffers in between.
    """

    BUFFERED = 16 * 1024 * 1024

    def __init__(self, *texts: bytes) -> None:
        self.texts = texts
        self.sent = 0
        self.broke = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        first, *rest = self.texts
        writer.write(first)
        try:
            while self.sent < self.BUFFERED:
                for text in rest or [first]:
                    writer.write(text)
                    await writer.drain()
                    self.sent += len(text)
        except ConnectionError:
            self.broke.set()


async def test_f4a_a_flood_of_informational_answers_is_broken_off() -> None:
    flood = Flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    async with misbehaving(flood) as port:
        with pytest.raises(DeliveryFailed, match="Too many informational"):
            await post(port)
        await flood.broke.wait()

    assert flood.sent < Flood.BUFFERED


async def test_f4a_an_endless_head_is_broken_off() -> None:
    flood = Flood(b"HTTP/1.1 103 Early Hints\r\n", b"Link: x\r\n" * 100)

    async with misbehaving(flood) as port:
        with pytest.raises(DeliveryFailed, match="too long"):
            await post(port)
        await flood.broke.wait()


async def test_f4a_an_endless_body_is_not_read() -> None:
    flood = Flood(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65_536)

    async with misbehaving(flood) as port:
        answer = await post(port)
        await flood.broke.wait()

    assert answer.status == 200
    assert flood.sent < Flood.BUFFERED


async def test_f4a_single_bytes_are_read_as_far_as_the_bound() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for _ in range(MAX_BYTES):
            writer.write(b"x")
            await asyncio.sleep(0)

    async with misbehaving(drip) as port:
        with pytest.raises(DeliveryFailed, match="too long"):
            await post(port)


async def test_f3_a_dripping_receiver_is_left_when_its_time_is_over() -> None:
    gone = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 20")
        with contextlib.suppress(ConnectionError):
            await reader.read()
        gone.set()

    async with misbehaving(drip) as port:
        with pytest.raises(DeliveryFailed, match="No answer within"):
            await post(port, 0.1)
        await gone.wait()


async def test_f4a_a_status_that_came_counts_though_the_head_never_ends() -> None:
    async def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 Busy\r\nX: ")
        await reader.read()

    async with misbehaving(begin) as port:
        answer = await post(port, 0.1)

    assert answer == Answer(503)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 2", b"HTTP/1.1 100 Continue\r\n\r\n"])
async def test_f4a_who_closes_early_has_not_answered(said: bytes) -> None:
    async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await writer.drain()

    async with misbehaving(close) as port:
        with pytest.raises(DeliveryFailed, match="The connection broke"):
            await post(port)


async def test_f4a_who_closes_after_a_status_has_answered() -> None:
    async def close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nX")
        writer.write_eof()
        await reader.read()

    async with misbehaving(close) as port:
        assert await post(port) == Answer(429, "7")


async def test_f3_a_handshake_that_never_ends_is_given_up() -> None:
    gone = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.read()
        gone.set()

    async with misbehaving(say_nothing) as port:
        with pytest.raises(DeliveryFailed, match="No answer within"):
            await posting().post(f"https://127.0.0.1:{port}/", {}, b"{}", None, 0.1)
        await gone.wait()


@pytest.fixture(scope="module")
def localhost(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of this machine."""
    return certificate(tmp_path_factory.mktemp("tls"))


@contextmanager
def quiet_loop() -> Iterator[None]:
    """Do not report what the server's side of a refused handshake says."""
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda *_: None)
    yield
    loop.set_exception_handler(before)


async def test_f3_a_certificate_is_verified(localhost: Certificate, tmp_path: Path) -> None:
    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 OK\r\n\r\n")
        await reader.read()

    with quiet_loop():
        async with misbehaving(accept, localhost.server_side()) as port:
            url = f"https://localhost:{port}/"
            known = await posting(localhost.client_side()).post(url, {}, b"{}", None, LONG)
            with pytest.raises(DeliveryFailed, match="certificate"):
                await posting().post(url, {}, b"{}", None, LONG)
            by_address = f"https://127.0.0.1:{port}/"
            with pytest.raises(DeliveryFailed, match="certificate"):
                await posting(localhost.client_side()).post(by_address, {}, b"{}", None, LONG)

    assert known.status == 204
