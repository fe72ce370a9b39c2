"""When the reasons for a rejection are asked for, given and shown, and by whom (rules V5 to V7)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from rules.merge_requests import TransitionIsIncorrect
from rules.refusals import Code, Refusal

EXPLANATION_LIMIT = 3000
"""Characters of an explanation, and of why none is given (rule V6)."""

LONGEST_EXTERNAL_ID = 255
"""In characters: what another system calls a request."""

LANE = "explanations:"
"""What stands before the key of a webhook or link in the name of its lane for what is asked."""


class ExplanationStatus(StrEnum):
    """How far a request for an explanation has come."""

    REQUESTED = "REQUESTED"
    ASSIGNED = "ASSIGNED"
    ANSWERED = "ANSWERED"
    SHOWN = "SHOWN"
    REFUSED = "REFUSED"


REQUESTED, ASSIGNED, ANSWERED, SHOWN, REFUSED = ExplanationStatus

MOVES: Mapping[ExplanationStatus, frozenset[ExplanationStatus]] = MappingProxyType(
    {
        REQUESTED: frozenset({ASSIGNED, REFUSED}),
        ASSIGNED: frozenset({ANSWERED, REFUSED}),
        ANSWERED: frozenset({SHOWN}),
        SHOWN: frozenset(),
        REFUSED: frozenset(),
    }
)
"""From each status, where an act may bring it. Rule V6."""

UNANSWERED = (REQUESTED, ASSIGNED)
"""The statuses in which somebody owes an explanation."""

EXPLAINED = (ANSWERED, SHOWN)
"""The statuses of requests that have their explanation."""

FINAL = (SHOWN, REFUSED)
"""The statuses in which nothing more becomes of a request."""

STEPS = frozenset((before, after) for before, leads_to in MOVES.items() for after in leads_to) | {
    (ASSIGNED, REQUESTED)
}
"""The same, as the database holds everybody to it, and the way back once an access ends."""


class ExplanationRequestNotFound(Refusal):
    """No such request, or one of a record that the caller does not see (rules C9 and R3)."""

    code = Code.NOT_FOUND
    message = "Explanation request not found"


class ExplanationWasRequested(Refusal):
    """An explanation is asked for once per decision (rule V5)."""

    code = Code.CONFLICT
    message = "Explanation was requested already"


class ExternalIdWasUsed(Refusal):
    """What another system calls a request is the name of one request (rule V5)."""

    code = Code.CONFLICT
    message = "External id was used for another request"


class RequestPeriodIsOver(Refusal):
    """An explanation is asked for within some days of the decision (rule V5)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Period for requests is over"


class DeclaredByAnother(Refusal):
    """Only who declared a record asks why it was rejected (rule V5)."""

    code = Code.CONFLICT
    message = "Only who declared the record may ask for an explanation"


class ExplanationIsAssigned(Refusal):
    """Who has taken a request answers it (rule V6)."""

    code = Code.CONFLICT
    message = "Explanation request is another registrar's"


def check_move(
    status: ExplanationStatus, to: ExplanationStatus, *, is_parked: bool, is_waiting: bool = False
) -> None:
    """Refuse what a request does not come to from here; one that is parked goes nowhere.

    One that waits for its day is shown without being asked again. Rules V6 and V7. Raises
    TransitionIsIncorrect.
    """
    if is_parked or is_waiting or to not in MOVES[status]:
        raise TransitionIsIncorrect


def check_period(decided_on: date, today: date, appeal_days: int) -> None:
    """Refuse what is asked too late. Rule V5. Raises RequestPeriodIsOver."""
    if today - decided_on > timedelta(days=appeal_days):
        raise RequestPeriodIsOver
