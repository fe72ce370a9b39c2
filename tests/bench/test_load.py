"""What the load generator counts: every response once, bad ones apart, with their times."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count

import pytest

from bench.load import Measured, put, requests

GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"data":"ok"}'
CHUNKED = (
    b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{"data\r\n7\r\n":"ok"}\r\n0\r\n\r\n'
)
BAD = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"errors":[]}'


@asynccontextmanager
async def answering(answer: Callable[[bytes], bytes | None]) -> AsyncIterator[str]:
    """Listen, and answer each body by the function; None hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.read(65536):
            body = head.partition(b"\r\n\r\n")[2]
            answered = answer(body)
            if answered is None:
                break
            writer.write(answered[:30])
            await writer.drain()
            writer.write(answered[30:])
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql"


async def load(url: str, bodies: list[bytes], seconds: float, *, once: bool = False) -> Measured:
    return await asyncio.to_thread(
        put,
        url,
        requests(url, bodies, Authorization="Bearer x"),
        4,
        seconds,
        once=once,
        contained=b"ok",
    )


@pytest.mark.parametrize("answer", [GOOD, CHUNKED], ids=["with its length", "in chunks"])
async def test_each_request_is_sent_once_and_each_answer_counted(answer: bytes) -> None:
    asked: list[bytes] = []

    def answered(body: bytes) -> bytes:
        asked.append(body)
        return answer

    async with answering(answered) as url:
        measured = await load(url, [b"%d" % number for number in range(100)], 30, once=True)

    assert sorted(map(int, asked)) == list(range(100))
    assert measured.outcomes == {"200": 100}
    assert measured.rate == pytest.approx(100 / measured.seconds)


async def test_a_load_ends_with_its_time_and_begins_again_with_its_requests() -> None:
    asked: list[bytes] = []

    def answered(body: bytes) -> bytes:
        asked.append(body)
        return GOOD

    async with answering(answered) as url:
        measured = await load(url, [b"1", b"2"], 0.3)

    assert set(asked) == {b"1", b"2"}
    assert measured.count == len(asked)
    assert measured.seconds >= 0.3
    assert 0 < measured.p50 <= measured.p99
    assert measured.cpu_seconds > 0


async def test_answers_that_are_no_good_are_counted_apart_and_have_no_rate() -> None:
    number = count()

    async with answering(lambda _: BAD if next(number) % 2 else GOOD) as url:
        measured = await load(url, [b"x"] * 100, 30, once=True)

    assert measured.outcomes == {"200": 50, "errors": 50}
    with pytest.raises(ValueError, match="errors"):
        _ = measured.rate


async def test_a_server_that_hangs_up_does_not_stop_the_load() -> None:
    async with answering(lambda body: None if body == b"7" else GOOD) as url:
        measured = await load(url, [b"%d" % number for number in range(20)], 30, once=True)

    assert measured.outcomes == {"200": 19, "hung up": 1}
