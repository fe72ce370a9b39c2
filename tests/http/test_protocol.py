"""That a request which does not arrive is not waited for, seen from real sockets."""

import asyncio
import json

import pytest

from server.http.protocol import GuardedHttpProtocol
from tests.http.endpoint_servers import Running, Start
from tests.serving import TIMEOUT_SECONDS


class Hasty(GuardedHttpProtocol):
    """Waits a moment for a request."""

    deadline_seconds = 0.1


class Patient(Hasty):
    """Waits a moment more, in which a busy machine has read a request that is there."""

    deadline_seconds = 0.5


class Narrow(GuardedHttpProtocol):
    """Takes small heads only, and waits for them as long as the server does."""

    max_head_bytes = 4096


HEAD = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
BODY = b'{"query": "{ echo }"}'
WHOLE = HEAD + b"content-length: %d\r\n\r\n" % len(BODY) + BODY


def status_of(answer: bytes) -> int:
    """Read the status of the first answer on a connection."""
    return int(answer.split(b" ", 2)[1])


async def one_answer(reader: asyncio.StreamReader) -> bytes:
    """Read one answer from a connection that stays open."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return head + await reader.readexactly(length)


@pytest.mark.parametrize(
    "piece",
    [b"P", b"POST /graphql HTTP/1.1\r\n", HEAD, HEAD + b"x-drip: 1\r\n"],
    ids=["one byte", "the request line", "some headers", "more headers"],
)
async def test_a_head_that_does_not_end_is_answered_408_and_closed(
    start: Start, piece: bytes
) -> None:
    server = await start(protocol=Hasty)

    answer = await server.say(piece)

    assert status_of(answer) == 408
    error = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"][0]
    assert error == {
        "message": "The request did not arrive in time.",
        "extensions": {"code": "BAD_REQUEST"},
    }


async def test_a_head_that_drips_gets_no_more_time_for_each_drop(start: Start) -> None:
    server = await start(protocol=Hasty)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)

    async def drip() -> None:
        writer.write(HEAD)
        while not reader.at_eof():
            writer.write(b"x: y\r\n")
            await asyncio.wait([closing], timeout=0.01)

    closing = asyncio.ensure_future(reader.readuntil(b"\r\n\r\n"))
    dripping = asyncio.ensure_future(drip())
    # Whoever drips on while the server closes may be reset before the end of the answer's body.
    answer = await closing
    dripping.cancel()
    writer.close()

    assert status_of(answer) == 408


@pytest.mark.parametrize(
    "piece",
    [
        HEAD + b"content-length: 30\r\n\r\n",
        HEAD + b"content-length: 30\r\n\r\n{",
        HEAD + b"transfer-encoding: chunked\r\n\r\n5\r\n{",
    ],
    ids=["no body", "some of a body", "some of a chunk"],
)
async def test_a_body_that_does_not_end_is_answered_408_and_closed(
    start: Start, piece: bytes
) -> None:
    server = await start(protocol=Hasty)

    answer = await server.say(piece)

    assert status_of(answer) == 408
    assert server.stand_in.requests == []


@pytest.mark.parametrize("piece", [b"", b"\r\n\r\n"], ids=["nothing", "blank lines"])
async def test_a_connection_that_asks_nothing_is_closed_without_a_word(
    start: Start, piece: bytes
) -> None:
    server = await start(protocol=Hasty)

    assert await server.say(piece) == b""


async def test_blank_lines_do_not_keep_a_used_connection_open(start: Start) -> None:
    server = await start(protocol=Patient)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WHOLE)
    await one_answer(reader)

    writer.write(b"\r\n")
    async with asyncio.timeout(TIMEOUT_SECONDS):
        rest = await reader.read()
    writer.close()

    assert rest == b""


async def test_each_request_of_a_connection_has_the_deadline_anew(start: Start) -> None:
    server = await start(protocol=Patient)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WHOLE)
    first = await one_answer(reader)

    writer.write(HEAD)
    second = await reader.read()
    writer.close()

    assert (status_of(first), status_of(second)) == (200, 408)


async def test_a_request_in_pieces_is_answered_within_its_deadline(start: Start) -> None:
    server = await start()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for position in range(len(WHOLE)):
        writer.write(WHOLE[position : position + 1])
        await writer.drain()

    answer = await one_answer(reader)
    writer.close()

    assert status_of(answer) == 200


async def test_a_slow_answer_is_not_cut_off_by_the_deadline_of_its_request(start: Start) -> None:
    server = await start(protocol=Patient)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WHOLE[:-1])
    # An answer on another connection means that the server has read the piece by now.
    await server.ask("{ echo }")
    may_answer = server.stand_in.may_answer = asyncio.Event()
    writer.write(WHOLE[-1:])
    # Another connection runs into its deadline meanwhile: so long has this one waited too.
    assert status_of(await server.say(b"P")) == 408

    may_answer.set()
    answer = await one_answer(reader)
    writer.close()

    assert status_of(answer) == 200


async def test_a_head_that_drips_behind_a_running_request_ends_the_connection_after_it(
    start: Start,
) -> None:
    server = await start(protocol=Patient)
    may_answer = server.stand_in.may_answer = asyncio.Event()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WHOLE + HEAD)
    assert status_of(await server.say(b"P")) == 408

    may_answer.set()
    answer = await reader.read()
    writer.close()

    assert status_of(answer) == 200
    assert b"connection: close" in answer
    assert answer.count(b"HTTP/1.1") == 1


async def test_a_head_that_grows_without_end_is_a_431(start: Start) -> None:
    server = await start(protocol=Narrow)

    answer = await server.say(HEAD, *[b"x: " + b"y" * 1000 + b"\r\n"] * 8)

    assert status_of(answer) == 431


@pytest.mark.parametrize(
    "piece",
    [
        b"nonsense\r\n\r\n",
        HEAD + b"content-length: 1\r\ncontent-length: 2\r\n\r\n{}",
        HEAD + b"content-length: -1\r\n\r\n",
        HEAD + b"content-length: many\r\n\r\n",
        HEAD + b"content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
    ],
)
async def test_what_is_no_http_is_a_400_in_the_form_of_every_refusal(
    server: Running, piece: bytes
) -> None:
    answer = await server.say(piece)

    assert status_of(answer) == 400
    error = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"][0]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert b"x-correlation-id: " in answer


async def test_g_requests_that_come_before_a_head_are_not_counted_to_it(start: Start) -> None:
    server = await start(protocol=Narrow)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)

    writer.write(WHOLE * 100 + HEAD)
    answers = [await reader.readuntil(b"HTTP/1.1") for _ in range(100)]
    writer.close()

    assert len(WHOLE) * 100 > Narrow.max_head_bytes
    assert all(b" 431 " not in answer for answer in answers)
