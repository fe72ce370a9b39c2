"""What a reviewer may do with a pair of records, and which act leads where (rules B1 to B10)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from rules.refusals import Code, Refusal
from rules.texts import has_controls
from rules.violations import violation

COMMENT_LIMIT = 3000


class MergeRequestStatus(StrEnum):
    """What the reviewer has decided about the pair so far."""

    MERGE = "MERGE"
    NEW = "NEW"
    POSTPONE = "POSTPONE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"


class MergeRequestAct(StrEnum):
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

TRANSITIONS: Mapping[MergeRequestStatus, Mapping[MergeRequestAct, MergeRequestStatus]] = (
    MappingProxyType(
        {
            MergeRequestStatus.NEW: {
                MergeRequestAct.POSTPONE: MergeRequestStatus.POSTPONE,
                MergeRequestAct.MERGE: MergeRequestStatus.MERGE,
                MergeRequestAct.SPLIT: MergeRequestStatus.SPLIT,
                MergeRequestAct.TRASH: MergeRequestStatus.TRASH,
            },
            MergeRequestStatus.POSTPONE: {
                MergeRequestAct.MERGE: MergeRequestStatus.MERGE,
                MergeRequestAct.SPLIT: MergeRequestStatus.SPLIT,
                MergeRequestAct.TRASH: MergeRequestStatus.TRASH,
            },
        }
    )
)
"""From each status, what may be done and where it leads (rule B7).

ASSIGN stands in no line, because it makes a request: no request that is there allows it.
"""

OPEN = frozenset(TRANSITIONS)
"""The statuses of requests that wait for a final decision."""

UPDATES: Mapping[MergeRequestStatus, MergeRequestAct] = MappingProxyType(
    {
        MergeRequestStatus.POSTPONE: MergeRequestAct.POSTPONE,
        MergeRequestStatus.MERGE: MergeRequestAct.MERGE,
        MergeRequestStatus.SPLIT: MergeRequestAct.SPLIT,
        MergeRequestStatus.TRASH: MergeRequestAct.TRASH,
    }
)
"""The act that each status asks for where a reviewer updates a request.

An act of another mutation has no line here, whatever the transitions allow.
"""

ACTIONS: Mapping[MergeRequestAct, str] = MappingProxyType(
    {
        MergeRequestAct.ASSIGN: "merge_request.assigned",
        MergeRequestAct.POSTPONE: "merge_request.postponed",
        MergeRequestAct.MERGE: "merge_request.merged",
        MergeRequestAct.SPLIT: "merge_request.split",
        MergeRequestAct.TRASH: "merge_request.trashed",
    }
)
"""How the trail calls each act (rule D1)."""


def act_of_update(status: MergeRequestStatus) -> MergeRequestAct:
    """Return the act that an update to this status asks for.

    A status that no update leads to, NEW above all, asks for ASSIGN, which `check_act` refuses
    for every request.
    """
    return UPDATES.get(status, MergeRequestAct.ASSIGN)


def check_act(
    status: MergeRequestStatus, act: MergeRequestAct, *, is_superseded: bool
) -> MergeRequestStatus:
    """Return the status to which an act leads a request, or refuse the act. Rule B7.

    Raises TransitionIsIncorrect.
    """
    after = TRANSITIONS.get(status, {}).get(act)
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
    if has_controls(comment):
        message = CommentHasControlCharacters.message
        raise CommentHasControlCharacters(
            violations=[violation(["comment"], "characters", message)]
        )
