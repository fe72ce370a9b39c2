"""What is exported waits within bounds, and costs no request anything, whoever receives (Z11a)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from io import BytesIO
from pathlib import Path

import orjson
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from rules.access import machine_scopes
from server.observability import logs, open_telemetry
from server.observability.exporting import BoundedQueue, Losses
from tests.databases import Database
from tests.otlp import SPANS_AT_ONCE
from tests.receivers import TIMEOUT_SECONDS
from tests.serving import served
from tests.traced import declare

COUNTED = 'selfsame_trace_spans_lost_total{why="export"}'
ROOM = 4
Speaking = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class HeldExporter(SpanExporter):
    """Takes one batch, and holds it until it may go on."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self.result = SpanExportResult.SUCCESS
        self.exported = 0

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.exported += len(spans)
        self.has_begun.set()
        assert self.may_end.wait(TIMEOUT_SECONDS)
        return self.result

    def shutdown(self) -> None:
        self.may_end.set()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> BytesIO:
    written = BytesIO()
    monkeypatch.setattr(logs, "configure", partial(logs.configure, written))
    logs.configure()
    return written


def events(lines: BytesIO) -> list[tuple[str, int]]:
    found = [orjson.loads(line) for line in lines.getvalue().splitlines()]
    return [
        (it["event"], it.get("spans", it.get("spans_lost")))
        for it in found
        if it["event"].startswith("traces.")
    ]


def test_z11a_spans_beyond_a_full_queue_are_counted_and_logged_once(
    lines: BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_MAX_QUEUE_SIZE", str(ROOM))
    monkeypatch.setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")
    exporter, losses = HeldExporter(), Losses()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(BoundedQueue(exporter, losses))
    tracer = provider.get_tracer("test")

    tracer.start_span("held").end()
    assert exporter.has_begun.wait(TIMEOUT_SECONDS)
    for _ in range(ROOM + 7):
        tracer.start_span("waiting").end()
    assert losses.totals == {"queue": 7, "export": 0}
    assert events(lines) == [("traces.lost", 1)]
    exporter.may_end.set()
    provider.force_flush()
    tracer.start_span("afterwards").end()
    provider.shutdown()

    assert exporter.exported == 1 + ROOM + 1
    assert losses.totals == {"queue": 7, "export": 0}
    assert events(lines) == [("traces.lost", 1), ("traces.resumed", 7)]


def test_z11a_what_nobody_took_is_counted_too(lines: BytesIO) -> None:
    exporter, losses = HeldExporter(), Losses()
    exporter.may_end.set()
    exporter.result = SpanExportResult.FAILURE
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(BoundedQueue(exporter, losses))
    for _ in range(2):
        provider.get_tracer("test").start_span("refused").end()
        provider.force_flush()
    provider.shutdown()

    assert losses.totals == {"queue": 0, "export": 2}
    assert events(lines) == [("traces.lost", 1)]


class Nonsense:
    """A server that takes a request and answers it in its own way."""

    def __init__(self, speak: Speaking) -> None:
        self.speak = speak
        self.was_asked = asyncio.Event()
        self.was_left = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.was_asked.set()
            await self.speak(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.was_left.set()
            writer.transport.abort()


async def rubbish(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\0\xff\r\n\r\nSSH-2.0 " * 1000)


async def without_end(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\n\r\n")
    while True:
        writer.write(b"\0" * 65536)
        await writer.drain()


async def in_silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(-1)


async def refusal(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Canary\r\ncontent-length: 6\r\n\r\ncanary")


@asynccontextmanager
async def speaking(speak: Speaking) -> AsyncIterator[tuple[Nonsense, str]]:
    nonsense = Nonsense(speak)
    server = await asyncio.start_server(nonsense.serve, "127.0.0.1", 0)
    try:
        yield nonsense, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@pytest.mark.parametrize("speak", [rubbish, without_end, in_silence, refusal])
async def test_z11a_requests_are_answered_whatever_receives_their_spans(
    database: Database,
    tmp_path: Path,
    lines: BytesIO,
    monkeypatch: pytest.MonkeyPatch,
    speak: Speaking,
) -> None:
    monkeypatch.setattr(open_telemetry, "STOP_SECONDS", 0.1)
    async with speaking(speak) as (nonsense, address):
        for name, value in {"OTEL_EXPORTER_OTLP_ENDPOINT": address, **SPANS_AT_ONCE}.items():
            monkeypatch.setenv(name, value)
        async with served(database, tmp_path) as it:
            machine = await it.client("portal", scopes=machine_scopes)
            await declare(it, machine)
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await nonsense.was_asked.wait()
                # Whoever answers without an end is left at once, before anything is read of it.
                if speak is not in_silence:
                    await nonsense.was_left.wait()
            await declare(it, machine)
            metrics = f"{it.url}/metrics"
            async with asyncio.timeout(TIMEOUT_SECONDS):
                while speak is refusal and COUNTED not in (await it.http.get(metrics)).text:
                    await asyncio.sleep(0.01)

    assert b"anary" not in lines.getvalue()


def test_z11a_a_share_is_drawn_by_the_ids_of_traces_as_the_library_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.25")
    tracer = open_telemetry.Tracer()

    spans = [tracer.root("POST", "server") for _ in range(2000)]
    tracer.stop()

    drawn = [it.traceparent.split("-")[1] for it in spans if it is not None]
    assert 300 < len(drawn) < 700
    assert len(set(drawn)) == len(drawn)
    assert all(int(it[16:], 16) < 2**62 for it in drawn)
