"""A span of a trace, and which one the running task is in. It imports nothing of OpenTelemetry."""

from collections.abc import Mapping
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any, Final, Literal, Protocol, Self, TypeAlias

from rules.refusals import Code, Refusal

HEADER: Final = "traceparent"
"""The header of W3C Trace Context, level 1. `tracestate` and `baggage` are other parties' words,
and are neither kept nor sent on."""

ERROR_CODE: Final = "selfsame.error_code"
OURS: Final = frozenset({Code.INTERNAL, Code.UNAVAILABLE})
"""Codes of requests that failed; with another one a request was refused, as it should be."""

Value: TypeAlias = str | int | bool
Kind: TypeAlias = Literal["server", "client", "producer", "consumer", "internal"]


class Recorder(Protocol):
    """What records spans, as `open_telemetry.Tracer` does."""

    def child(self, parent: Any, name: str, kind: Kind) -> "Span":
        """Return a span below another one."""

    def traceparent(self, recorded: Any) -> str:
        """Return a span's context as W3C writes it."""

    def say(self, recorded: Any, attributes: Mapping[str, Value | None]) -> None:
        """Add what is not None to a span."""

    def rename(self, recorded: Any, name: str) -> None:
        """Give a span another name."""

    def end(self, recorded: Any, *, is_failure: bool) -> None:
        """End a span."""


class Span:
    """A span of a sampled trace that a block of code is in: what it says is our own words."""

    __slots__ = ("_token", "has_failed", "is_act", "is_noted", "is_request", "recorded", "tracer")

    def __init__(self, tracer: Recorder, recorded: object, *, is_act: bool = False) -> None:
        """Take what OpenTelemetry records; an act's context is noted for what comes of it."""
        self.tracer = tracer
        self.recorded = recorded
        self.is_act = is_act
        self.is_noted = False
        self.is_request = False
        """Whether a refusal is no failure of it."""
        self.has_failed = False
        """Whether it failed without an error that leaves it."""
        self._token: Token[Span | None] | None = None

    @property
    def traceparent(self) -> str:
        """The context of the span, as it is sent to others."""
        return self.tracer.traceparent(self.recorded)

    def say(self, attributes: Mapping[str, Value | None]) -> None:
        """Add the attributes that are not None."""
        self.tracer.say(self.recorded, attributes)

    def rename(self, name: str) -> None:
        """Give it a name that was not known at its start."""
        self.tracer.rename(self.recorded, name)

    def fail(self, error: BaseException) -> None:
        """Say that it failed, or for a request that it was refused, and by which code.

        An error's message may quote rows: its type and codes alone are said. Rule D4.
        """
        code = error.code if isinstance(error, Refusal) else None
        self.say(
            {
                "error.type": type(error).__name__,
                ERROR_CODE: code,
                "db.response.status_code": getattr(error, "sqlstate", None),
            }
        )
        self.has_failed = self.has_failed or not self.is_request or code is None or code in OURS

    def end(self) -> None:
        """End one that no block of code is in."""
        self.tracer.end(self.recorded, is_failure=self.has_failed)

    def __enter__(self) -> Self:
        self._token = CURRENT.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._token is not None
        CURRENT.reset(self._token)
        if error is not None:
            self.fail(error)
        self.end()


CURRENT: Final[ContextVar[Span | None]] = ContextVar("span", default=None)
