"""Which span the running task is in, where traces are on. It imports nothing of OpenTelemetry.

What a request or a delivery does is seen in its trace when that is sampled: whoever asks for
a span gets one then, and otherwise nothing, at the price of a look at a context variable.
"""

import os
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Final

from server import trace_settings
from server.observability import correlation
from server.observability.spans import CURRENT, Kind, Span

if TYPE_CHECKING:
    from server.observability.open_telemetry import Tracer

CORRELATION: Final = "selfsame.correlation_id"

NOTHING_LOST: Final[Mapping[str, int]] = {}

_tracer: "Tracer | None" = None


class _NoSpan:
    """What stands for a span where nothing is traced."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


NO_SPAN: Final = _NoSpan()


def start() -> None:
    """Send traces from now on, where the environment says so; nothing is imported otherwise."""
    global _tracer
    if _tracer is None and trace_settings.are_on(os.environ):
        from server.observability.open_telemetry import Tracer

        _tracer = Tracer()


def stop() -> None:
    """Send what has ended, within bounds, and nothing more."""
    global _tracer
    if _tracer is not None:
        tracer, _tracer = _tracer, None
        tracer.stop()


def tracer() -> "Tracer | None":
    """Return what begins traces; None where they are off."""
    return _tracer


def current() -> Span | None:
    """Return the span that the running task is in, None where nothing is traced."""
    return CURRENT.get()


def traceparent() -> str | None:
    """Return the context to send to others, None where nothing is traced."""
    span = CURRENT.get()
    return None if span is None else span.traceparent


def within(name: str, kind: Kind = "internal") -> Span | _NoSpan:
    """Return a span below the one that the running task is in, to be entered."""
    span = CURRENT.get()
    return NO_SPAN if span is None else span.tracer.child(span.recorded, name, kind)


def act(name: str) -> Span | _NoSpan:
    """Return the span of an act, likewise; what is delivered because of it comes below it."""
    outer = CURRENT.get()
    if outer is None:
        return NO_SPAN
    span = outer.tracer.child(outer.recorded, f"act {name}", "internal")
    span.is_act = True
    span.say({CORRELATION: str(correlation.current())})
    return span


def note_error(error: BaseException) -> None:
    """Say in the span of the running task that this error ended what it is about."""
    span = CURRENT.get()
    if span is not None:
        span.fail(error)


def lost() -> Mapping[str, int]:
    """Return how many spans were lost so far, by why."""
    return NOTHING_LOST if _tracer is None else _tracer.losses.totals
