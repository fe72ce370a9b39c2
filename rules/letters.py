"""Whom letters are written to, about what, and why one is not sent (rules U1 to U4, U6 and U7)."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from rules.violations import Violation, violation

LETTER = "letter."
"""How the kinds of messages begin that are letters."""

REMINDED_DAYS = 3
"""So many days before an explanation is due whoever owes it is reminded."""


class LetterKind(StrEnum):
    """What a letter is about."""

    ORGANISATION_CREATED = "ORGANISATION_CREATED"
    TRANSFER_COMPLETED = "TRANSFER_COMPLETED"
    PERSON_TRANSFERRED = "PERSON_TRANSFERRED"
    CONSENT_OFFERED = "CONSENT_OFFERED"
    ROLES_CHANGED = "ROLES_CHANGED"
    CUSTODY_BEGUN = "CUSTODY_BEGUN"
    ORGANISATIONS_MERGED = "ORGANISATIONS_MERGED"
    INVITATION = "INVITATION"
    EXPLANATION_DUE = "EXPLANATION_DUE"
    FAILURES_DIGEST = "FAILURES_DIGEST"


NEVER_MUTED = (LetterKind.CUSTODY_BEGUN, LetterKind.INVITATION)
"""What nobody mutes: whoever gets it has no say yet (rule U3)."""

MUTABLE = tuple(kind for kind in LetterKind if kind not in NEVER_MUTED)


FIELDS: Mapping[LetterKind, frozenset[str]] = MappingProxyType(
    {
        LetterKind.ORGANISATION_CREATED: frozenset({"organisation", "link"}),
        LetterKind.TRANSFER_COMPLETED: frozenset({"organisation", "link"}),
        LetterKind.PERSON_TRANSFERRED: frozenset({"organisation"}),
        LetterKind.CONSENT_OFFERED: frozenset({"organisation", "link"}),
        LetterKind.ROLES_CHANGED: frozenset({"link"}),
        LetterKind.CUSTODY_BEGUN: frozenset({"organisation"}),
        LetterKind.ORGANISATIONS_MERGED: frozenset({"organisation", "link"}),
        LetterKind.INVITATION: frozenset({"organisation", "link", "day"}),
        LetterKind.EXPLANATION_DUE: frozenset({"record", "link", "day"}),
        LetterKind.FAILURES_DIGEST: frozenset({"organisation", "link", "ours", "theirs", "kinds"}),
    }
)
"""What each kind of letter says beyond its text. Rule U7."""

WHY_NO_ADDRESS = "Whoever it is for is gone or has no address"
WHY_MOOT = "What it is about is over"
WHY_NOT_ALLOWED = "Its address is not among those that SELFSAME_LETTERS_ALLOWED lists"
WHY_NO_SERVER = "No mail server is set"
WHY_UNDELIVERABLE = "Mail to its address came back before"
WHY_MUTED = "Whoever it is for gets no letters of its kind"
WHY_MUTED_THERE = "Its organisation sends no letters of its kind"

WHY_CAME_BACK = "Mail came back"
AT_FAULT = "5.1."
"""How the status begins of mail that came back because of its address (RFC 3463)."""


def message_kind(kind: LetterKind) -> str:
    """Return the kind of the message that a letter is."""
    return LETTER + kind.value.lower()


def letter_kind(kind: str) -> LetterKind:
    """Return what a message is a letter about. Raises ValueError where it is none that is known."""
    return LetterKind(kind.removeprefix(LETTER).upper())


def is_allowed(address: str, allowed: Sequence[str] | None) -> bool:
    """Return whether letters may go to an address; None allows all, `@domain` a whole domain.

    Rule U3.
    """
    if allowed is None:
        return True
    folded = address.casefold()
    domain = "@" + folded.rpartition("@")[2]
    return any(each.casefold() in (folded, domain) for each in allowed)


MOST_PATTERNS = 50
PATTERN = re.compile(r"[a-z0-9_.*]{1,100}", re.ASCII)


def letter_faults(letters: Sequence[LetterKind]) -> list[Violation]:
    """Return what is wrong with a list of letters to be muted. Rule U3."""
    return [
        violation(["letters", place], "mutable", "Letters of this kind are never muted")
        for place, kind in enumerate(letters)
        if kind in NEVER_MUTED
    ]


def failure_faults(patterns: Sequence[str]) -> list[Violation]:
    """Return what is wrong with a list of kinds of messages to be left out of digests. Rule V9."""
    if len(patterns) > MOST_PATTERNS:
        return [violation(["failures"], "length", f"They are {MOST_PATTERNS} at most")]
    message = "It has 1 to 100 of the characters a-z, 0-9, _, . and *"
    return [
        violation(["failures", place], "characters", message)
        for place, pattern in enumerate(patterns)
        if PATTERN.fullmatch(pattern) is None
    ]
