"""Finds the bearer token of a request (RFC 6750)."""

import re
from collections.abc import Iterable

from rules.access import Unauthenticated

_CREDENTIALS = re.compile(rb"(?i:bearer) +([A-Za-z0-9._~+/-]+=*)")


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
    credentials = _CREDENTIALS.fullmatch(presented[0])
    if credentials is None:
        raise Unauthenticated
    return credentials[1].decode("ascii")
