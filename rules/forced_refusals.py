"""What a sandbox answers because a program asks for it, to see what it does then (rule X5)."""

import re
from typing import Final

from rules.frozen import frozen
from rules.refusals import BadRequest, Code

HEADER: Final = "Selfsame-Sandbox-Refusal"
LOST: Final = "LOST"
"""Done, and its answer lost on the way: what a proxy answers whose server broke off."""

CODES: Final = (
    Code.UNAUTHENTICATED,
    Code.FORBIDDEN,
    Code.BAD_REQUEST,
    Code.NOT_FOUND,
    Code.CONFLICT,
    Code.UNPROCESSABLE_ENTITY,
    Code.RATE_LIMITED,
    Code.UNAVAILABLE,
    Code.INTERNAL,
)
MOST: Final = 3600
FORM: Final = re.compile(
    rf"({'|'.join((*CODES, LOST))})"
    r"(?: *; *times=([0-9]{1,4}))?(?: *; *retry-after=([0-9]{1,4}))?"
)
MESSAGES: Final = {
    Code.UNAUTHENTICATED: "Access denied",
    Code.FORBIDDEN: "The sandbox does not allow it",
    Code.BAD_REQUEST: "Bad request",
    Code.NOT_FOUND: "Vital event not found",
    Code.CONFLICT: "Record has changed since it was read",
    Code.UNPROCESSABLE_ENTITY: "Input is invalid",
    Code.RATE_LIMITED: "Too many requests",
    Code.UNAVAILABLE: "Service is unavailable",
    Code.INTERNAL: "Internal error",
}
"""The sentence of each; a program acts by the code."""

VIOLATION: Final = {"path": ["sandbox"], "rule": "sandbox", "message": "It is refused on demand"}


@frozen
class ForcedRefusal:
    """What to answer, how often to one request, and for how long to ask to wait."""

    code: str
    times: int
    retry_after: int

    @property
    def message(self) -> str:
        """The sentence of its code."""
        return MESSAGES[Code(self.code)]


def parse(text: str) -> ForcedRefusal:
    """Return what a request asks for. Raises BadRequest."""
    found = FORM.fullmatch(text.strip())
    seconds = int(found[3] or 1) if found else MOST + 1
    if found is None or seconds > MOST:
        raise BadRequest(
            f"{HEADER} is a code or {LOST}, as in UNAVAILABLE or RATE_LIMITED; times=2;"
            " retry-after=3"
        )
    return ForcedRefusal(found[1], int(found[2] or MOST), seconds)
