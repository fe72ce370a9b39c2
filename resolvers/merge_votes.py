"""The votes that made a merge, and whether the product had weighed its pair (rules H6 and B17)."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import merge_candidates, merge_requests
from planner.sources import ToMany, ToOne
from resolvers.definitions import column, field, object_type
from resolvers.unmerge_requests import SEES_USERS
from resolvers.viewer import User
from rules.merge_decisions import DecisionReason
from rules.merge_requests import MergeRequestStatus


@object_type(merge_requests)
class MergeVote:
    """What one reviewer said of a pair that was merged by it."""

    reviewer: User = field(
        ToOne(lambda request, user: user.c.id == request.c.assignee_id), "Who voted for MERGE."
    )
    reasons: list[DecisionReason] = column("Why; empty where they did not say.")
    decided_at: datetime = column("When they said so.", name="updated_at")


def made(pairs: FromClause, votes: FromClause) -> ColumnElement[bool]:
    """Find the votes for MERGE that count of the review that led to a merge."""
    return and_(
        votes.c.manual_merge_candidate_id == pairs.c.manual_merge_candidate_id,
        votes.c.status == literal_column(f"'{MergeRequestStatus.MERGE}'"),
        votes.c.recused_at.is_(None),
    )


VOTES = ToMany(
    lambda pairs, votes: and_(made(pairs, votes), SEES_USERS),
    lambda votes: [votes.c.updated_at, votes.c.id],
)


def is_weighed(pairs: FromClause) -> ColumnElement[Any]:
    """Return whether there is evidence of the pair; what it says is no part of this."""
    both = merge_candidates.alias()
    weighed = both.c.id == pairs.c.merge_candidate_id, both.c.weight.is_not(None)
    return exists().where(*weighed).correlate(pairs)
