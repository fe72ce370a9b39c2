"""What other systems may send to a link, and what can be switched off there (rules V1 to V4)."""

from enum import StrEnum
from typing import Final

from rules.refusals import Code, Refusal

MOST_BYTES: Final = 256 * 1024
"""A body has so many bytes at most (rule V1)."""

LONGEST_ID: Final = 255
"""In characters: `webhook-id`."""

DAYS_KEPT: Final = 30
"""For so long the same id brings the same message (rule V2)."""

OVERLAP_HOURS: Final = 24
"""For so long a secret that was rotated still verifies."""

ROOM: Final = 1
"""What comes by one link is worked on in its order."""

INBOUND: Final = "inbound."
"""How the kind of such a message begins."""

EXPLANATION_REQUESTED: Final = "explanation.requested"
ORGANISATION_CHANGED: Final = "organisation.changed"
TYPES: Final = frozenset({EXPLANATION_REQUESTED, ORGANISATION_CHANGED})
"""The types that are acted on; of any other it is counted that it came (rule V3)."""

UNKNOWN: Final = "unknown"


class Feature(StrEnum):
    """What can be switched off for an organisation and environment."""

    INBOUND = "INBOUND"
    EXPLANATIONS = "EXPLANATIONS"
    LETTERS = "LETTERS"
    WEBHOOKS = "WEBHOOKS"
    SYNC = "SYNC"


class SourceLinkNotFound(Refusal):
    """No link has this id, or it is of an organisation that the caller does not look after."""

    code = Code.NOT_FOUND
    message = "Source link not found"


class InboundIsIncomplete(Refusal):
    """A body of a known type lacks what the type needs, so that it can never be acted on."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Inbound message is incomplete"


class LinkIsForTests(Refusal):
    """What a link of TEST brings is about nothing that is on record (rule V3)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Source link is for tests"


def kind_of(type_: object) -> str:
    """Return the kind of the message that a type becomes: never a word of the sender's own."""
    known = isinstance(type_, str) and type_ in TYPES
    return f"{INBOUND}{type_ if known else UNKNOWN}"
