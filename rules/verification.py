"""What anybody may learn of a certificate by its number and by its secret (C14)."""

from collections.abc import Mapping
from enum import StrEnum
from hmac import compare_digest
from types import MappingProxyType

from rules.corrections import WHY_ANNULLED, WHY_CORRECTED
from rules.refusals import Code, Refusal
from rules.svg_parts import FIELD

WRONG_SECRETS = 10
"""Of one certificate within a minute."""

NUMBERS_OF_ONE_ADDRESS = 60
"""Certificates that one address asks about within a minute."""

NAMES = frozenset({"lastName", "firstName", "secondName"})
TEXT = "{http://www.w3.org/2000/svg}text"


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
    """Return whether a secret of any length is the right one, in a time that reveals nothing."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def lines_of(svg: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of a template's page, in its order, each with the fields that it has.

    A line that is somebody's name is called by who they are, any other by its field. The template
    has passed `SvgCheck`, so it declares no entities.
    """
    from xml.etree import ElementTree

    lines: dict[str, tuple[str, ...]] = {}
    for text in ElementTree.fromstring(svg).iter(TEXT):
        fields = tuple(FIELD.findall(text.text or ""))
        owners = {field.rpartition(".")[0] for field in fields}
        parts = {field.rpartition(".")[2] for field in fields}
        if len(fields) > 1 and len(owners) == 1 and parts <= NAMES:
            lines[owners.pop()] = fields
        else:
            lines |= {field: (field,) for field in fields}
    return lines
