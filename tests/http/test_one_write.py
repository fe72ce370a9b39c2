"""That a response leaves in one write, and that none waits for a body that does not come yet."""

import asyncio
from typing import Any, ClassVar

from server.http.one_write import HeadHoldingTransport
from server.http.protocol import GuardedHttpProtocol
from tests.http.endpoint_servers import Start

HEAD = b"HTTP/1.1 200 OK\r\nserver: x\r\n\r\n"


class Recording:
    """A transport that notes what is written to it, and passes it on."""

    written: ClassVar[list[bytes]] = []

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Note and pass on."""
        self.written.append(data)
        self._transport.write(data)


class Recorded(GuardedHttpProtocol):
    """The protocol over a transport that notes what is written."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the recording transport below everything."""
        super().connection_made(Recording(transport))  # type: ignore[arg-type]


class Held:
    """A transport that only remembers, for the times of writes."""

    def __init__(self) -> None:
        self.events: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Remember."""
        self.events.append(data)

    def close(self) -> None:
        """Remember."""
        self.events.append(b"closed")


def holding() -> tuple[HeadHoldingTransport, Held]:
    below = Held()
    return HeadHoldingTransport(below, asyncio.get_running_loop()), below  # type: ignore[arg-type]


async def test_a_response_leaves_in_one_write(start: Start) -> None:
    Recording.written.clear()
    server = await start(protocol=Recorded)

    response = await server.ask("{ echo }")

    assert response.status_code == 200
    assert [piece.count(b"HTTP/1.1 200 OK") for piece in Recording.written] == [1]
    assert Recording.written[0].endswith(response.content)


async def test_a_head_without_a_body_yet_leaves_by_itself() -> None:
    transport, below = holding()

    transport.write(HEAD)
    at_once = list(below.events)
    await asyncio.sleep(0)  # the next turn of the loop
    transport.write(b"body")

    assert at_once == []
    assert below.events == [HEAD, b"body"]


async def test_what_follows_a_head_at_once_goes_with_it_and_only_once() -> None:
    faults: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, fault: faults.append(fault))
    transport, below = holding()

    transport.write(HEAD)
    transport.write(b"body")
    transport.write(b"more")
    await asyncio.sleep(0)

    assert faults == []
    assert below.events == [HEAD + b"body", b"more"]


async def test_a_head_leaves_before_the_connection_closes() -> None:
    transport, below = holding()

    transport.write(HEAD)
    transport.close()
    await asyncio.sleep(0)

    assert below.events == [HEAD, b"closed"]
