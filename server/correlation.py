"""Which request this is: the correlation id that its answer, log lines and rows all carry."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from uuid import UUID

HEADER = b"x-correlation-id"

_current: ContextVar[UUID | None] = ContextVar("correlation_id", default=None)
# Ordered by time where the standard library knows how (Python 3.14).
_new: Callable[[], UUID] = getattr(uuid, "uuid7", uuid.uuid4)
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


def current() -> UUID | None:
    """Name the request that is being answered, None outside of one."""
    return _current.get()
