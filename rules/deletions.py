"""What happens when a user or a member goes: the kinds, and what refuses it (rule R10)."""

from enum import StrEnum
from uuid import UUID

from rules.refusals import Code, Refusal
from rules.violations import Violations

REASON_LIMIT = 500
"""In characters."""


class Deleted(StrEnum):
    """Who is gone."""

    USER = "USER"
    MEMBER = "MEMBER"


class RecordAfterRemoval(StrEnum):
    """What becomes of the record of a member who is removed."""

    STAYS = "STAYS"
    LOSES_CONTACTS = "LOSES_CONTACTS"
    LEAVES = "LEAVES"


class MemberNotFound(Refusal):
    """The person does not belong to the organisation (rule R10)."""

    code = Code.NOT_FOUND
    message = "Member not found"


class DeletionOfOneself(Refusal):
    """Nobody deletes their own user, nor removes themselves from an organisation (rule R10)."""

    code = Code.CONFLICT
    message = "Nobody deletes themselves"


def check_reason(reason: str) -> None:
    """Refuse a reason that shows nothing or is too long. Rule R10. Raises InputIsInvalid."""
    violations = Violations()
    violations.check_text(["reason"], reason, REASON_LIMIT)
    violations.refuse()


def check_other(acting: UUID | None, leaving: UUID | None) -> None:
    """Refuse the deletion of whoever asks for it. Rule R10. Raises DeletionOfOneself."""
    if acting is not None and acting == leaving:
        raise DeletionOfOneself
