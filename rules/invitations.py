"""Who is invited to work for an organisation, and what has become of an invitation (rule R13)."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from rules.refusals import Code, Refusal

LASTING_DAYS: Final = 14
"""So long an invitation may be accepted."""


class InvitationStatus(StrEnum):
    """What has become of an invitation."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class InvitationNotFound(Refusal):
    """No invitation has this id or this token, or none that the caller looks after."""

    code = Code.NOT_FOUND
    message = "Invitation not found"


class InvitationIsSettled(Refusal):
    """It was accepted or withdrawn, or has expired (rule R13)."""

    code = Code.CONFLICT
    message = "Invitation is settled"


def status_of(status: InvitationStatus, expires_at: datetime, now: datetime) -> InvitationStatus:
    """Return what has become of an invitation: a pending one expires by itself. Rule R13."""
    if status is InvitationStatus.PENDING and expires_at <= now:
        return InvitationStatus.EXPIRED
    return status


def check_pending(status: InvitationStatus, expires_at: datetime, now: datetime) -> None:
    """Refuse to settle an invitation once more. Rule R13. Raises InvitationIsSettled."""
    if status_of(status, expires_at, now) is not InvitationStatus.PENDING:
        raise InvitationIsSettled
