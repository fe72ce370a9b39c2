"""A connection whose heads are read by the one before answers as one whose heads are parsed."""

import asyncio
import re
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.http.protocol import GuardedHttpProtocol
from tests.http.endpoint_servers import Running, Start
from tests.http.test_protocol import one_answer, status_of
from tests.serving import TIMEOUT_SECONDS

NAMED = "01890a5d-ac96-774b-bcce-b302099a8057"
Lines = tuple[bytes, ...]
LINES: Lines = (
    b"Host: registry",
    b"Content-Type: application/json",
    b"Authorization: Bearer good",
    b"X-Correlation-Id: " + NAMED.encode(),
    b"X-Forwarded-For: 192.0.2.1",
    b"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    b"Accept: application/graphql-response+json",
)
BODY = b'{"query":"{ echo(text: \\"1\\") }"}'
OTHER = b'{"query":"{ echo(text: \\"another\\") }"}'
SMUGGLED = b"GET /graphql?query={echo} HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = (
    b"\r\n" * 60
    + b"GET /graphql?query={id(value:9)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
)
"""What ends every conversation, however many bytes the one before it still waited for."""


def written(
    lines: Lines = LINES,
    body: bytes = BODY,
    *,
    first: bytes = b"POST /graphql HTTP/1.1",
    length: bytes | None = None,
) -> bytes:
    """Write a request; `length` is what stands behind the name of that header."""
    said = b" %d" % len(body) if length is None else length
    return b"\r\n".join((first, *lines, b"Content-Length:" + said, b"", b"")) + body


def with_line(line: bytes, instead_of: int | None = None, **kwargs: Any) -> bytes:
    """Write a request with one line more, or another in the place of one."""
    if instead_of is None:
        return written((*LINES, line), **kwargs)
    return written((*LINES[:instead_of], line, *LINES[instead_of + 1 :]), **kwargs)


ATTACKS = {
    "the same": written(),
    "another body": written(body=OTHER),
    "another token": with_line(b"Authorization: Bearer bad", 2),
    "no token": written(LINES[:2] + LINES[3:]),
    "two tokens": with_line(b"Authorization: Bearer bad"),
    "a token behind a tab": with_line(b"Authorization:\tBearer good", 2),
    "a token before a tab": with_line(b"Authorization: Bearer good\t", 2),
    "a token with a NUL": with_line(b"Authorization: Bearer good\0", 2),
    "a token in two lines": with_line(b"Authorization: Bearer\r\n good", 2),
    "another address": with_line(b"X-Forwarded-For: 198.51.100.7", 4),
    "two addresses": with_line(b"X-Forwarded-For: 198.51.100.7"),
    "another id": with_line(b"X-Correlation-Id: " + str(UUID(int=7)).encode(), 3),
    "no id": with_line(b"X-Correlation-Id: nothing", 3),
    "two ids": with_line(b"x-correlation-id: " + str(UUID(int=7)).encode()),
    "another trace": with_line(b"traceparent: 00-" + b"1" * 32 + b"-" + b"2" * 16 + b"-00", 5),
    "another host": with_line(b"Host: elsewhere", 0),
    "two hosts": with_line(b"Host: elsewhere"),
    "another case": written(tuple(it.swapcase() for it in LINES)),
    "another type": with_line(b"Accept: text/plain", 6),
    "an origin": with_line(b"Origin: https://attacker.example"),
    "a version": with_line(b"If-None-Match: *"),
    "an expectation": with_line(b"Expect: 100-continue"),
    "a close": with_line(b"Connection: close"),
    "an upgrade": with_line(b"Connection: upgrade\r\nUpgrade: h2c"),
    "an upgrade alone": with_line(b"Upgrade: h2c"),
    "chunks": with_line(b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + SMUGGLED),
    "chunks in capitals": with_line(b"TRANSFER-ENCODING: CHUNKED", body=b"0\r\n\r\n" + SMUGGLED),
    "chunks named otherwise": with_line(b"Transfer_Encoding: chunked", body=BODY),
    "chunks alone": b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY),
    "two lengths": with_line(b"Content-Length: 5"),
    "the length twice": with_line(b"Content-Length: %d" % len(BODY)),
    "a length of another name": with_line(b"Content_Length: 5"),
    **{
        f"a length of {said!r}": written(length=said)
        for said in (
            b"33",
            b"  33",
            b" 33 ",
            b"\t33",
            b" 33\t",
            b" 0033",
            b" +33",
            b" -33",
            b" 3_3",
        )
    },
    **{
        f"a length of {said!r}": written(length=said)
        for said in (b"", b" ", b" 0", b" 0x21", b" 33, 33")
    },
    "a length in two lines": written(length=b" 3\r\n 3"),
    "a body that is short": written(length=b" %d" % (len(BODY) + 9)),
    "a body that is long": written(length=b" %d" % len(BODY)) + b"x",
    "a request behind it": written() + SMUGGLED,
    "the same behind it": written() + written(body=OTHER),
    "a blank line before it": b"\r\n" + written(),
    "a blank line behind it": written() + b"\r\n",
    "an older version": written(first=b"POST /graphql HTTP/1.0"),
    "an absolute target": written(first=b"POST http://registry/graphql HTTP/1.1"),
    "a query string": written(first=b"POST /graphql?a=1 HTTP/1.1"),
    "two slashes": written(first=b"POST //graphql HTTP/1.1"),
    "another method": written(first=b"PUT /graphql HTTP/1.1"),
    "lines without returns": written().replace(b"\r\n", b"\n", 3),
    "returns without lines": written().replace(b"\r\n", b"\r", 3),
    "a space before a colon": written().replace(b"Host:", b"Host :"),
    "a name of nothing": with_line(b": nothing"),
    "letters of another script": with_line("X-Name: \N{CYRILLIC SMALL LETTER YA}".encode()),
    "a head without an end": written()[:120],
}


class Parsing(GuardedHttpProtocol):
    """Takes every request by the parser and through ASGI."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole_requests = None


class Collecting(asyncio.Protocol):
    """Collects what a server says until it closes."""

    def __init__(self) -> None:
        self.received = b""
        self.ended = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.received += data

    def eof_received(self) -> None:
        self.ended.set()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.ended.set()


async def conversation(server: Running, *pieces: bytes) -> tuple[str, list[Any], list[Any]]:
    """Return what a server answers to pieces, each of which it has read before the next."""
    del server.stand_in.requests[:], server.observed[:]
    transport, client = await asyncio.get_running_loop().create_connection(
        Collecting, "127.0.0.1", server.port
    )
    for piece in (written(), *pieces, LAST):
        if client.ended.is_set():
            break
        transport.write(piece)
        # What another connection is answered means that this one was read.
        await server.say(b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    async with asyncio.timeout(TIMEOUT_SECONDS):
        await client.ended.wait()
    transport.close()
    executed = [(it.query, it.variables) for it in server.stand_in.requests]
    return _comparable(client.received), executed, sorted(server.observed)


def _comparable(answers: bytes) -> str:
    """Return answers without their dates, and without the ids that the server made.

    And without the last where that refuses bytes which are no HTTP: it is not written where they
    come behind a request that is still being executed, which is so for longer where it is parsed.
    """
    *others, last = answers.split(b"HTTP/1.1 ")
    answers = b"HTTP/1.1 ".join(others if b"Invalid HTTP request" in last else [*others, last])
    text = re.sub(r"date: [^\r]*", "date", answers.decode("latin-1"))
    ids = re.findall(r"x-correlation-id: ([^\r]*)", text)
    made = [it for it in ids if it not in (NAMED, str(UUID(int=7)))]
    assert len(made) == len(set(made)), "an id is made for each request anew"
    for each in made:
        text = text.replace(each, "made")
    return text


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
async def test_an_attack_is_answered_as_if_it_were_parsed(start: Start, attack: bytes) -> None:
    quick, longer = await start(), await start(protocol=Parsing)

    pieces = (written(body=OTHER), attack, written())

    assert await conversation(quick, *pieces) == await conversation(longer, *pieces)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    attacks=st.lists(st.sampled_from(list(ATTACKS.values())), min_size=1, max_size=4),
    edits=st.lists(
        st.tuples(
            st.integers(0, 400),
            st.integers(0, 2),
            st.sampled_from((b"", b" ", b"\t", b"\r", b"\n", b"\0", b":", b"1", b"\r\n", b"\xff")),
        ),
        max_size=2,
    ),
)
async def test_what_is_edited_anywhere_is_answered_as_if_it_were_parsed(
    start: Start, attacks: list[bytes], edits: list[tuple[int, int, bytes]]
) -> None:
    quick, longer = await start(), await start(protocol=Parsing)
    for position, dropped, put in edits:
        at = position % len(attacks[-1])
        attacks[-1] = attacks[-1][:at] + put + attacks[-1][at + dropped :]

    assert await conversation(quick, *attacks) == await conversation(longer, *attacks)


class Known(GuardedHttpProtocol):
    """The protocol, with the last connection of it."""

    last: "Known"

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        Known.last = self


async def test_the_next_request_has_its_time_after_one_that_was_refused_at_once(
    start: Start,
) -> None:
    server = await start(protocol=Known)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(ATTACKS["another token"])

    assert status_of(await one_answer(reader)) == 401

    assert Known.last.deadline is None
    writer.close()


@pytest.mark.parametrize(
    "behind",
    [
        b"\0",
        b"POST /graphql HTTP/1.1\r\nHost : x\r\n\r\n",
        ATTACKS["chunks alone"].replace(b"\r\n0\r\n", b"0\r\n"),
        written((*LINES, b"X: " + b"y" * 90_000)),
    ],
    ids=["rubbish", "a head that is none", "a chunk without an end", "a head that is too large"],
)
async def test_what_can_not_be_read_is_no_answer_to_the_request_before_it(
    start: Start, behind: bytes
) -> None:
    server = await start()
    may_answer = server.stand_in.may_answer = asyncio.Event()
    transport, client = await asyncio.get_running_loop().create_connection(
        Collecting, "127.0.0.1", server.port
    )
    for piece in (written(), behind):
        transport.write(piece)
        await server.say(b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert client.received == b""

    may_answer.set()
    async with asyncio.timeout(TIMEOUT_SECONDS):
        await client.ended.wait()
    transport.close()

    assert (client.received.count(b"HTTP/1.1"), status_of(client.received)) == (1, 200)
    assert client.received.endswith(b'{"data":{"echo":"1"}}')
    assert len(server.stand_in.requests) == 1
