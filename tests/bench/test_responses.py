"""Where a response over HTTP ends, however it arrives."""

import pytest

from bench.responses import Response

BODY = b'{"data": {"node": null}}'
RESPONSES = {
    "with its length": b"HTTP/1.1 200 OK\r\nContent-Length: 24\r\nX: y\r\n\r\n" + BODY,
    "with its length last, in small letters": b"HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n"
    + BODY,
    "in one chunk": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n18\r\n" + BODY + b"\r\n0\r\n\r\n"
    ),
    "in two chunks": (
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        b"a;x=y\r\n" + BODY[:10] + b"\r\nE\r\n" + BODY[10:] + b"\r\n0\r\n\r\n"
    ),
}


@pytest.mark.parametrize("sent", RESPONSES.values(), ids=RESPONSES)
def test_a_response_is_complete_with_its_last_byte_and_not_before(sent: bytes) -> None:
    for cut in range(1, len(sent)):
        response = Response()

        assert not response.is_complete_with(sent[:cut])
        assert response.is_complete_with(sent[cut:])
        assert (response.status, response.body()) == (200, BODY)


def test_a_response_may_come_byte_by_byte() -> None:
    response = Response()
    sent = RESPONSES["in two chunks"]

    whole = [response.is_complete_with(sent[at : at + 1]) for at in range(len(sent))]

    assert whole == [False] * (len(sent) - 1) + [True]
    assert response.body() == BODY


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (b"200", b'{"data":{"id":1}}', "200"),
        (b"500", b"{}", "500"),
        (b"200", b'{"data":null,"errors":[{}]}', "errors"),
        (b"200", b'{"data":{"name":"\\"errors\\""},"id":1}', "200"),
        (b"200", b'{"data":{"node":null}}', "without id"),
    ],
)
def test_only_a_response_that_says_what_it_should_is_good(
    status: bytes, body: bytes, outcome: str
) -> None:
    response = Response()
    response.is_complete_with(
        b"HTTP/1.1 %b X\r\ncontent-length: %d\r\n\r\n%b" % (status, len(body), body)
    )

    assert response.outcome(b"id") == outcome
