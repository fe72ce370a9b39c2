"""The bridge to NATS JetStream: everything, in order, each event once (rule Z7)."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.postgres.embedded import EmbeddedPostgres
from tests.bridging import WRITE, BridgeProcess, Writing, check, written_ids
from tests.otlp import collecting
from tests.server.commands import environment, run_here
from tests.server.own_servers import crash, own_server
from tests.stream_server import StreamServer, stream_server
from workflows import trace_contexts

TIMEOUT_SECONDS = 60.0
SLOTS = "select slot_name, failover, temporary from pg_replication_slots"
DROP = "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
IS_CONFIRMED = """
select confirmed_flush_lsn >= $1::text::pg_lsn from pg_replication_slots
 where slot_name = 'selfsame_nats'
"""


@pytest.fixture(scope="module")
async def postgres() -> AsyncIterator[EmbeddedPostgres]:
    async with own_server() as server:
        yield server


@pytest.fixture
async def owner(postgres: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres.owner_url)
    await connection.execute("set synchronous_commit = on")
    yield connection
    await connection.close()


@pytest.fixture
async def streams(tmp_path: Path) -> AsyncIterator[StreamServer]:
    async with stream_server(tmp_path / "streams") as server:
        yield server


@pytest.fixture
async def bridge(
    postgres: EmbeddedPostgres, streams: StreamServer, tmp_path: Path
) -> AsyncIterator[BridgeProcess]:
    process = BridgeProcess(postgres.owner_url, streams, tmp_path / "data")
    yield process
    await process.kill()
    await forget(postgres)


async def forget(postgres: EmbeddedPostgres) -> None:
    """Take the slots away, and the events: the server is all tests'."""
    connection = await asyncpg.connect(postgres.owner_url)
    await connection.execute("delete from outbox")
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while await connection.fetchval("select count(*) from pg_replication_slots"):
            with suppress(asyncpg.ObjectInUseError):
                await connection.fetch(DROP)
    await connection.close()


async def test_z7_what_there_is_and_what_comes_is_carried_in_order_and_again_where_a_slot_is_gone(
    postgres: EmbeddedPostgres,
    owner: asyncpg.Connection,
    streams: StreamServer,
    bridge: BridgeProcess,
) -> None:
    record = uuid4()
    await owner.execute(WRITE, record, 1, 600)

    await bridge.start()
    await owner.execute(WRITE, record, 601, 1000)
    stored = await streams.until_stored(1000)

    check(stored, await written_ids(postgres.owner_url))
    assert stored[0].subject == f"selfsame.person.deactivated.{record}"
    assert stored[0].payload == b'{"data": {"version": 1}}'
    slots = [tuple(row) for row in await owner.fetch(SLOTS)]
    assert slots == [("selfsame_nats", True, False)]

    # Where nothing is of interest, what is written is confirmed all the same.
    await owner.execute("create table of_no_interest (number integer)")
    await owner.execute("insert into of_no_interest values (1)")
    position = await owner.fetchval("select pg_current_wal_lsn()::text")
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await owner.fetchval(IS_CONFIRMED, position):
            await asyncio.sleep(0.05)

    # NATS is gone for a moment, and the same process goes on.
    streams.kill()
    await streams.start()
    await owner.execute(WRITE, record, 1001, 1010)
    check(await streams.until_stored(1010), await written_ids(postgres.owner_url))
    status, log = await bridge.stop()
    assert status == 0
    assert re.findall('"event":"([^"]+)"', log) == ["bridge.broken", "bridge.resumed"]

    # The slot goes away, and what is written meanwhile stands in no log that anybody kept.
    await owner.execute("select pg_drop_replication_slot('selfsame_nats')")
    await owner.execute(WRITE, record, 1011, 1200)
    await bridge.start()
    await owner.execute(WRITE, record, 1201, 1300)
    check(await streams.until_stored(1300), await written_ids(postgres.owner_url))
    status, log = await bridge.stop()
    assert status == 0
    assert log.count('"event":"bridge.slot_is_gone"') == 1


async def test_z7_nothing_is_missing_doubled_or_out_of_order_whatever_is_killed(
    postgres: EmbeddedPostgres, streams: StreamServer, bridge: BridgeProcess
) -> None:
    writing = [Writing(lambda: postgres.owner_url) for _ in range(2)]
    watching = asyncio.create_task(postgres.watch())
    async with asyncio.TaskGroup() as writers:
        for each in writing:
            writers.create_task(each.run())
        await bridge.start()
        for round_ in range(4):
            seen = await streams.count()
            await streams.until_counted(seen + 100)
            if round_ == 2:
                crash(postgres)
            elif round_ == 3:
                streams.kill()
                await streams.start()
            else:
                await bridge.kill()
                await bridge.start()
        seen = await streams.count()
        await streams.until_counted(seen + 100)
        for each in writing:
            each.end()
    watching.cancel()

    written = await written_ids(postgres.owner_url)
    check(await streams.until_stored(len(written)), written)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nats",), "Give the address of NATS: --url or SELFSAME_NATS_URL."),
        (
            ("nats", "--url", "nats://127.0.0.1", "--slot", "A-b"),
            "A slot is named by a-z, 0-9 and _, with 50 of them at most.",
        ),
        (
            ("nats", "--url", "http://hidden@127.0.0.1"),
            (
                "SELFSAME_NATS_URL must be addresses such as nats://user:password@host:4222,"
                " parted by commas"
            ),
        ),
    ],
)
async def test_z7_what_cannot_be_bridged_is_refused(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    finished = await run_here(environment(tmp_path), "bridge", *words)

    assert (finished.status, finished.out, finished.err) == (2, "", f"{sentence}\n")


async def test_z11a_what_is_carried_of_a_traced_act_goes_on_with_its_trace(
    postgres: EmbeddedPostgres, owner: asyncpg.Connection, streams: StreamServer, tmp_path: Path
) -> None:
    trace_id, act = uuid4().hex, uuid4().hex[:16]
    correlations = [uuid4() for _ in range(3)]

    async def write(correlation: UUID, *, traced: bool) -> None:
        if traced:
            await owner.execute(trace_contexts.NOTE, correlation, f"00-{trace_id}-{act}-01")
        await owner.execute(WRITE.replace("uuidv7()", f"'{correlation}'"), uuid4(), 1, 1)

    async with collecting() as collector:
        bridge = BridgeProcess(
            postgres.owner_url, streams, tmp_path / "data", **collector.environment
        )
        try:
            await write(correlations[0], traced=True)
            await bridge.start()
            await write(correlations[1], traced=False)
            await write(correlations[2], traced=True)
            stored = await streams.until_stored(3)
            assert await bridge.stop() == (0, "")
        finally:
            await bridge.kill()
            await forget(postgres)

    before, after = sorted(collector.spans, key=lambda it: it.started)
    assert [it.traceparent for it in stored] == [
        f"00-{trace_id}-{before.span_id}-01",
        None,
        f"00-{trace_id}-{after.span_id}-01",
    ]
    for span, correlation in ((before, correlations[0]), (after, correlations[2])):
        assert (span.name, span.kind) == ("bridge person.deactivated", 4)
        assert (span.trace_id, span.parent_id) == (trace_id, act)
        assert span.attributes["selfsame.correlation_id"] == str(correlation)
        assert not span.is_failure
    assert not [it for it in collector.bodies if b'"version"' in it]
