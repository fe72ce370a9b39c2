"""A receiver of traces as OpenTelemetry's collectors are: OTLP over HTTP, decoded."""

import asyncio
import gzip
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.receivers import TIMEOUT_SECONDS, Received, Receiver, listening

SPANS_AT_ONCE = {"OTEL_BSP_SCHEDULE_DELAY": "50"}
"""A span is sent within so many milliseconds of its end."""

PATIENT = {"OTEL_EXPORTER_OTLP_TIMEOUT": f"{TIMEOUT_SECONDS:.0f}"}
"""So long it waits for an answer: what is sent again because of a busy machine comes twice."""


@dataclass(frozen=True, slots=True)
class SpanSeen:
    """A span as it arrived."""

    name: str
    kind: int
    trace_id: str
    span_id: str
    parent_id: str
    started: int
    ended: int
    attributes: dict[str, Any]
    is_failure: bool
    service: str


@dataclass
class Collector:
    """What has arrived so far."""

    receiver: Receiver = field(default_factory=Receiver)

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process send its traces here."""
        url = f"http://127.0.0.1:{self.receiver.port}"
        return {"OTEL_EXPORTER_OTLP_ENDPOINT": url, **SPANS_AT_ONCE, **PATIENT}

    @property
    def bodies(self) -> list[bytes]:
        """Each batch as it came."""
        return [_body(it) for it in self.receiver.received]

    @property
    def spans(self) -> list[SpanSeen]:
        """All spans that have come."""
        return [span for body in self.bodies for span in _spans(body)]

    def named(self, name: str) -> list[SpanSeen]:
        """The spans of a name."""
        return [it for it in self.spans if it.name == name]

    async def until(self, is_there: Callable[[list[SpanSeen]], bool]) -> list[SpanSeen]:
        """Wait until the spans that have come are what a test waits for."""
        changed = self.receiver.changed
        async with asyncio.timeout(TIMEOUT_SECONDS), changed:
            await changed.wait_for(lambda: is_there(self.spans))
        return self.spans

    async def has(self, name: str, *traces: str) -> None:
        """Wait until each of these traces has as many spans of a name as it is given times.

        What a process has not sent when it ends it sends within a bound, which a busy machine
        does not keep.
        """
        wanted = Counter(traces)
        await self.until(
            lambda spans: wanted <= Counter(it.trace_id for it in spans if it.name == name)
        )


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    """Receive traces until the test is done with it."""
    collector = Collector()
    async with listening(collector.receiver):
        yield collector


def _body(received: Received) -> bytes:
    assert received.target == "/v1/traces"
    assert received.headers["content-type"] == "application/x-protobuf"
    packed = received.headers.get("content-encoding") == "gzip"
    return gzip.decompress(received.body) if packed else received.body


def _spans(body: bytes) -> list[SpanSeen]:
    batch = ExportTraceServiceRequest.FromString(body)
    return [
        SpanSeen(
            span.name,
            span.kind,
            span.trace_id.hex(),
            span.span_id.hex(),
            span.parent_span_id.hex(),
            span.start_time_unix_nano,
            span.end_time_unix_nano,
            {it.key: getattr(it.value, it.value.WhichOneof("value")) for it in span.attributes},
            span.status.code == span.status.STATUS_CODE_ERROR,
            next(
                it.value.string_value
                for it in group.resource.attributes
                if it.key == "service.name"
            ),
        )
        for group in batch.resource_spans
        for scope in group.scope_spans
        for span in scope.spans
    ]
