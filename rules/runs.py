"""Long acts that are done step by step, and how one may go on or end (rules S1 to S3)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rules.refusals import Code, Refusal


class RunKind(StrEnum):
    """What a run does."""

    SYNC = "SYNC"
    ERASURE = "ERASURE"
    TRANSFER = "TRANSFER"
    ORGANISATION_MERGE = "ORGANISATION_MERGE"
    ORGANISATION_MOVE = "ORGANISATION_MOVE"


class RunStatus(StrEnum):
    """How far a run has come."""

    ENQUEUED = "ENQUEUED"
    RUNNING = "RUNNING"
    HELD = "HELD"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class RunHeldReason(StrEnum):
    """Why a run waits for approval."""

    MEMBERS_WOULD_END = "MEMBERS_WOULD_END"


MEMBERS_WOULD_END = "It would end the membership of {ending} of {members}"
"""How a held run says `RunHeldReason.MEMBERS_WOULD_END` (rule S8)."""


class RunAction(StrEnum):
    """What people do with a run."""

    APPROVE = "approved"
    RESUME = "resumed"
    CANCEL = "cancelled"


S = RunStatus
GOING: Final = (S.ENQUEUED, S.RUNNING)
"""A worker does the steps of such a run, or will."""

UNDER_WAY: Final = (S.ENQUEUED, S.RUNNING, S.HELD)
"""An organisation has one such run at most (rule S2)."""

TRANSITIONS: Mapping[RunAction, frozenset[RunStatus]] = MappingProxyType(
    {
        RunAction.APPROVE: frozenset({S.HELD}),
        RunAction.RESUME: frozenset({S.FAILED}),
        RunAction.CANCEL: frozenset(UNDER_WAY),
    }
)
"""From which status each act leads on (rule S3)."""

MOVES = frozenset(
    {
        (S.ENQUEUED, S.RUNNING),
        (S.ENQUEUED, S.FAILED),
        (S.ENQUEUED, S.CANCELLED),
        (S.RUNNING, S.HELD),
        (S.RUNNING, S.SUCCEEDED),
        (S.RUNNING, S.FAILED),
        (S.RUNNING, S.CANCELLED),
        (S.HELD, S.RUNNING),
        (S.HELD, S.CANCELLED),
        (S.FAILED, S.RUNNING),
    }
)
"""The changes of status that the database allows."""

COUNTED: Final = (
    "fetched",
    "created",
    "changed",
    "unchanged",
    "ended",
    "anonymised",
    "rejected",
)
"""What a run counts."""

STEP: Final = "run."
"""How the kind of a message begins that is a step; that of its run follows, in lower case."""

LANE = UUID(int=2)
"""The lane of the steps of runs that ask nothing of anybody outside (rule F4a)."""

ROOM: Final = 2
"""So many steps of that lane each worker does at once."""

WHY_DISCARDED: Final = "Its next step was discarded"


class RunNotFound(Refusal):
    """No run has this id, or none of an organisation that the caller looks after."""

    code = Code.NOT_FOUND
    message = "Run not found"


class OrganisationHasRun(Refusal):
    """One run at a time changes an organisation; `runId` is the one that does (rule S2)."""

    code = Code.CONFLICT
    message = "Organisation has a run under way"


class RunCannotBeApproved(Refusal):
    """Only a run that is HELD is approved (rule S3)."""

    code = Code.CONFLICT
    message = "Run cannot be approved"


class RunCannotBeResumed(Refusal):
    """Only a run that FAILED goes on at its step (rule S3)."""

    code = Code.CONFLICT
    message = "Run cannot be resumed"


class RunCannotBeCancelled(Refusal):
    """It is over, or its last step has begun (rule S3)."""

    code = Code.CONFLICT
    message = "Run cannot be cancelled"


class RunFailed(Exception):
    """A step cannot be done, however often it is tried; the text is the run's `lastError`."""


class RunWaits(Exception):
    """A step is done later: after so many seconds, which somebody else asked for."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


REFUSALS: Mapping[RunAction, type[Refusal]] = MappingProxyType(
    {
        RunAction.APPROVE: RunCannotBeApproved,
        RunAction.RESUME: RunCannotBeResumed,
        RunAction.CANCEL: RunCannotBeCancelled,
    }
)


def check_action(action: RunAction, status: RunStatus, *, is_finishing: bool) -> None:
    """Refuse what does not lead on from a status, or is asked after the last step has begun.

    Rule S3. Raises RunCannotBeApproved, RunCannotBeResumed or RunCannotBeCancelled.
    """
    if status not in TRANSITIONS[action] or (action is RunAction.CANCEL and is_finishing):
        raise REFUSALS[action](status=status)
