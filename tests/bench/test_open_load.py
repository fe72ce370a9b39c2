"""What the open load generator counts: from the intended start, whatever became of the rest."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bench.load import requests
from bench.open_load import OpenMeasured, put

GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"data":"ok"}'
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
STALL = 0.4


@asynccontextmanager
async def answering(answer: Callable[[int], tuple[float, bytes]]) -> AsyncIterator[str]:
    """Listen, and answer each number after some seconds."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.read(65536):
            seconds, answered = answer(int(head.partition(b"\r\n\r\n")[2]))
            await asyncio.sleep(seconds)
            writer.write(answered)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1000)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql"


async def load(
    url: str, count: int, rate: float, connections: int, patience: float = 10.0
) -> OpenMeasured:
    wires = requests(url, [b"%d" % number for number in range(count)])
    kinds = ("even", "odd")
    sent = [(kinds[number % 2], wire) for number, wire in enumerate(wires)]
    return await asyncio.to_thread(put, url, sent, rate, connections, patience)


async def test_requests_are_sent_at_their_times_and_counted_by_kind() -> None:
    async with answering(lambda _: (0.0, GOOD)) as url:
        measured = await load(url, 100, 200.0, 100)

    assert measured.outcomes == {"200": 100}
    assert measured.refused == 0
    assert {kind: each.count for kind, each in measured.by_kind.items()} == {"even": 50, "odd": 50}
    assert measured.seconds >= 99 / 200
    assert measured.lateness.count == 100
    assert 0 < measured.latencies.p50 <= measured.latencies.p99 <= measured.latencies.most


async def test_a_stall_counts_for_everybody_who_was_meant_to_come_meanwhile() -> None:
    async with answering(lambda number: (STALL if number == 0 else 0.0, GOOD)) as url:
        measured = await load(url, 40, 100.0, 1)

    # The one socket was held by the first: a closed load would count one long latency, and the
    # others from when they were sent at last. The twentieth was meant to come after 0.2 s.
    assert measured.outcomes == {"200": 40}
    assert measured.latencies.p50 >= (STALL - 0.25) * 1000
    # No socket was free, so none of that is the generator's fault.
    assert measured.lateness.count < 40


async def test_what_is_refused_and_what_is_not_sent_is_counted() -> None:
    async with answering(lambda number: (0.0, BUSY if number % 10 == 0 else GOOD)) as url:
        refused = await load(url, 50, 500.0, 4)
    async with answering(lambda _: (30.0, GOOD)) as url:
        given_up = await load(url, 50, 500.0, 2, patience=0.3)

    assert refused.outcomes == {"200": 45, "503": 5}
    assert refused.refused == 5
    assert given_up.outcomes["no response"] == 2
    assert given_up.outcomes["not sent"] == 48
    assert given_up.refused == 50
