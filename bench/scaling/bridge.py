"""How many events a second the bridge carries to NATS JetStream, and what each of them costs.

Of events that wait at its first start, in the outbox; of events that were written while it was
away, in its slot; and of events that are written while it runs, each in its own transaction, where
the figure is the time from a commit until JetStream has stored it.
"""

import asyncio
import time
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

import asyncpg

from bench.processes import cpu_seconds
from bench.sandbox import Sandbox, open_sandbox, print_table
from tests.bridging import WRITE, BridgeProcess, written_ids
from tests.stream_server import StreamServer, stream_server

OF_A_TRANSACTION = 10
TIMED = 300
POLL_SECONDS = 0.05


async def measure(*, events: int, **_: object) -> None:
    """Carry so many events each way, and compare the stream with the outbox."""
    async with open_sandbox() as sandbox, stream_server(sandbox.directory / "streams") as streams:
        bridge = BridgeProcess(
            sandbox.postgres.owner_url, streams, _made(sandbox.directory / "bridge")
        )
        rows = []
        try:
            await _write(sandbox.owner, events)
            rows.append(await _carried(sandbox, streams, bridge, events, "from the outbox"))
            await bridge.stop()
            await _write(sandbox.owner, events)
            rows.append(await _carried(sandbox, streams, bridge, events, "from the slot"))
            latencies = await _latencies(sandbox.owner, streams)
        finally:
            await bridge.kill()
        print_table(
            ["events", "", "events/s", "bridge µs", "PostgreSQL µs", "NATS µs of CPU each"], rows
        )
        cuts = quantiles(latencies, n=100)
        print(f"from a commit to the stream: {cuts[49]:.0f} ms (median), {cuts[94]:.0f} ms (p95)")
        stored = [it.id for it in await streams.stored()]
        written = await written_ids(sandbox.postgres.owner_url)
        missing, doubled = len(written - set(stored)), len(stored) - len(set(stored))
        print(f"{len(written):,d} events: {missing} missing, {doubled} doubled")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _write(owner: asyncpg.Connection, events: int) -> None:
    """Write events of many records, a few in each transaction."""
    for _ in range(0, events, OF_A_TRANSACTION):
        await owner.execute(WRITE, uuid4(), 1, OF_A_TRANSACTION)


async def _carried(
    sandbox: Sandbox, streams: StreamServer, bridge: BridgeProcess, events: int, which: str
) -> list[str]:
    """Start the bridge, and count from its first event, as its start is none of theirs."""
    before = await streams.count()
    await bridge.start(until_it_carries=False)
    first = await _counted(streams, before + 1)
    began, used = time.perf_counter(), _cpu(sandbox, streams, bridge)
    last = await _counted(streams, before + events)
    took = time.perf_counter() - began
    carried = last - first
    costs = [after - it for it, after in zip(used, _cpu(sandbox, streams, bridge), strict=True)]
    return [
        f"{events:,d}",
        which,
        f"{carried / took:,.0f}",
        *(f"{1e6 * it / carried:.0f}" for it in costs),
    ]


async def _counted(streams: StreamServer, least: int) -> int:
    """Return how many are stored, once it is so many or more."""
    while True:
        stored = await streams.count()
        if stored >= least:
            return stored
        await asyncio.sleep(POLL_SECONDS)


def _cpu(sandbox: Sandbox, streams: StreamServer, bridge: BridgeProcess) -> list[float]:
    return [cpu_seconds(bridge.pid), sandbox.cpu_seconds(), cpu_seconds(streams.pid)]


async def _latencies(owner: asyncpg.Connection, streams: StreamServer) -> list[float]:
    """Return milliseconds from a commit until the stream has the event."""
    found = []
    async with streams.watched() as arrived:
        for _ in range(TIMED):
            await owner.execute(WRITE, uuid4(), 1, 1)
            began = time.perf_counter()
            await arrived()
            found.append(1000 * (time.perf_counter() - began))
    return found
