"""Exports spans beside the work, within bounds, and counts those that are lost.

A receiver that is down, slow or answers nonsense costs its own spans, and no request anything.
"""

import os
import threading
from collections.abc import Sequence
from typing import Any, Final, Literal, TypeAlias

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from requests import Response, Session

from server import trace_settings
from server.observability import logs

Why: TypeAlias = Literal["queue", "export"]
"""The queue was full, or the receiver did not take what was exported."""


class Losses:
    """How many spans are lost; the log has a line as that begins, and one as it ends."""

    def __init__(self) -> None:
        """Begin at none."""
        self.totals: Final[dict[str, int]] = {"queue": 0, "export": 0}
        self._logged = 0
        self._are_on = False
        self._lock = threading.Lock()

    def add(self, why: Why, spans: int) -> None:
        """Count lost spans."""
        with self._lock:
            self.totals[why] += spans
            have_begun, self._are_on = not self._are_on, True
        if have_begun:
            logs.write("traces.lost", why=why, spans=spans)

    def end(self) -> None:
        """Say how many were lost, now that the receiver takes spans again."""
        with self._lock:
            if not self._are_on:
                return
            self._are_on = False
            total = sum(self.totals.values())
            lost, self._logged = total - self._logged, total
        logs.write("traces.resumed", spans_lost=lost)


class BoundedQueue(BatchSpanProcessor):
    """A queue that counts what it has no room for, which the library drops silently."""

    def __init__(self, exporter: SpanExporter, losses: Losses) -> None:
        """Export from a thread of the library's; its size is that of OpenTelemetry's variable."""
        self._room = trace_settings.queue_size(os.environ)
        self._losses = losses
        self._guard = threading.Lock()
        super().__init__(_Exporter(exporter, losses, self._leave), self._room)

    def on_end(self, span: ReadableSpan) -> None:
        """Take a span that has ended, where there is room."""
        with self._guard:
            has_room = self._room > 0
            self._room -= has_room
        if has_room:
            super().on_end(span)
        else:
            self._losses.add("queue", 1)

    def _leave(self, spans: int) -> None:
        with self._guard:
            self._room += spans


class _Exporter(SpanExporter):
    """Exports, and counts what is lost."""

    def __init__(self, exporter: SpanExporter, losses: Losses, leave: Any) -> None:
        self._exporter = exporter
        self._losses = losses
        self._leave = leave

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export a batch, in the thread of the library; what fails is lost."""
        self._leave(len(spans))
        result = self._exporter.export(spans)
        if result is SpanExportResult.SUCCESS:
            self._losses.end()
        else:
            self._losses.add("export", len(spans))
        return result

    def shutdown(self) -> None:
        """End the attempts that are under way."""
        self._exporter.shutdown()


class BriefSession(Session):
    """Connections on which the status of an answer is read, and never the rest of it.

    A receiver may answer without an end, or with what unpacks to more than there is memory for.
    """

    def request(self, *given: Any, **more: Any) -> Response:
        """Return the head of an answer; whatever is behind it is not read."""
        response = super().request(*given, **more | {"stream": True})
        response.close()
        return response
