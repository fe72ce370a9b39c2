"""Writes the log: JSON lines on standard error, without personal data.

Never written: tokens, query strings, variables, rows, and the messages of exceptions, which may
quote any of them. Of an exception its type and frames are written; of one of PostgreSQL its
SQLSTATE and the constraint that was violated too. Rules D4 and F6.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, BinaryIO, TypeAlias
from uuid import UUID

import orjson
import structlog

from server.errors import readable
from server.observability import correlation

Event: TypeAlias = MutableMapping[str, Any]

MAX_FRAMES = 30
MAX_CAUSES = 5
_SECRET_KEYS = frozenset(
    {"authorization", "cookie", "password", "query", "query_string", "secret", "token", "variables"}
)


_readable = lru_cache(maxsize=256)(readable)
"""For the lines of requests, which name the same few operations and paths."""

_stream: BinaryIO | None = None


def configure(stream: BinaryIO | None = None) -> None:
    """Write every log line, also those of libraries, to `stream` (standard error) as JSON.

    uvicorn is started with `log_config=None` and `access_log=False`: its own lines are written
    here, and `answered` writes the one line of each request.
    """
    global _stream
    _stream = sys.stderr.buffer if stream is None else stream
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_correlation_id,
            _without_secrets,
            _with_exception,
            structlog.processors.JSONRenderer(serializer=_json_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(_stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_ToStructlog()]
    root.setLevel(logging.WARNING)
    logging.getLogger("uvicorn").setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
    logging.getLogger("uvicorn.access").propagate = False


def write(event: str, **facts: Any) -> None:
    """Write one line at level info."""
    structlog.get_logger().info(event, **facts)


def unforeseen(event: str, error: BaseException, **facts: Any) -> None:
    """Write one line about an unexpected error, with its frames and without its message."""
    structlog.get_logger().error(event, exc_info=error, **facts)


def answered(
    method: str,
    path: str,
    status: int,
    milliseconds: float,
    *,
    operation: str | None = None,
    client_id: UUID | None = None,
    user_id: UUID | None = None,
) -> None:
    """Write the one line of a request: its caller, its operation, its status and duration."""
    line: Event = {
        "event": "request.answered",
        "level": "info",
        "timestamp": datetime.now(UTC),
        "correlation_id": str(correlation.current()),
        "method": _readable(method, 16),
        "path": _readable(path, 200),
        "status": status,
        "milliseconds": round(milliseconds, 3),
    }
    if operation is not None:
        line["operation"] = _readable(operation, 100)
    if client_id is not None:
        line["client_id"] = str(client_id)
    if user_id is not None:
        line["user_id"] = str(user_id)
    # Not by structlog: its chain of processors costs 10 µs, this 3.
    stream = sys.stderr.buffer if _stream is None else _stream
    stream.write(_json_line(line) + b"\n")
    stream.flush()


def exception_facts(error: BaseException) -> dict[str, Any]:
    """Return the types and frames of an exception and its causes, never their messages."""
    facts: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    for attribute, name in (("sqlstate", "sqlstate"), ("constraint_name", "constraint")):
        value = getattr(error, attribute, None)
        if isinstance(value, str):
            facts[name] = value
    frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
    facts["frames"] = [f"{it.filename}:{it.lineno} {it.name}" for it in frames]
    causes = list(_causes(error))
    if causes:
        facts["causes"] = [f"{type(it).__module__}.{type(it).__qualname__}" for it in causes]
    return facts


def _causes(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        yield from error.exceptions[:MAX_CAUSES]
    for _ in range(MAX_CAUSES):
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None:
            return
        yield cause
        error = cause


def _with_correlation_id(_logger: Any, _method: str, event: Event) -> Event:
    correlation_id = correlation.current()
    if correlation_id is not None:
        event["correlation_id"] = correlation_id
    return event


def _without_secrets(_logger: Any, _method: str, event: Event) -> Event:
    for key in _SECRET_KEYS.intersection(event):
        event[key] = "[redacted]"
    return event


def _with_exception(_logger: Any, _method: str, event: Event) -> Event:
    exception = event.pop("exc_info", None)
    if exception is True:
        exception = sys.exc_info()
    if isinstance(exception, tuple):
        exception = exception[1]
    if isinstance(exception, BaseException):
        event["exception"] = exception_facts(exception)
    return event


def _json_line(event: Event, **_: Any) -> bytes:
    try:
        return orjson.dumps(event, default=_readably, option=orjson.OPT_UTC_Z)
    except TypeError:
        return orjson.dumps({key: readable(str(value)) for key, value in event.items()})


def _readably(value: Any) -> str:
    # The driver's UUIDs are a subclass, which the library does not write by itself.
    return str(value) if isinstance(value, UUID) else repr(value)


class _ToStructlog(logging.Handler):
    """Passes on the first line of what libraries log; the others may quote rows."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            first_line = record.getMessage().partition("\n")[0]
            exception = record.exc_info[1] if record.exc_info else None
            structlog.get_logger().log(
                record.levelno, readable(first_line), logger=record.name, exc_info=exception
            )
        except Exception:
            self.handleError(record)
