"""What senior reviewers see of a disputed pair: that it is, and what others said, not who (B17)."""

from sqlalchemy import ARRAY, Boolean, Text, Uuid, bindparam, exists, func, literal_column, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import manual_merge_candidates, merge_requests
from planner.sources import ToMany, Value
from resolvers.definitions import column, field, object_type
from rules.merge_decisions import DecisionReason
from rules.merge_requests import FINAL, MergeRequestStatus

ME = bindparam("user_id", type_=Uuid)
CLIENT = bindparam("client_id", type_=Uuid)


def _is_disputed(requests: FromClause) -> ColumnElement[bool]:
    """Return whether the pair of a request is disputed, where a senior reviewer asks."""
    review = manual_merge_candidates.alias()
    is_kept_for_seniors = (
        exists()
        .where(
            review.c.id == requests.c.manual_merge_candidate_id,
            review.c.disputed_at.is_not(None),
        )
        .correlate(requests)
    )
    return is_kept_for_seniors & func.is_senior_reviewer(ME, CLIENT, type_=Boolean)


IS_DISPUTED = Value(_is_disputed, nullable=False)


def _is_vote(requests: FromClause, others: FromClause) -> ColumnElement[bool]:
    return (
        (others.c.manual_merge_candidate_id == requests.c.manual_merge_candidate_id)
        & (others.c.id != requests.c.id)
        & or_(*(others.c.status == literal_column(f"'{status}'") for status in sorted(FINAL)))
        & others.c.recused_at.is_(None)
    )


def _is_argument(requests: FromClause, others: FromClause) -> ColumnElement[bool]:
    """Find the votes of others on a disputed pair, where a senior reviewer asks who has it.

    Of those that say the same one is found: how many said it would reveal how votes stand.
    """
    another = merge_requests.alias()
    is_said_before = (
        exists()
        .where(
            _is_vote(requests, another),
            another.c.id < others.c.id,
            another.c.status == others.c.status,
            another.c.comment.is_not_distinct_from(others.c.comment),
            _in_order(another) == _in_order(others),
        )
        .correlate(requests, others)
    )
    return (
        _is_vote(requests, others)
        & requests.c.superseded_at.is_(None)
        & requests.c.recused_at.is_(None)
        & _is_disputed(requests)
        & ~is_said_before
    )


def _in_order(requests: FromClause) -> ColumnElement[list[str]]:
    """Return the reasons in an order that is not their reviewer's."""
    return func.array_sort(requests.c.reasons, type_=ARRAY(Text))


@object_type(merge_requests)
class Argument:
    """What somebody else decided about the pair, and why."""

    decision: MergeRequestStatus = column("MERGE, SPLIT or TRASH.", name="status")
    reasons: list[DecisionReason] = field(
        Value(_in_order, nullable=False), "Of the list of reasons; empty where none was given."
    )
    comment: str | None = column("In their own words; null where there are none.")


ARGUMENTS = ToMany(
    _is_argument,
    # By what they say alone: when each was said would reveal who said it.
    lambda it: [it.c.status, it.c.comment.nulls_last(), _in_order(it)],
)
