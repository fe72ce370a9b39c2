"""The correlation id of a request, which its response, log lines and rows carry."""

import re
from contextvars import ContextVar
from random import getrandbits
from time import time_ns
from uuid import UUID

from db.driver_uuids import DriverUUID

HEADER = b"x-correlation-id"

_current: ContextVar[UUID | None] = ContextVar("correlation_id", default=None)
_CANONICAL = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def begin(header: bytes | None) -> UUID:
    """Return the id of the request's header where it is a canonical UUID, else a new one. Rule F6.

    The id is bound to the running task, and so to every log line that it writes.
    """
    correlation_id = named(header) or _new()
    _current.set(correlation_id)
    return correlation_id


def named(header: bytes | None) -> UUID | None:
    """Return the id of the request's header; None where it is no canonical UUID."""
    if header is None or not _CANONICAL.fullmatch(header):
        return None
    return DriverUUID(header.decode("ascii"))


def _new() -> UUID:
    # Version 7: rows with such ids lie together in their indexes. It is no secret, so its random
    # bits need not come from the kernel.
    milliseconds = time_ns() // 1_000_000
    low = 0b10 << 62 | getrandbits(62)
    number = milliseconds << 80 | 7 << 76 | getrandbits(12) << 64 | low
    return DriverUUID(number.to_bytes(16))


def current() -> UUID | None:
    """Return the id of the running request, None outside of one."""
    return _current.get()
