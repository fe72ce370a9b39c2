"""Records spans by OpenTelemetry's library, and exports them by OTLP over HTTP beside the work.

Sampling is decided before a span is made: one that the library makes and drops costs as much as
a good part of a small request.
"""

import logging
import os
import threading
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from random import getrandbits
from typing import Any, Final

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, Decision, TraceIdRatioBased
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from server import trace_settings
from server.observability.exporting import BoundedQueue, BriefSession, Losses
from server.observability.spans import HEADER, Kind, Span, Value

STOP_SECONDS: Final = 5.0
"""How long a process that ends may send what is left; then it ends without."""

KINDS: Final[Mapping[Kind, SpanKind]] = {
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
    "internal": SpanKind.INTERNAL,
}
NOWHERE: Final = Context()


class Tracer:
    """What begins and ends spans in this process."""

    def __init__(self) -> None:
        """Read OpenTelemetry's variables; exporting begins with the first span that ends."""
        # Its errors name the address, which may have a password; ours are logged instead.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        resource = _resource()
        self._ids = _Ids()
        share = trace_settings.ratio(os.environ)
        self._bound = None if share is None else TraceIdRatioBased.get_bound_for_rate(share)
        self._sampler = TracerProvider(shutdown_on_exit=False, resource=resource).sampler
        self._provider = TracerProvider(
            ALWAYS_ON, resource, shutdown_on_exit=False, id_generator=self._ids
        )
        self.losses = Losses()
        exporter = OTLPSpanExporter(session=BriefSession())
        self._provider.add_span_processor(BoundedQueue(exporter, self.losses))
        self._tracer = self._provider.get_tracer("selfsame")
        self._propagator = TraceContextTextMapPropagator()

    def stop(self) -> None:
        """Export what has ended, for as long as a process may take to end."""
        # The library would wait for half a minute for a receiver that does not answer.
        stopping = threading.Thread(target=self._provider.shutdown, daemon=True)
        stopping.start()
        stopping.join(STOP_SECONDS)

    def root(self, name: str, kind: Kind, traceparent: str | None = None) -> Span | None:
        """Return the first span of ours in a trace; None where the sampler wants none."""
        if traceparent is None and self._bound is not None:
            # As the library does by its ratio, without making an id: most requests end here.
            drawn = getrandbits(64)
            if drawn >= self._bound:
                return None
            self._ids.next_trace_id(ending=drawn)
            return self._begin(NOWHERE, name, kind)
        context = NOWHERE if traceparent is None else self._context(traceparent)
        parent = _parent(context)
        trace_id = self._ids.next_trace_id() if parent is None else parent.trace_id
        sampling = self._sampler.should_sample(context, trace_id, name, KINDS[kind])
        is_sampled = sampling.decision is Decision.RECORD_AND_SAMPLE
        return self._begin(context, name, kind) if is_sampled else None

    def resumed(
        self, traceparent: str, name: str, kind: Kind, since: datetime | None = None
    ) -> Span:
        """Return a span below one of a process of ours, which has decided that it is sampled.

        It begins now, or has begun at another moment.
        """
        return self._begin(self._context(traceparent), name, kind, since)

    def child(self, parent: Any, name: str, kind: Kind) -> Span:
        """Return a span below another one of this process."""
        return self._begin(set_span_in_context(parent, NOWHERE), name, kind)

    def waited(self, traceparent: str, name: str, own_id: int, since: datetime | None) -> str:
        """Return the context of something that waited to be done; it is recorded with a `since`.

        Its id is given, so that each attempt knows it, in whichever process.
        """
        context = self._context(traceparent)
        parent = _parent(context)
        assert parent is not None
        if since is not None:
            self._ids.span_id = own_id
            self._begin(context, name, "producer", since).end()
        sampled = TraceFlags(TraceFlags.SAMPLED)
        return _written(SpanContext(parent.trace_id, own_id, is_remote=True, trace_flags=sampled))

    def traceparent(self, recorded: Any) -> str:
        """Return a span's context as W3C writes it."""
        return _written(recorded.get_span_context())

    def say(self, recorded: Any, attributes: Mapping[str, Value | None]) -> None:
        """Add what is not None to a span."""
        for name, value in attributes.items():
            if value is not None:
                recorded.set_attribute(name, value)

    def rename(self, recorded: Any, name: str) -> None:
        """Give a span another name."""
        recorded.update_name(name)

    def end(self, recorded: Any, *, is_failure: bool) -> None:
        """End a span."""
        if is_failure:
            recorded.set_status(StatusCode.ERROR)
        recorded.end()

    def _begin(
        self, context: Context, name: str, kind: Kind, since: datetime | None = None
    ) -> Span:
        started = None if since is None else int(since.timestamp() * 1_000_000_000)
        return Span(
            self, self._tracer.start_span(name, context, kind=KINDS[kind], start_time=started)
        )

    def _context(self, traceparent: str) -> Context:
        """Return the context that a header names, an empty one where it names none."""
        return self._propagator.extract({HEADER: traceparent}, NOWHERE)


class _Ids(RandomIdGenerator):
    """Random ids, of which the next one can be known before, or given."""

    def __init__(self) -> None:
        self.span_id: int | None = None
        self._trace_id: int | None = None

    def next_trace_id(self, ending: int | None = None) -> int:
        """Return the id that the next trace will have, with last bits that were drawn already."""
        made = super().generate_trace_id()
        if ending is not None:
            made = made & ~TraceIdRatioBased.TRACE_ID_LIMIT | ending
        self._trace_id = made
        return made

    def generate_trace_id(self) -> int:
        """Return the id that was asked for before, where one was."""
        known, self._trace_id = self._trace_id, None
        return known or super().generate_trace_id()

    def generate_span_id(self) -> int:
        """Return the id that was given, where one was."""
        known, self.span_id = self.span_id, None
        return known or super().generate_span_id()


def _resource() -> Resource:
    """Return what is said of this process: the variables of OpenTelemetry, and our name else."""
    own = {"service.version": version("selfsame")}
    named = os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    if not os.environ.get("OTEL_SERVICE_NAME") and "service.name" not in named:
        own["service.name"] = "selfsame"
    return Resource.create(own)


def _parent(context: Context) -> SpanContext | None:
    for span in context.values():
        if isinstance(span, NonRecordingSpan):
            return span.get_span_context()
    return None


def _written(context: SpanContext) -> str:
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"
