"""How long credentials last, and how often they may be guessed (rules E1, E2, E5 and E6)."""

from rules.frozen import frozen
from rules.refusals import Code, Refusal

TOKEN_SECONDS = 600
"""The life of an access token."""

SESSION_SECONDS = 12 * 3600
"""The life of a session from its sign-in, however often it is renewed."""

LONGEST_OVERLAP_SECONDS = 604_800
"""A week: for so long at most a secret stays valid after its rotation (rule E2)."""

RENEWAL_GRACE_SECONDS = 10
"""For so long a session's former token still renews: two windows of a browser may do so at once."""

FAILURES_OF_ONE_NAME = 10
FAILURES_OF_ONE_ADDRESS = 100
"""Failures within a minute beyond which a client id or user name, or an address, has to wait."""


class TooManyFailures(Refusal):
    """A name, or an address, failed too often within a minute."""

    code = Code.RATE_LIMITED
    message = "Too many failed attempts"

    def __init__(self, wait: int) -> None:
        super().__init__(retryAfter=wait)


class PasswordMustBeChanged(Refusal):
    """The password was right and is for one sign-in: another has to be chosen first (rule E6)."""

    code = Code.PASSWORD_MUST_BE_CHANGED
    message = "The password must be changed"


class SessionNotFound(Refusal):
    """No open session of the user's own has this id (rule E9)."""

    code = Code.NOT_FOUND
    message = "Session not found"


DAYS_FAILURES_ARE_SHOWN = 30
"""For so long after the last failed sign-in by a name its user is shown how many there were."""


@frozen
class Attempt:
    """Who tries to come in: under which name, through which door, from which address."""

    door: str
    name: str
    address: str
