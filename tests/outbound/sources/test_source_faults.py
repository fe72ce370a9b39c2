"""What cannot be reached of a source is named by its host, with what failed (rule S6)."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import outbound.sources.client as opened
from outbound.names import Names
from outbound.sources.client import Connections, check, named_host
from rules.sources import SourceUnavailable
from tests.certificates import certificate


class Known(Names):
    """Knows every name by one address, or none."""

    def __init__(self, address: str | None) -> None:
        super().__init__(1)
        self._address = address

    async def addresses(self, host: str, client: object) -> list[str]:
        return [] if self._address is None else [self._address]


@asynccontextmanager
async def answering(answer: bytes | None, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Listen, send an answer to whatever comes or never, and yield the port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError):
            await reader.readuntil(b"\r\n\r\n")
            if answer is None:
                await reader.read()
            else:
                writer.write(answer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def fault(url: str, address: str | None = "127.0.0.1") -> str:
    """Return what is said of a source that should be asked."""
    connections = Connections(Known(address), allows_loopback=True)
    with pytest.raises(SourceUnavailable) as met:
        check(await connections.get(url, {}))
    return str(met.value)


async def test_s6_a_name_without_an_address_and_one_in_a_private_network_are_said() -> None:
    unknown = await fault("https://scouts.example/api", None)
    private = await fault("https://scouts.example/api", "10.0.0.1")

    assert unknown == "The name scouts.example cannot be looked up"
    assert private == "scouts.example is in a private network"


async def test_s6_who_refuses_the_connection_is_named_with_an_unusual_port() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

        # Bound as long as that, it is nobody else's.
        said = await fault(f"http://localhost:{port}/")

    assert said == f"localhost:{port} refuses the connection"


async def test_s6_a_certificate_that_nobody_vouches_for_and_no_tls_at_all_are_said(
    tmp_path: Path,
) -> None:
    async with answering(b"", certificate(tmp_path).server_side()) as port:
        by_nobody = await fault(f"https://localhost:{port}/")
    async with answering(None) as plain:
        without = await fault(f"https://localhost:{plain}/")

    assert by_nobody == f"The certificate of localhost:{port} is not valid"
    assert without in (
        f"localhost:{plain} offers no TLS that can be used",
        f"localhost:{plain} cannot be reached",
    )


async def test_s6_silence_an_end_and_a_status_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "ANSWER_SECONDS", 0.2)
    answers = [None, b"", b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"]
    said = []
    for answer in answers:
        async with answering(answer) as port:
            said.append((await fault(f"http://localhost:{port}/")).replace(str(port), "PORT"))

    assert said == [
        "localhost:PORT did not answer within 0 seconds",
        "The connection to localhost:PORT broke",
        "localhost:PORT answered 503",
    ]


def test_s6_a_host_is_named_as_people_write_it() -> None:
    assert named_host("https://scouts.example:443/a?b=c") == "scouts.example"
    assert named_host("http://scouts.example:443/") == "scouts.example:443"
    assert named_host("https://[2001:db8::1]:8443/") == "[2001:db8::1]:8443"
