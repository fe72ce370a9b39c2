"""A head is read as the parser reads it, or not at all."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.remembered_heads import RememberedHead, remember
from server.http.whole_requests import SAMPLED, WholeRequests

HEADERS = (
    ("Host", "registry"),
    ("Content-Type", "application/json"),
    ("Authorization", "Bearer aaa.bbb"),
    ("X-Correlation-Id", "01890a5d-ac96-774b-bcce-b302099a8057"),
    ("accept", "*/*"),
    ("Content-Length", "26"),
)
BODY = b'{"query":"{ __typename }"}'
ORDERS = st.permutations(HEADERS)
LENGTHS = st.sampled_from(("026", "+26", "26 ", "0x1a", "25", "27", "", "9" * 5000))
RUBBISH = st.text(st.sampled_from("a :\t\r\n\0\x1f\x7f\u00e9,;1"), max_size=4) | LENGTHS
TAILS = st.sampled_from((b"", b"", b"\r\n", b"POST / HTTP/1.1\r\n\r\n"))


class Parsed:
    """What the parser makes of bytes."""

    def __init__(self, received: bytes) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""
        self.completed = 0
        self.begun = 0
        parser: Any = httptools.HttpRequestParser(self)
        parser.feed_data(received)
        self.keeps_alive = parser.should_keep_alive()

    def on_message_begin(self) -> None:
        self.begun += 1

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.completed += 1


def request(headers: Sequence[tuple[str, str]], body: bytes = BODY) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(["POST /graphql HTTP/1.1", *lines, "", ""]).encode("latin-1") + body


def with_value(
    headers: Sequence[tuple[str, str]], changed: str, value: str
) -> list[tuple[str, str]]:
    return [(name, value if name == changed else before) for name, before in headers]


def remembered(received: bytes) -> RememberedHead:
    parsed = Parsed(received)
    head = remember(received, parsed.headers, keep_alive=parsed.keeps_alive)
    assert head is not None
    return head


@given(headers=ORDERS, body=st.binary(max_size=40))
def test_a_head_that_differs_in_values_alone_is_read(
    headers: list[tuple[str, str]], body: bytes
) -> None:
    head = remembered(request(headers))
    others = with_value(headers, "Authorization", "Bearer ccc")
    others = with_value(others, "Content-Length", str(len(body)))

    received = request(others, body)

    parsed = Parsed(received)
    assert head.read(received) == (parsed.headers, parsed.body)
    assert parsed.completed == 1


@pytest.mark.parametrize("name", [name for name, _ in HEADERS])
@given(headers=ORDERS, value=RUBBISH, tail=TAILS)
def test_what_is_read_is_what_the_parser_reads(
    name: str, headers: list[tuple[str, str]], value: str, tail: bytes
) -> None:
    head = remembered(request(headers))

    received = request(with_value(headers, name, value)) + tail
    read = head.read(received)

    if read is not None:
        parsed = Parsed(received)
        assert read == (parsed.headers, parsed.body)
        assert (parsed.begun, parsed.completed) == (1, 1)


@given(
    headers=ORDERS,
    asked=st.lists(st.tuples(st.sampled_from(("Bearer ccc", "Bearer ccd")), st.binary(max_size=2))),
)
def test_requests_one_after_the_other_are_read_each_by_itself(
    headers: list[tuple[str, str]], asked: list[tuple[str, bytes]]
) -> None:
    head = remembered(request(headers))

    for token, body in asked:
        others = with_value(headers, "Authorization", token)
        received = request(with_value(others, "Content-Length", str(len(body))), body)
        parsed = Parsed(received)
        assert head.read(received) == (parsed.headers, parsed.body)


@given(headers=ORDERS, cut=st.integers(0, 400))
def test_a_request_that_is_cut_off_is_not_read(headers: list[tuple[str, str]], cut: int) -> None:
    received = request(headers)
    head = remembered(received)

    assert head.read(received[: min(cut, len(received) - 1)]) is None


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (b"POST /graphql", b"POST  /graphql"),
        (b"Authorization: ", b"Authorization:"),
        (b"Content-Length: 26", b"Content-Length:  26"),
        (b"accept: */*", b"accept: */*,\r\n text/html"),
        (BODY, BODY[:-1]),
        (BODY, BODY + request(HEADERS)),
    ],
)
def test_what_is_written_in_another_way_is_not_remembered(written: bytes, otherwise: bytes) -> None:
    headers = Parsed(request(HEADERS)).headers

    received = request(HEADERS).replace(written, otherwise)

    assert remember(received, headers, keep_alive=True) is None


def test_what_the_parser_reads_otherwise_is_not_remembered() -> None:
    headers = Parsed(request(HEADERS)).headers

    others = [(name, b"Bearer x" if name == b"authorization" else it) for name, it in headers]

    assert remember(request(HEADERS), others, keep_alive=True) is None


def test_z11a_a_request_is_drawn_once_and_parsed_where_it_is_sampled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received = request(HEADERS)
    spans = iter((None, "its span"))
    endpoint: Any = None
    requests = WholeRequests(endpoint)
    requests.sample = lambda _: next(spans)
    monkeypatch.setattr("server.http.whole_requests.is_whole", lambda _: True)
    parsed: Any = SimpleNamespace(headers=[], scope={})

    assert requests.read(received, remembered(received)) is not None
    assert requests.read(received, remembered(received)) is None
    assert requests.takes(parsed) is False
    assert parsed.scope == {SAMPLED: "its span"}
