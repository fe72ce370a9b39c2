"""Events on the bridge as spans of the trace of their act, which whoever reads them carries on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

import asyncpg

from outbound.jetstream import CONNECT_SECONDS, STREAM, Event, Stream
from server.observability import tracing
from server.observability.spans import Span
from workflows import trace_contexts

if TYPE_CHECKING:
    from nats.js.api import PubAck

    from server.observability.open_telemetry import Tracer

LONGEST_ACT: Final = timedelta(minutes=10)
"""So long before its event a context is looked for."""
OVERLAP: Final = timedelta(seconds=10)
"""What was noted so long before the last reading is read again: it may have come in between."""
MOMENT: Final = timedelta(milliseconds=1)
"""As exactly the moment of an event is known."""
MOST_KNOWN: Final = 100_000


class Contexts:
    """The contexts of acts that are sampled, of those that events may have come from.

    A context is noted before its act begins: what was read after an event was written has its own.
    Events that wait in numbers are known by one reading.
    """

    def __init__(self, owner: asyncpg.Connection) -> None:
        """Read by a connection that nobody else uses meanwhile."""
        self._owner = owner
        self._known: dict[UUID, str] = {}
        self._read_at = datetime.min.replace(tzinfo=UTC)

    async def of(self, event: Event) -> str | None:
        """Return the context of the act that an event comes from; None where it was not sampled."""
        moment = event.moment
        if moment + MOMENT >= self._read_at:
            await self._read(max(self._read_at, moment - LONGEST_ACT + OVERLAP) - OVERLAP)
        return self._known.get(UUID(event.correlation_id))

    async def _read(self, since: datetime) -> None:
        key = UUID(int=int(since.timestamp() * 1000) << 80)
        row = await self._owner.fetchrow(trace_contexts.SINCE, key)
        assert row is not None
        self._read_at = row["read_at"]
        ids, contexts = row["correlation_ids"] or (), row["traceparents"] or ()
        for correlation_id, context in zip(ids, contexts, strict=True):
            self._known.pop(correlation_id, None)
            self._known[correlation_id] = context
        while len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]


class TracedStream:
    """A stream with a span for each event of a sampled act, which ends as NATS has the event."""

    def __init__(self, stream: Stream, tracer: "Tracer", contexts: Contexts) -> None:
        """Publish to a stream; take where the contexts of acts are found."""
        self._stream = stream
        self._tracer = tracer
        self._contexts = contexts

    async def publish(self, event: Event) -> "asyncio.Future[PubAck]":
        """Send an event, with the context of its span where it has one."""
        context = await self._contexts.of(event)
        if context is None:
            return await self._stream.publish(event)
        span = self._tracer.resumed(context, f"bridge {event.type}", "producer", event.moment)
        span.say(
            {
                tracing.CORRELATION: event.correlation_id,
                "messaging.system": "nats",
                "messaging.destination.name": STREAM,
                "messaging.message.id": event.id,
            }
        )
        published = await self._stream.publish(replace(event, traceparent=span.traceparent))
        published.add_done_callback(partial(_end, span))
        return published


def _end(span: Span, published: "asyncio.Future[PubAck]") -> None:
    error = asyncio.CancelledError() if published.cancelled() else published.exception()
    if error is not None:
        span.fail(error)
    span.end()


@asynccontextmanager
async def traced(stream: Stream, address: str) -> AsyncIterator[Stream | TracedStream]:
    """Give what publishes to a stream, in spans where this process traces."""
    tracer = tracing.tracer()
    if tracer is None:
        yield stream
        return
    owner = await asyncpg.connect(address, timeout=CONNECT_SECONDS)
    try:
        yield TracedStream(stream, tracer, Contexts(owner))
    finally:
        owner.terminate()
