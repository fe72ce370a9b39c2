"""What can be raised: an error for each code, and one where no answer came.

SelfsameError
├── Unauthenticated
├── Forbidden
├── BadRequest
├── NotFound
├── Conflict
├── UnprocessableEntity    `violations`
├── RateLimited            `retry_after`
├── Unavailable            `retry_after`
├── Internal
└── Unanswered
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with an input, and where it stands there."""

    path: tuple[str | int, ...]
    rule: str
    message: str


class SelfsameError(Exception):
    """A refusal. Its text is the server's sentence; nothing of the input is in it."""

    code: ClassVar[str | None] = None

    def __init__(
        self,
        message: str,
        *,
        correlation_id: str | None = None,
        path: Sequence[str | int] = (),
        extensions: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Take the sentence, the field that it is about, and what was answered beside it."""
        super().__init__(message)
        self.message = message
        self.correlation_id = correlation_id
        """What to name to the operators: their log and their trail have it."""
        self.path = tuple(path)
        self.extensions = dict(extensions or {})
        self.data = data

    @property
    def retry_after(self) -> float | None:
        """For how many seconds the server asks to wait; None where it does not say."""
        seconds = self.extensions.get("retryAfter")
        return float(seconds) if isinstance(seconds, int | float) else None


class Unauthenticated(SelfsameError):
    """The client's id and secret are not accepted, or the client is blocked."""

    code = "UNAUTHENTICATED"


class Forbidden(SelfsameError):
    """The client lacks a scope, or may not do this with this record."""

    code = "FORBIDDEN"


class BadRequest(SelfsameError):
    """The request cannot be read: a fault of the program."""

    code = "BAD_REQUEST"


class NotFound(SelfsameError):
    """There is nothing of that name, or nothing that the client may see."""

    code = "NOT_FOUND"


class Conflict(SelfsameError):
    """The record is in another state than this needs; to send it again does not help."""

    code = "CONFLICT"


class UnprocessableEntity(SelfsameError):
    """The input is wrong. Nothing was done, and its idempotency key is free."""

    code = "UNPROCESSABLE_ENTITY"

    @property
    def violations(self) -> list[Violation]:
        """All that is wrong, each with the path of its field."""
        found = self.extensions.get("violations") or []
        return [Violation(tuple(it["path"]), it["rule"], it["message"]) for it in found]


class RateLimited(SelfsameError):
    """Too much at once; nothing was done. Raised where the wait is longer than the client waits."""

    code = "RATE_LIMITED"


class Unavailable(SelfsameError):
    """The service is away. An act without an idempotency key may have been done."""

    code = "UNAVAILABLE"


class Internal(SelfsameError):
    """A fault of the server; its operators find it by `correlation_id`."""

    code = "INTERNAL"


class Unanswered(SelfsameError):
    """No answer came, or none that can be read: it may have been done.

    Keep the input with its idempotency key, and send the same again later.
    """


BY_CODE: dict[str, type[SelfsameError]] = {
    it.code: it for it in SelfsameError.__subclasses__() if it.code is not None
}
"""The errors by their codes; another code is raised as SelfsameError."""
