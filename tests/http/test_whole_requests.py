"""Requests that come whole are responded to without ASGI, and others with it, as ever."""

import asyncio
from typing import Any

import pytest

from server.http import whole_requests
from server.http.protocol import GuardedHttpProtocol
from server.http.whole_requests import WholeRequest
from tests.http.endpoint_servers import Start
from tests.http.test_protocol import BODY, HEAD, WHOLE, one_answer, status_of

PADDED = BODY[:-1] + b" " * whole_requests.MAX_BODY + b"}"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n"
EXPECTING = HEAD + b"expect: 100-continue\r\ncontent-length: %d\r\n\r\n" % len(BODY) + BODY


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[WholeRequest]:
    """List the requests that are taken as a whole."""
    found: list[WholeRequest] = []
    respond = WholeRequest.respond

    def noting(self: WholeRequest, *given: Any) -> None:
        found.append(self)
        respond(self, *given)

    monkeypatch.setattr(WholeRequest, "respond", noting)
    return found


@pytest.mark.parametrize(
    ("request_bytes", "is_taken"),
    [
        (WHOLE, True),
        (WHOLE.replace(b"/graphql", b"/graphql?a=1"), False),
        (WHOLE.replace(b"HTTP/1.1", b"HTTP/1.0"), False),
        (HEAD + b"content-length: %d\r\n\r\n" % len(PADDED) + PADDED, False),
        (CHUNKED, False),
        (EXPECTING, False),
    ],
    ids=["whole", "a query string", "HTTP/1.0", "long", "chunked", "expecting"],
)
async def test_any_form_of_a_request_has_the_same_answer(
    start: Start, taken: list[WholeRequest], request_bytes: bytes, *, is_taken: bool
) -> None:
    server = await start()

    closing = request_bytes.replace(b"host: x\r\n", b"host: x\r\nconnection: close\r\n", 1)
    answer = await server.say(closing)

    answer = answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert status_of(answer) == 200
    assert answer.lower().count(b"connection: close\r\n") == 1
    assert answer.endswith(b'{"data":{"echo":null}}')
    assert bool(taken) is is_taken
    assert server.observed == [("query echo", 200)]


async def test_a_connection_goes_on_from_one_whole_request_to_the_next(
    start: Start, taken: list[WholeRequest]
) -> None:
    server = await start()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)

    for piece in (WHOLE, WHOLE[:40], WHOLE[40:-3], WHOLE[-3:], WHOLE):
        writer.write(piece)
        await writer.drain()
        if piece.endswith(WHOLE[-3:]):
            assert status_of(await one_answer(reader)) == 200
    writer.close()

    assert len(taken) == 3
    assert not taken[0].disconnected


async def test_requests_that_come_together_are_answered_in_their_order(
    start: Start, taken: list[WholeRequest]
) -> None:
    server = await start()
    may_answer = server.stand_in.may_answer = asyncio.Event()
    echoing = [b'{"query": "{ echo(text: \\"%d\\") }"}' % number for number in range(5)]
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"".join(HEAD + b"content-length: %d\r\n\r\n" % len(it) + it for it in echoing))
    await server.say(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")

    may_answer.set()
    answers = [await one_answer(reader) for _ in echoing]
    writer.close()

    assert [it[-4:-3] for it in answers] == [b"%d" % number for number in range(5)]
    assert len(taken) == 1


async def test_a_client_that_has_gone_is_written_nothing(
    start: Start, taken: list[WholeRequest]
) -> None:
    server = await start()
    may_answer = server.stand_in.may_answer = asyncio.Event()
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WHOLE)
    while not server.stand_in.requests:
        await server.say(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    writer.transport.abort()
    await server.say(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")

    may_answer.set()
    while not taken:
        await server.ask("{ echo }")

    assert taken[0].disconnected
    assert [status for _, status in server.observed if status == 200]


class Stopped(GuardedHttpProtocol):
    """The protocol, with all connections of it."""

    made: list["Stopped"]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection."""
        super().connection_made(transport)
        self.made.append(self)


async def test_a_server_that_stops_answers_what_has_begun_and_closes(start: Start) -> None:
    Stopped.made = []
    server = await start(protocol=Stopped)
    may_answer = server.stand_in.may_answer = asyncio.Event()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WHOLE)
    while not server.stand_in.requests:
        await server.say(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")

    Stopped.made[0].shutdown()
    may_answer.set()
    answer = await reader.read()
    writer.close()

    assert status_of(answer) == 200
    assert b"connection: close\r\n" in answer


async def test_a_task_that_is_cancelled_closes_its_connection(start: Start) -> None:
    Stopped.made = []
    server = await start(protocol=Stopped)
    server.stand_in.may_answer = asyncio.Event()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(WHOLE)
    while not server.stand_in.requests:
        await server.say(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")

    for task in Stopped.made[0].tasks:
        task.cancel()
    rest = await reader.read()
    writer.close()

    assert rest == b""
