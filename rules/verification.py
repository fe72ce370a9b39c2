"""What anybody may learn of a certificate by its number and by its secret (C14)."""

from collections.abc import Mapping
from enum import StrEnum
from hmac import compare_digest
from types import MappingProxyType

from rules.corrections import WHY_ANNULLED, WHY_CORRECTED
from rules.refusals import Code, Refusal

WRONG_SECRETS = 10
"""Of one certificate within a minute."""

NUMBERS_OF_ONE_ADDRESS = 60
"""Certificates that one address asks about within a minute."""

ORDER = (
    *("child", "deceased", "spouses", "mother", "father", "witnesses"),
    *("dateOfDeath", "placeOfDeath", "causeOfDeath", "dateOfMarriage", "placeOfMarriage"),
    *("placeOfBirth", "multipleBirth", "informant", "lateRegistrationReason"),
    *("registrationNumber", "registrationDate", "office", "registrar", "serialNumber"),
)
PARTS = ("lastName", "firstName", "secondName", "birthDate", "gender", "nationalId")


class SecretIsWrong(Refusal):
    """The paper's code is not that of this certificate: one of the two was altered."""

    code = Code.FORBIDDEN
    message = "The secret is not that of this certificate"


class TooManyChecks(Refusal):
    """An address asks about too many certificates, or a certificate's secret is guessed."""

    code = Code.RATE_LIMITED
    message = "Too many certificates are checked"

    def __init__(self, wait: int) -> None:
        super().__init__(retryAfter=wait)


class Standing(StrEnum):
    """Whether a certificate can be relied on."""

    VALID = "VALID"
    REVOKED = "REVOKED"


class RevocationReason(StrEnum):
    """Why a certificate was revoked, in words that say nothing of anybody."""

    CORRECTED = "CORRECTED"
    ANNULLED = "ANNULLED"
    WITHDRAWN = "WITHDRAWN"


REASONS: Mapping[str, RevocationReason] = MappingProxyType(
    {
        WHY_CORRECTED: RevocationReason.CORRECTED,
        WHY_ANNULLED: RevocationReason.ANNULLED,
    }
)


def general_reason(reason: str) -> RevocationReason:
    """Return a reason in general words: what a registrar wrote may name somebody."""
    return REASONS.get(reason, RevocationReason.WITHDRAWN)


def is_secret(given: str, secret: str) -> bool:
    """Return whether a secret of any length is the right one, in a time that tells nothing."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def as_on_paper(field: str) -> tuple[int, str, int]:
    """Return by what fields are put into the order in which papers say them."""
    owner, _, part = field.rpartition(".")
    whose = owner or part
    first = whose.partition(".")[0]
    place = ORDER.index(first) if first in ORDER else len(ORDER)
    return place, owner, PARTS.index(part) if part in PARTS else len(PARTS)
