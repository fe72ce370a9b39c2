"""What a reviewer may do with a pair of records, and which action leads where (B1 to B10)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rules.refusals import Code, Refusal
from rules.texts import is_unfit
from rules.violations import violation

COMMENT_LIMIT = 3000


class MergeRequestStatus(StrEnum):
    """What the reviewer has decided about the pair so far."""

    MERGE = "MERGE"
    NEW = "NEW"
    POSTPONE = "POSTPONE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"


class MergeRequestAction(StrEnum):
    """What is done with a merge request, each by one mutation or by one of its arguments."""

    ASSIGN = "ASSIGN"
    POSTPONE = "POSTPONE"
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"


class ManualMergeCandidateStatus(StrEnum):
    """Whether the pair still waits for decisions."""

    NEW = "NEW"
    PROCESSED = "PROCESSED"


class DecisionReason(StrEnum):
    """Why a reviewer decided as they did (rule B8)."""

    SAME_IDENTIFIER = "SAME_IDENTIFIER"
    SAME_CONTACT = "SAME_CONTACT"
    SPELLING = "SPELLING"
    DATE_SLIP = "DATE_SLIP"
    NAME_CHANGE = "NAME_CHANGE"
    DIFFERENT_IDENTIFIER = "DIFFERENT_IDENTIFIER"
    TWINS = "TWINS"
    KIN = "KIN"
    DIFFERENT_PERSON = "DIFFERENT_PERSON"
    RECORD_IS_NO_PERSON = "RECORD_IS_NO_PERSON"
    TOO_LITTLE_KNOWN = "TOO_LITTLE_KNOWN"
    OTHER = "OTHER"


MOST_REASONS = 5
"""So many reasons a decision may have (rule B8)."""


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


class CommentIsTooLong(Refusal):
    """The comment exceeds its limit (rule B8)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = f"Comment is longer than {COMMENT_LIMIT} characters"


class CommentHasControlCharacters(Refusal):
    """The comment holds a control character or a lone surrogate (rule B8)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Comment has control characters"


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


def check_comment(comment: str | None) -> None:
    """Refuse a comment that is too long or is no text. Rule B8.

    Raises CommentIsTooLong or CommentHasControlCharacters.
    """
    if comment is None:
        return
    if len(comment) > COMMENT_LIMIT:
        raise CommentIsTooLong(
            violations=[violation(["comment"], "max_length", CommentIsTooLong.message)]
        )
    if is_unfit(comment):
        message = CommentHasControlCharacters.message
        raise CommentHasControlCharacters(
            violations=[violation(["comment"], "characters", message)]
        )
