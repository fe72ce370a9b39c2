"""What a reviewer may do with a pair of records, and when a pair is settled (rules B1 to B13)."""

from enum import StrEnum

from rules.refusals import Code, Refusal
from rules.texts import has_controls
from rules.violations import violation

COMMENT_LIMIT = 3000


class MergeRequestStatus(StrEnum):
    """What a reviewer has said about the pair so far."""

    MERGE = "MERGE"
    NEW = "NEW"
    POSTPONE = "POSTPONE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"


class ManualMergeCandidateStatus(StrEnum):
    """Whether the pair still waits for decisions."""

    NEW = "NEW"
    PROCESSED = "PROCESSED"


class NewMergeRequestIsOpen(Refusal):
    """The reviewer has not yet said anything about the pair given last (rule B1)."""

    code = Code.CONFLICT
    message = "Assignee is not allowed to ask for new merge request"


class PostponedLimitIsReached(Refusal):
    """The reviewer holds as many postponed requests as one may (rule B2)."""

    code = Code.CONFLICT
    message = "Assignee reached limit in postponed merge_requests"


class MergeRequestNotFound(Refusal):
    """No such request, or another reviewer's (rule B6)."""

    code = Code.NOT_FOUND
    message = "Merge request not found"


class TransitionIsIncorrect(Refusal):
    """The request cannot take this status from where it stands (rule B7)."""

    code = Code.CONFLICT
    message = "Incorrect transition status"


class CommentIsTooLong(Refusal):
    """The comment exceeds its limit (rule B8)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = f"Comment is longer than {COMMENT_LIMIT} characters"


class CommentHasControlCharacters(Refusal):
    """The comment holds a character that no text has (rule B8)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Comment has control characters"


FINAL = frozenset({MergeRequestStatus.MERGE, MergeRequestStatus.SPLIT, MergeRequestStatus.TRASH})

TRANSITIONS = {
    MergeRequestStatus.NEW: FINAL | {MergeRequestStatus.POSTPONE},
    MergeRequestStatus.POSTPONE: FINAL,
}

ACTIONS = {
    MergeRequestStatus.NEW: "merge_request.assigned",
    MergeRequestStatus.POSTPONE: "merge_request.postponed",
    MergeRequestStatus.MERGE: "merge_request.merged",
    MergeRequestStatus.SPLIT: "merge_request.split",
    MergeRequestStatus.TRASH: "merge_request.trashed",
}


def check_transition(
    before: MergeRequestStatus, after: MergeRequestStatus, *, is_superseded: bool
) -> None:
    """Refuse a status that the request cannot take. Rule B7.

    Raises TransitionIsIncorrect.
    """
    if is_superseded or after not in TRANSITIONS.get(before, frozenset()):
        raise TransitionIsIncorrect


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
