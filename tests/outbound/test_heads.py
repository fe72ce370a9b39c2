"""How much of an answer is read: its status, `Retry-After` where that counts, within bounds."""

import pytest

from outbound.heads import MAX_BYTES, Head, HeadRefused

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
WAIT = b"HTTP/1.1 503 Busy\r\nServer: x\r\nRetry-After:  120 \r\nX: y\r\n\r\n"


def read(*chunks: bytes) -> tuple[int, str | None] | None:
    """Feed chunks until no more are needed; return the status and when to come again."""
    head = Head()
    for chunk in chunks:
        if head.feed(chunk):
            assert head.answer is not None
            return head.answer.status, head.answer.retry_after
    return None


def by_bytes(text: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in text]


@pytest.mark.parametrize("cut", [lambda text: [text], by_bytes])
def test_f4a_a_status_is_known_with_its_line(cut: object) -> None:
    assert callable(cut)
    assert read(*cut(b"HTTP/1.1 200 OK\r\n")) == (200, None)
    assert read(*cut(b"HTTP/1.0 404\r\n")) == (404, None)
    assert read(*cut(b"HTTP/1.1 204 \n")) == (204, None)
    assert read(*cut(CONTINUE * 5 + b"HTTP/1.1 410 Gone\r\n")) == (410, None)
    assert read(*cut(WAIT)) == (503, "120")
    assert read(*cut(b"HTTP/1.1 429 Slow\r\n\r\n")) == (429, None)
    assert read(*cut(b"HTTP/1.1 200 O")) is None


def test_f4a_six_informational_answers_are_too_many() -> None:
    with pytest.raises(HeadRefused, match="informational"):
        read(CONTINUE * 6 + b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("chunk", [b"x" * 100_000, b"HTTP/1.1 200 " + b"x" * MAX_BYTES])
def test_f4a_a_head_has_at_most_16_kib(chunk: bytes) -> None:
    with pytest.raises(HeadRefused, match="too long"):
        read(*by_bytes(chunk[:MAX_BYTES]))
    with pytest.raises(HeadRefused, match="too long"):
        read(chunk)


def test_f4a_fields_without_end_are_not_read_on() -> None:
    fields = b"HTTP/1.1 503 Busy\r\n" + b"X: y\r\n" * 10_000

    assert read(fields) == (503, None)


def test_f4a_fields_of_informational_answers_count() -> None:
    with pytest.raises(HeadRefused, match="too long"):
        read(b"HTTP/1.1 103 Early Hints\r\n" + b"Link: x\r\n" * 10_000)


@pytest.mark.parametrize(
    "line",
    [b"", b"SSH-2.0-x", b"HTTP/2 200", b"HTTP/1.1 2000 OK", b"HTTP/1.1 020", b"HTTP/1.1 200OK"],
)
def test_f4a_what_is_not_http_is_refused(line: bytes) -> None:
    with pytest.raises(HeadRefused, match="not HTTP"):
        read(line + b"\r\n")


def test_f4a_a_head_of_16_kib_is_read_and_one_byte_more_is_not() -> None:
    def line(length: int) -> bytes:
        return b"HTTP/1.1 200 ".ljust(length - 2, b"x") + b"\r\n"

    assert read(line(16_384)) == (200, None)
    with pytest.raises(HeadRefused, match="too long"):
        read(line(16_385))
