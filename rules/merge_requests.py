"""What is done with a reviewer's request, and which action leads where (B1 to B7, B16)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rules.refusals import Code, Refusal


class MergeRequestStatus(StrEnum):
    """What the reviewer has decided about the pair so far."""

    MERGE = "MERGE"
    NEW = "NEW"
    POSTPONE = "POSTPONE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"


class MergeRequestAction(StrEnum):
    """What is done with a merge request: by a mutation, one of its arguments, or the product.

    The product itself recuses a reviewer (B15), and leads a decision back that is outdated (B10).
    """

    ASSIGN = "ASSIGN"
    POSTPONE = "POSTPONE"
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"
    WITHDRAW = "WITHDRAW"
    OUTDATE = "OUTDATE"
    RECUSE = "RECUSE"


class ManualMergeCandidateStatus(StrEnum):
    """Whether the pair still waits for decisions."""

    NEW = "NEW"
    PROCESSED = "PROCESSED"


class NewMergeRequestIsOpen(Refusal):
    """The reviewer holds a pair that they have not decided about yet (rule B1)."""

    code = Code.CONFLICT
    message = "Assignee is not allowed to ask for new merge request"


class PostponedLimitIsReached(Refusal):
    """The reviewer holds as many postponed requests as the limit allows (rule B2)."""

    code = Code.CONFLICT
    message = "Assignee reached limit in postponed merge_requests"


class MergeRequestNotFound(Refusal):
    """No such request, or another reviewer's (rule B6)."""

    code = Code.NOT_FOUND
    message = "Merge request not found"


class TransitionIsIncorrect(Refusal):
    """The request's status does not allow this act, or the request is superseded (rule B7)."""

    code = Code.CONFLICT
    message = "Incorrect transition status"


FINAL = frozenset({MergeRequestStatus.MERGE, MergeRequestStatus.SPLIT, MergeRequestStatus.TRASH})
"""The final decisions: a quorum of one of them settles the pair (rule B10)."""

TRANSITIONS: Mapping[MergeRequestStatus, Mapping[MergeRequestAction, MergeRequestStatus]] = (
    MappingProxyType(
        {
            MergeRequestStatus.NEW: {
                MergeRequestAction.POSTPONE: MergeRequestStatus.POSTPONE,
                MergeRequestAction.MERGE: MergeRequestStatus.MERGE,
                MergeRequestAction.SPLIT: MergeRequestStatus.SPLIT,
                MergeRequestAction.TRASH: MergeRequestStatus.TRASH,
            },
            MergeRequestStatus.POSTPONE: {
                MergeRequestAction.MERGE: MergeRequestStatus.MERGE,
                MergeRequestAction.SPLIT: MergeRequestStatus.SPLIT,
                MergeRequestAction.TRASH: MergeRequestStatus.TRASH,
            },
        }
    )
)
"""From each status, what may be done and where it leads (rule B7).

ASSIGN stands in no line, because it makes a request: no request that is there allows it.
"""

MOVES = frozenset(
    (before, after) for before, actions in TRANSITIONS.items() for after in actions.values()
)
"""Every change of status that any action makes, as the database holds everybody to it."""

RETURNS = frozenset({MergeRequestAction.WITHDRAW, MergeRequestAction.OUTDATE})
"""The actions that lead a final decision back to POSTPONE, while its pair is not settled (rule B7).

They stand in no line of the transitions, which say what an update may do.
"""

MOST_WITHDRAWALS = 2
"""So often a reviewer takes decisions of one request back (rule B16)."""

OPEN = frozenset(TRANSITIONS)
"""The statuses of requests that wait for a final decision."""

UPDATES: Mapping[MergeRequestStatus, MergeRequestAction] = MappingProxyType(
    {
        MergeRequestStatus.POSTPONE: MergeRequestAction.POSTPONE,
        MergeRequestStatus.MERGE: MergeRequestAction.MERGE,
        MergeRequestStatus.SPLIT: MergeRequestAction.SPLIT,
        MergeRequestStatus.TRASH: MergeRequestAction.TRASH,
    }
)
"""The action that each status asks for where a reviewer updates a request.

An action of another mutation has no line here, whatever the transitions allow.
"""

AUDIT_ACTIONS: Mapping[MergeRequestAction, str] = MappingProxyType(
    {
        MergeRequestAction.ASSIGN: "merge_request.assigned",
        MergeRequestAction.POSTPONE: "merge_request.postponed",
        MergeRequestAction.MERGE: "merge_request.merged",
        MergeRequestAction.SPLIT: "merge_request.split",
        MergeRequestAction.TRASH: "merge_request.trashed",
        MergeRequestAction.WITHDRAW: "merge_request.withdrawn",
        MergeRequestAction.OUTDATE: "merge_request.outdated",
        MergeRequestAction.RECUSE: "merge_request.recused",
    }
)
"""How the audit trail calls each action (rule D1)."""


def action_of_update(status: MergeRequestStatus) -> MergeRequestAction:
    """Return the action that an update to this status asks for.

    No update leads to NEW. It asks for ASSIGN, which `check_action` refuses for every request once
    the request was found: whose it is comes before what may be done with it (rules B6 and B7).
    """
    return UPDATES.get(status, MergeRequestAction.ASSIGN)


def check_action(
    status: MergeRequestStatus, action: MergeRequestAction, *, is_superseded: bool
) -> MergeRequestStatus:
    """Return the status to which an action leads a request, or refuse the action. Rule B7.

    Raises TransitionIsIncorrect.
    """
    after = TRANSITIONS.get(status, {}).get(action)
    if is_superseded or after is None:
        raise TransitionIsIncorrect
    return after


def check_withdrawal(
    status: MergeRequestStatus, candidate: ManualMergeCandidateStatus, withdrawals: int
) -> None:
    """Refuse to take back what is no final decision, or of a settled pair, or too often. Rule B16.

    Raises TransitionIsIncorrect.
    """
    is_settled = candidate is not ManualMergeCandidateStatus.NEW
    if status not in FINAL or is_settled or withdrawals >= MOST_WITHDRAWALS:
        raise TransitionIsIncorrect
