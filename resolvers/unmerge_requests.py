"""What reviewers ask of merges: that they be taken back, and what became of it (rule H27)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import manual_merge_candidates, merge_requests
from db.merges import merged_pairs, unmerge_requests
from planner.sources import ToMany, ToOne, Value
from resolvers.definitions import DATABASE_ID, column, field, node_type
from resolvers.nodes import Node
from resolvers.users_shown import IS_ADMIN
from resolvers.viewer import User
from rules.merges import UnmergeRequestStatus

ME = bindparam("user_id", type_=Uuid)
SEES_USERS = and_(bindparam("sees_users", type_=Boolean), IS_ADMIN)
"""Whether whoever asks may see who decides about pairs."""


def _of_merge(asked: FromClause, name: str) -> ColumnElement[Any]:
    found = select(merged_pairs.c[name]).where(merged_pairs.c.id == asked.c.merged_pair_id)
    return found.correlate(asked).scalar_subquery()


def _written(status: UnmergeRequestStatus) -> ColumnElement[str]:
    return literal_column(f"'{status}'")


def _status(asked: FromClause) -> ColumnElement[str]:
    """Return what has become of it: whether the merge stands is written nowhere else."""
    return case(
        (asked.c.declined_at.is_not(None), _written(UnmergeRequestStatus.DECLINED)),
        (asked.c.withdrawn_at.is_not(None), _written(UnmergeRequestStatus.WITHDRAWN)),
        (_of_merge(asked, "undone_at").is_not(None), _written(UnmergeRequestStatus.UNDONE)),
        (_of_merge(asked, "person_version").is_(None), _written(UnmergeRequestStatus.ERASED)),
        else_=_written(UnmergeRequestStatus.OPEN),
    )


def _settled_at(asked: FromClause) -> ColumnElement[datetime]:
    return func.coalesce(asked.c.declined_at, asked.c.withdrawn_at, _of_merge(asked, "undone_at"))


@node_type(unmerge_requests, "merge:read")
class UnmergeRequest(Node):
    """A reviewer's request that a merge be taken back."""

    database_id: UUID = column(DATABASE_ID, name="id")
    status: UnmergeRequestStatus = field(Value(_status, nullable=False), "What has become of it.")
    reason: str = column("What is wrong with the merge, 1 to 500 characters.")
    requested_by: User | None = field(
        ToOne(
            lambda asked, user: and_(user.c.id == asked.c.requested_by, SEES_USERS), optional=True
        ),
        "Which reviewer; null to whoever is no ADMIN or has neither of the scopes access:read and"
        " audit_log:read, since it would say who decided on the pair.",
    )
    decline_reason: str | None = column(
        "Why the merge stands all the same, 1 to 500 characters; null where nobody declined."
    )
    inserted_at: datetime = column("When it was asked.", name="inserted_at")
    settled_at: datetime | None = field(
        Value(_settled_at),
        "When it was declined or withdrawn, or the merge taken back; null for none of these.",
    )


def _are_own(requests: FromClause, asked: FromClause) -> ColumnElement[bool]:
    """Find what a reviewer asked of the merges that came of the pair of a request of theirs."""
    merges = (
        select(merged_pairs.c.id)
        .join(
            manual_merge_candidates,
            manual_merge_candidates.c.merge_candidate_id == merged_pairs.c.merge_candidate_id,
        )
        .where(manual_merge_candidates.c.id == requests.c.manual_merge_candidate_id)
        .correlate(requests)
    )
    of_pair = any_(func.array(merges.scalar_subquery(), type_=ARRAY(Uuid)))
    return and_(asked.c.merged_pair_id == of_pair, asked.c.requested_by == ME)


def is_latest_of_pair(asked: FromClause, request: FromClause) -> ColumnElement[bool]:
    """Find the request for the pair that led a reviewer to ask this of its merge."""
    latest = (
        select(merge_requests.c.id)
        .join(
            manual_merge_candidates,
            manual_merge_candidates.c.id == merge_requests.c.manual_merge_candidate_id,
        )
        .join(
            merged_pairs,
            merged_pairs.c.merge_candidate_id == manual_merge_candidates.c.merge_candidate_id,
        )
        .where(
            merged_pairs.c.id == asked.c.merged_pair_id,
            merge_requests.c.assignee_id == asked.c.requested_by,
        )
        .order_by(merge_requests.c.id.desc())
        .limit(1)
        .correlate(asked)
    )
    return request.c.id == latest.scalar_subquery()


OWN_UNMERGE_REQUESTS = ToMany(_are_own, lambda asked: [asked.c.id])
MAY_REQUEST_UNMERGE = Value(
    lambda requests: func.may_request_unmerge(requests.c.id, ME, type_=Boolean), nullable=False
)


def has_open_request(pairs: FromClause) -> ColumnElement[bool]:
    """Return whether a merge is one that a reviewer waits to have taken back."""
    asked = select(unmerge_requests.c.merged_pair_id).where(
        unmerge_requests.c.declined_at.is_(None), unmerge_requests.c.withdrawn_at.is_(None)
    )
    return and_(
        pairs.c.id == any_(func.array(asked.scalar_subquery(), type_=ARRAY(Uuid))),
        pairs.c.undone_at.is_(None),
        pairs.c.person_version.is_not(None),
    )
