"""Who is invited to work for an organisation, and what has become of an invitation (rule R13)."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from rules.refusals import Code, Refusal

LASTING_DAYS: Final = 14
"""So long an invitation may be accepted."""

MOST_A_DAY: Final = 500
"""So many somebody makes within 24 hours, those that were withdrawn among them."""

MOST_OF_ONE_ADDRESS: Final = 10
"""So many of them are to one address: each is a letter to somebody who did not ask for it."""


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


class TooManyInvitations(Refusal):
    """Somebody invites more people, or one address more often, than is meant well (rule R13)."""

    code = Code.RATE_LIMITED
    message = "Too many invitations"

    def __init__(self, wait: int) -> None:
        super().__init__(retryAfter=wait)


def status_of(status: InvitationStatus, expires_at: datetime, now: datetime) -> InvitationStatus:
    """Return what has become of an invitation: a pending one expires by itself. Rule R13."""
    if status is InvitationStatus.PENDING and expires_at <= now:
        return InvitationStatus.EXPIRED
    return status


def check_pending(status: InvitationStatus, expires_at: datetime, now: datetime) -> None:
    """Refuse to settle an invitation once more. Rule R13. Raises InvitationIsSettled."""
    if status_of(status, expires_at, now) is not InvitationStatus.PENDING:
        raise InvitationIsSettled
