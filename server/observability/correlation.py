"""Which request this is: the correlation id that its answer, log lines and rows all carry."""

import re
from contextvars import ContextVar
from random import getrandbits
from time import time_ns
from uuid import UUID

HEADER = b"x-correlation-id"

_current: ContextVar[UUID | None] = ContextVar("correlation_id", default=None)
_CANONICAL = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def begin(given: bytes | None) -> UUID:
    """Take the caller's id where it is a canonical UUID, else make one. Rule F6.

    The id stays bound to the running task, and so to every log line that it writes.
    """
    if given is not None and _CANONICAL.fullmatch(given):
        correlation_id = UUID(given.decode("ascii"))
    else:
        correlation_id = _new()
    _current.set(correlation_id)
    return correlation_id


def _new() -> UUID:
    # Version 7: rows that carry such ids lie together in their indexes. Nobody gains by guessing
    # one, so it is random as dice are, which asks nothing of the kernel.
    milliseconds = time_ns() // 1_000_000
    low = 0b10 << 62 | getrandbits(62)
    return UUID(int=milliseconds << 80 | 7 << 76 | getrandbits(12) << 64 | low)


def current() -> UUID | None:
    """Name the request that is being answered, None outside of one."""
    return _current.get()
