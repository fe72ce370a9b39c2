"""The second factor of people who sign in: its codes, and who needs one (rule E10)."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from rules.access import Role
from rules.frozen import frozen
from rules.refusals import Code, Refusal

SECRET_BYTES: Final = 20
"""160 random bits, as RFC 4226 recommends."""

STEP_SECONDS: Final = 30
DIGITS: Final = 6
"""What every authenticator can: RFC 6238 with SHA-1, six digits, half a minute."""

SKEW_STEPS: Final = 1
"""The steps before and after the present one whose code is taken too: clocks differ."""

RECOVERY_CODES: Final = 10
RECOVERY_LETTERS: Final = 16
LONGEST_CODE: Final = 64
"""Characters of what may be sent as a code."""

_BETWEEN = str.maketrans("", "", " \u00a0\u202f\t-")


class SecondFactorNeeded(Refusal):
    """The password was right, and a code of the second factor is needed beside it (rule E10)."""

    code = Code.SECOND_FACTOR_NEEDED
    message = "A code of the second factor is needed"


class SecondFactorMustBeSetUp(Refusal):
    """The password was right; a role of the user's needs a second factor, and none is set up."""

    code = Code.SECOND_FACTOR_MUST_BE_SET_UP
    message = "A second factor must be set up"


class SecondFactorIsSetUp(Refusal):
    """The user has a second factor: it is removed before another takes its place."""

    code = Code.CONFLICT
    message = "A second factor is set up already"


class SecondFactorNotFound(Refusal):
    """The user has no second factor, or its set-up was not begun."""

    code = Code.NOT_FOUND
    message = "Second factor not found"


class OwnSecondFactor(Refusal):
    """An ADMIN's own second factor is removed as everybody's is: by password and code."""

    code = Code.CONFLICT
    message = "Nobody takes their own second factor without a code"


def _sealed_by_nobody(_: str) -> bytes:
    raise NotImplementedError("This installation seals no secrets")


def _opened_by_nobody(_: bytes) -> str:
    raise NotImplementedError("This installation seals no secrets")


@frozen
class SecondFactorTerms:
    """An installation's terms: how secrets are sealed, and which roles need a second factor."""

    seal: Callable[[str], bytes] = _sealed_by_nobody
    open: Callable[[bytes], str] = _opened_by_nobody
    roles: frozenset[Role] = frozenset()

    def demand(self, held: Iterable[str]) -> bool:
        """Return whether somebody who holds these roles needs one."""
        return not self.roles.isdisjoint(held)


def steps_at(moment: float) -> range:
    """Return the time steps whose codes are taken at a moment, in seconds of Unix time."""
    present = int(moment) // STEP_SECONDS
    return range(present - SKEW_STEPS, present + SKEW_STEPS + 1)


def one_time_code(text: str) -> str | None:
    """Return the digits of a code, as people type it; None where it cannot be one.

    Blanks and hyphens between are no part of it, and digits are those of any script.
    """
    bare = text[:LONGEST_CODE].translate(_BETWEEN)
    if len(bare) != DIGITS or not bare.isdecimal():
        return None
    return "".join(str(unicodedata.decimal(digit)) for digit in bare)


def recovery_code(text: str) -> str | None:
    """Return the letters of a recovery code, as people type it; None where it cannot be one."""
    bare = text[: 2 * LONGEST_CODE].translate(_BETWEEN).lower()
    return bare if len(bare) == RECOVERY_LETTERS and bare.isascii() and bare.isalnum() else None
