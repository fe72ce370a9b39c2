"""What the demo's reviewers say of two made-up records, which are known to be one person or two."""

from rules.frozen import frozen
from rules.imports import IncomingPerson
from rules.merge_decisions import DecisionReason
from rules.merge_requests import MergeRequestAction
from server.seeding.people import external_id, is_relative, original_of, person
from workflows.merge_requests import Decision

UNFIT = 49
"""Of this person only one name is known: reviewers find the pair unfit to be judged."""
DISPUTED = 24
"""On the pair of this person reviewers disagree (rule B17)."""


@frozen
class Numbers:
    """The numbers of two made-up persons under review."""

    person: int
    master: int

    @property
    def are_one(self) -> bool:
        """Whether they are a record and its second one; two second ones are taken for two."""
        return self.master == original_of(self.person) and not is_relative(self.person)


def numbers_of(external_ids: tuple[str, str]) -> Numbers:
    """Return the numbers of two made-up persons."""
    start = len(external_id(0)) - 1
    return Numbers(*(int(it[start:]) for it in external_ids))


def right(numbers: Numbers) -> Decision:
    """Return the decision that is right, with its reasons."""
    if numbers.person == UNFIT:
        why = DecisionReason.TOO_LITTLE_KNOWN
        return said(MergeRequestAction.TRASH, "One name, and no number", why)
    one, other = person(numbers.person), person(numbers.master)
    if numbers.are_one:
        return said(MergeRequestAction.MERGE, None, *_why_one(one, other))
    return said(MergeRequestAction.SPLIT, None, *_why_two(one, other))


def mistaken(numbers: Numbers) -> Decision:
    """Return the decision of somebody who is mistaken."""
    if numbers.are_one:
        return said(MergeRequestAction.SPLIT, None, DecisionReason.DIFFERENT_PERSON)
    return said(MergeRequestAction.MERGE, None, DecisionReason.SAME_CONTACT)


def disputed() -> list[Decision]:
    """Return what reviewers say, one after the other, who disagree on the pair of DISPUTED."""
    merge, split = MergeRequestAction.MERGE, MergeRequestAction.SPLIT
    reason = DecisionReason
    return [
        said(
            merge, "One passport, and a slip in the year", reason.SAME_IDENTIFIER, reason.DATE_SLIP
        ),
        said(split, "Seven years between them", reason.DIFFERENT_PERSON),
        said(merge, None, reason.SAME_IDENTIFIER, reason.NAME_CHANGE),
        said(split, "Cousins who share a flat?", reason.KIN),
    ]


def said(
    action: MergeRequestAction, comment: str | None = None, *reasons: DecisionReason
) -> Decision:
    """Return a decision with these words."""
    return Decision(
        action, changes_comment=comment is not None, comment=comment, reasons=reasons or None
    )


def _why_one(one: IncomingPerson, other: IncomingPerson) -> list[DecisionReason]:
    has_number = any(
        mine is not None and mine == theirs
        for mine, theirs in (
            (one.tax_id, other.tax_id),
            (one.national_id, other.national_id),
            (one.document_number, other.document_number),
        )
    )
    reasons = {
        DecisionReason.SAME_IDENTIFIER: has_number,
        DecisionReason.SAME_CONTACT: one.phone is not None and one.phone == other.phone,
        DecisionReason.SPELLING: one.first_name != other.first_name,
        DecisionReason.NAME_CHANGE: one.last_name != other.last_name,
        DecisionReason.DATE_SLIP: one.birth_date != other.birth_date,
    }
    return [reason for reason, holds in reasons.items() if holds]


def _why_two(one: IncomingPerson, other: IncomingPerson) -> list[DecisionReason]:
    if one.birth_date == other.birth_date:
        return [DecisionReason.TWINS]
    return [DecisionReason.KIN, DecisionReason.DIFFERENT_IDENTIFIER]
