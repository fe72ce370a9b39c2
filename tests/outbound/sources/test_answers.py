"""What a source may answer, within which bounds, and where its token goes (rule S6)."""

import pytest

from outbound.names import Names
from outbound.sources import answers as asking
from outbound.sources import client as opened
from outbound.sources.client import Connections, SourceClient
from outbound.sources.opening import Opener
from rules.sources import (
    SourceFailed,
    SourceProtocol,
    SourceToRead,
    SourceUnavailable,
    SourceWaits,
)
from tests.hitobito import TOKEN, Asked, Hitobito, error, written
from tests.outbound.sources.conftest import Read
from tests.receivers import Receiver, listening


@pytest.mark.parametrize("status", [429, 503])
async def test_s6_a_source_that_asks_to_wait_is_waited_for(
    source: Hitobito, read: Read, status: int
) -> None:
    source.instead = lambda _: written(status, error(status), "Retry-After: 7")

    with pytest.raises(SourceWaits) as waits:
        await read().members(["1"], None)

    assert waits.value.seconds == 7


async def test_s6_what_gives_tokens_is_waited_for_likewise(source: Hitobito) -> None:
    names = Names(1)
    instead(source, written(503, error(503), "Retry-After: 7"))
    address = f"http://127.0.0.1:{source.port}"
    asked = SourceToRead(
        SourceProtocol.JSON_API, source.base_url, None, f"{address}/token", "selfsame", "a secret!"
    )

    with pytest.raises(SourceWaits) as waits:
        await Opener(Connections(names, allows_loopback=True)).open(asked)

    await names.close()
    assert waits.value.seconds == 7


async def test_s6_nobody_waits_for_longer_than_an_hour(source: Hitobito, read: Read) -> None:
    source.instead = lambda _: written(429, error(429), "Retry-After: 86400")

    with pytest.raises(SourceWaits) as waits:
        await read().members(["1"], None)

    assert waits.value.seconds == 3600


def instead(source: Hitobito, answer: bytes) -> None:
    source.instead = lambda _: answer


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", "is not JSON"),
        (written(200, {"errors": []}), "is not JSON:API"),
        (written(200, {"data": [7]}), "is not JSON:API"),
        (written(200, {"data": [{"id": 7, "attributes": {}}]}), "is not JSON:API"),
        (written(200, {"data": [{"id": "a", "attributes": {}}]}), "is not a number"),
        (written(302, {}, "Location: https://elsewhere.example/"), "answered 302"),
        (written(200, {}, "Content-Encoding: gzip"), "is compressed"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "is not HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000, "is too long"),
    ],
)
async def test_s6_an_answer_that_cannot_be_taken_ends_the_run(
    source: Hitobito, read: Read, answer: bytes, why: str
) -> None:
    instead(source, answer)

    with pytest.raises(SourceFailed, match=why):
        await read().members(["1"], None)


async def test_s6_an_answer_has_a_bound(
    source: Hitobito, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_BYTES", 1 << 20)
    instead(source, b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (1 << 21))

    with pytest.raises(SourceFailed, match="larger than 1 MiB"):
        await read().members(["1"], None)


async def test_s6_what_follows_a_body_has_a_bound(source: Hitobito, read: Read) -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
    instead(source, chunks + b"".join(b"x%d: %s\r\n" % (it, b"y" * 999) for it in range(99)))

    with pytest.raises(SourceFailed, match="head of an answer of the source is too long"):
        await read().members(["1"], None)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        written(500, error(500)),
        written(429, error(429)),
    ],
)
async def test_s6_an_answer_that_breaks_off_is_asked_for_again(
    source: Hitobito, read: Read, answer: bytes
) -> None:
    instead(source, answer or b"\r\n")

    with pytest.raises(SourceUnavailable):
        await read().members(["1"], None)


async def test_s6_a_source_has_so_long_to_answer(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "ANSWER_SECONDS", 0.05)

    async def silent(_: object) -> int:
        raise ConnectionError

    async with listening(Receiver(answer=silent)) as receiver:
        with pytest.raises(SourceUnavailable):
            await read(at=f"http://127.0.0.1:{receiver.port}").members(["1"], None)


async def test_s6_an_answer_in_pieces_of_its_own_length_is_taken(
    source: Hitobito, read: Read
) -> None:
    instead(
        source,
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b'5\r\n{"dat\r\n6\r\na":[]}\r\n0\r\n\r\n',
    )

    assert (await read().members(["1"], None)).memberships == ()


@pytest.mark.parametrize("moved", ["repeats", "goes back", "too many"])
async def test_s6_a_list_that_does_not_go_on_ends_the_run(
    source: Hitobito, read: Read, moved: str
) -> None:
    def answer(_: Asked) -> bytes:
        ids = {"repeats": [11, 11], "goes back": [9, 12], "too many": [20, 21, 22, 23]}[moved]
        return written(200, {"data": [{"id": str(it), "type": "roles"} for it in ids]})

    source.instead = answer

    with pytest.raises(SourceFailed, match=r"The source (lists|does not list)"):
        await read().members(["1"], "10")


async def test_s6_the_token_goes_to_the_origin_of_the_source_alone(source: Hitobito) -> None:
    names = Names(1)
    async with listening(Receiver()) as elsewhere:
        client = SourceClient(Connections(names, allows_loopback=True), source.base_url, TOKEN)

        with pytest.raises(SourceFailed, match="leads elsewhere"):
            await client.get(elsewhere.url, (), "application/json")

        assert elsewhere.received == []
    assert (await client.get("groups/1", (), "application/json")).status == 200
    await names.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433"])
async def test_s6_f3_a_source_in_a_private_network_is_not_asked(
    source: Hitobito, host: str
) -> None:
    names = Names(1)
    connections = Connections(names, allows_loopback=False)
    client = SourceClient(connections, f"https://{host}:{source.port}/api", TOKEN)

    with pytest.raises(SourceFailed, match="private network"):
        await client.get("groups/1", (), "application/json")

    await names.close()
    assert source.asked == []
