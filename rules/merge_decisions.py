"""What a reviewer says of a pair: its words (B8), whether they may (B15), and on what (B14)."""

from collections.abc import Sequence
from enum import StrEnum

from rules.refusals import Code, Refusal
from rules.texts import is_unfit, shows_something
from rules.violations import InputIsInvalid, Violation, violation

COMMENT_LIMIT = 3000


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


class CommentIsTooLong(Refusal):
    """The comment exceeds its limit (rule B8)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = f"Comment is longer than {COMMENT_LIMIT} characters"


class CommentHasControlCharacters(Refusal):
    """The comment holds a control character or a lone surrogate (rule B8)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Comment has control characters"


class ReviewerHasConflict(Refusal):
    """The reviewer made or changed one of the two records, or is one of the two (rule B15)."""

    code = Code.CONFLICT
    message = "Reviewer has a conflict of interest"


class RecordsHaveChanged(Refusal):
    """A record has another version than the one that was looked at (rule B14)."""

    code = Code.CONFLICT
    message = "Records have changed since they were shown"


def check_words(comment: str | None, reasons: Sequence[DecisionReason]) -> None:
    """Refuse a comment that is too long or is no text, and reasons that are not of the rule.

    All that is wrong is named at once. Rule B8. Raises CommentIsTooLong,
    CommentHasControlCharacters or InputIsInvalid.
    """
    refused: type[Refusal] = InputIsInvalid
    faults = _faults_of_reasons(comment, reasons)
    if comment is not None and is_unfit(comment):
        refused = CommentHasControlCharacters
        faults.append(violation(["comment"], "characters", CommentHasControlCharacters.message))
    if comment is not None and len(comment) > COMMENT_LIMIT:
        refused = CommentIsTooLong
        faults.append(violation(["comment"], "max_length", CommentIsTooLong.message))
    if faults:
        raise refused(violations=faults)


def _faults_of_reasons(comment: str | None, reasons: Sequence[DecisionReason]) -> list[Violation]:
    faults = [
        violation(["reasons", place], "different", f"{reason} is there already")
        for place, reason in enumerate(reasons)
        if reason in reasons[:place]
    ]
    if len(reasons) > MOST_REASONS:
        message = f"There are more than {MOST_REASONS} reasons"
        faults.append(violation(["reasons"], "max_length", message))
    if DecisionReason.OTHER in reasons and not shows_something(comment or ""):
        faults.append(violation(["comment"], "required", "The reason OTHER needs a comment"))
    return faults
