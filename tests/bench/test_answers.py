"""Where an answer over HTTP ends, however it comes."""

import pytest

from bench.answers import Answer

BODY = b'{"data": {"node": null}}'
ANSWERS = {
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


@pytest.mark.parametrize("sent", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_whole_with_its_last_byte_and_not_before(sent: bytes) -> None:
    for cut in range(1, len(sent)):
        answer = Answer()

        assert not answer.is_whole_with(sent[:cut])
        assert answer.is_whole_with(sent[cut:])
        assert (answer.status, answer.body()) == (200, BODY)


def test_an_answer_may_come_byte_by_byte() -> None:
    answer = Answer()
    sent = ANSWERS["in two chunks"]

    whole = [answer.is_whole_with(sent[at : at + 1]) for at in range(len(sent))]

    assert whole == [False] * (len(sent) - 1) + [True]
    assert answer.body() == BODY


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
def test_only_an_answer_that_says_what_it_should_is_good(
    status: bytes, body: bytes, outcome: str
) -> None:
    answer = Answer()
    answer.is_whole_with(
        b"HTTP/1.1 %b X\r\ncontent-length: %d\r\n\r\n%b" % (status, len(body), body)
    )

    assert answer.outcome(b"id") == outcome
