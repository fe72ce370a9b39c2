"""What a refusal is: an error with a code of the closed list of rule G."""

from enum import StrEnum
from typing import Any, ClassVar


class Code(StrEnum):
    """The closed list of error codes that clients may rely on."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    BAD_REQUEST = "BAD_REQUEST"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    UNPROCESSABLE_ENTITY = "UNPROCESSABLE_ENTITY"
    RATE_LIMITED = "RATE_LIMITED"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"
    PASSWORD_MUST_BE_CHANGED = "PASSWORD_MUST_BE_CHANGED"
    """Of `/auth/sign-in` alone (rule E6)."""

    SECOND_FACTOR_NEEDED = "SECOND_FACTOR_NEEDED"
    SECOND_FACTOR_MUST_BE_SET_UP = "SECOND_FACTOR_MUST_BE_SET_UP"
    """Of what is below `/auth` alone (rule E10)."""


class Refusal(Exception):
    """An error that the caller receives as it is.

    A subclass is named for the fact and carries its code and its sentence; `extensions` holds
    what a program needs in addition.
    """

    code: ClassVar[Code]
    message: ClassVar[str]

    def __init__(self, **extensions: Any) -> None:
        super().__init__(self.message)
        self.extensions = extensions


class BadRequest(Refusal):
    """A request that cannot be parsed, validated or coerced; it never runs, so it has no data."""

    code = Code.BAD_REQUEST
    message = "Bad request"

    def __init__(self, message: str, **extensions: Any) -> None:
        super().__init__(**extensions)
        self.args = (message,)
