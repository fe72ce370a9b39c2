"""Reads what the server answered: data, or the error of its code."""

from typing import Any

import httpx2
from selfsame_client.errors import (
    BY_CODE,
    BadRequest,
    RateLimited,
    SelfsameError,
    Unanswered,
    Unauthenticated,
    Unavailable,
)

CORRELATION = "x-correlation-id"
FIRST = ("UNAUTHENTICATED", "UNAVAILABLE", "RATE_LIMITED")
"""Where several errors came, those that may go away are acted on first."""


BY_STATUS: dict[int, tuple[type[SelfsameError], str]] = {
    401: (Unauthenticated, "The token is not accepted"),
    429: (RateLimited, "Too many requests"),
    503: (Unavailable, "Service is unavailable"),
}


def data_of(answer: httpx2.Response) -> dict[str, Any]:
    """Return the data of an answer to GraphQL. Raises SelfsameError."""
    body = _json(answer)
    errors = body.get("errors") if isinstance(body, dict) else None
    if errors:
        raise _error(answer, _chosen(errors), body.get("data"))
    refusal = error_without_body(answer)
    if refusal is not None:
        raise refusal
    if not isinstance(body, dict) or not isinstance(body.get("data"), dict):
        raise Unanswered("The answer cannot be read", correlation_id=_correlation(answer))
    found: dict[str, Any] = body["data"]
    return found


def error_without_body(answer: httpx2.Response) -> SelfsameError | None:
    """Return what a status means by itself, such as one of a proxy; None for success."""
    status = answer.status_code
    if status < 300:
        return None
    kind, message = BY_STATUS.get(status, (Unanswered, f"The answer is HTTP {status}"))
    if status < 400:  # neither an act nor a secret goes to where a server redirects it
        kind, message = BadRequest, "The server has another address"
    waiting = {"retryAfter": _seconds(answer)}
    return kind(message, correlation_id=_correlation(answer), extensions=waiting)


def _chosen(errors: list[dict[str, Any]]) -> dict[str, Any]:
    for code in FIRST:
        for error in errors:
            if _code(error) == code:
                return error
    return errors[0]


def _error(answer: httpx2.Response, error: dict[str, Any], data: Any) -> SelfsameError:
    extensions = dict(error.get("extensions") or {})
    seconds = _seconds(answer)
    if seconds is not None:
        extensions.setdefault("retryAfter", seconds)
    return BY_CODE.get(_code(error), SelfsameError)(
        str(error.get("message", "")),
        correlation_id=_correlation(answer) or extensions.get("correlationId"),
        path=error.get("path") or (),
        extensions=extensions,
        data=data if isinstance(data, dict) else None,
    )


def _code(error: dict[str, Any]) -> str:
    return str((error.get("extensions") or {}).get("code", ""))


def _json(answer: httpx2.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _seconds(answer: httpx2.Response) -> int | None:
    written = answer.headers.get("retry-after", "")
    return int(written) if written.isascii() and written.isdigit() else None


def _correlation(answer: httpx2.Response) -> str | None:
    found: str | None = answer.headers.get(CORRELATION)
    return found
