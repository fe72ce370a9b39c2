"""Finds the bearer token of a request (RFC 6750)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rules.access import Unauthenticated

_CREDENTIALS = re.compile(rb"(?i:bearer) +([A-Za-z0-9._~+/-]+=*)")
_REMEMBERED = 1024
_LONGEST = 1024
"""So many headers are remembered, of so many bytes each: a client sends the same one each time."""


def bearer(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Return the bearer token of a request's raw ASGI headers, or None.

    Raises Unauthenticated where there are two, another scheme or a malformed header (RFC 6750).
    No other part of a request may carry a token.
    """
    presented = [value for name, value in headers if name == b"authorization"]
    if not presented:
        return None
    if len(presented) > 1:
        raise Unauthenticated
    header = presented[0]
    return _remembered(header) if len(header) <= _LONGEST else _read(header)


def _read(header: bytes) -> str:
    credentials = _CREDENTIALS.fullmatch(header)
    if credentials is None:
        raise Unauthenticated
    return credentials[1].decode("ascii")


_remembered = lru_cache(maxsize=_REMEMBERED)(_read)
