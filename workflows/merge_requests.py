"""What a reviewer does with pairs: takes the next one, decides, and with others settles it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, case, func, select, update

from db.merge_requests import manual_merge_candidates, merge_candidates, merge_requests
from db.statements import Connection, Statement
from rules import merge_requests as rules
from rules.merge_requests import (
    AUDIT_ACTIONS,
    FINAL,
    MergeRequestAction,
    MergeRequestNotFound,
    MergeRequestStatus,
    NewMergeRequestIsOpen,
    PostponedLimitIsReached,
)
from rules.merges import ProcessedReason
from workflows import merges
from workflows.acts import Acting, act

REFUSALS = {
    refusal.__name__: refusal for refusal in (NewMergeRequestIsOpen, PostponedLimitIsReached)
}

# The reviewer comes from `begin_act`, so the act has begun before anything is assigned.
ASSIGN = """
select refusal, merge_request_id as id, status, inserted_at, updated_at
  from begin_act($1, $2, $3, $4, $5, $6) as reviewer, assign_merge_candidate(reviewer, $7)
"""
FIND = Statement(
    select(
        merge_requests.c.id,
        merge_requests.c.manual_merge_candidate_id,
        merge_candidates.c.person_id,
        merge_candidates.c.master_person_id,
    )
    .join_from(merge_requests, manual_merge_candidates)
    .join(merge_candidates)
    .where(
        merge_requests.c.id == bindparam("request", type_=Uuid),
        merge_requests.c.assignee_id == bindparam("reviewer", type_=Uuid),
    )
)
LOCK_CANDIDATE = Statement(
    select(manual_merge_candidates.c.id)
    .where(manual_merge_candidates.c.id == bindparam("candidate", type_=Uuid))
    .with_for_update()
)
LOCK_REQUEST = Statement(
    select(
        merge_requests.c.id,
        merge_requests.c.status,
        merge_requests.c.superseded_at,
        merge_requests.c.manual_merge_candidate_id,
        manual_merge_candidates.c.merge_candidate_id,
    )
    .join_from(merge_requests, manual_merge_candidates)
    .where(merge_requests.c.id == bindparam("request", type_=Uuid))
    .with_for_update(of=merge_requests)
)
WRITE = Statement(
    update(merge_requests)
    .where(merge_requests.c.id == bindparam("request", type_=Uuid))
    .values(
        status=bindparam("status", type_=Text),
        comment=case(
            (bindparam("changes_comment"), bindparam("new_comment", type_=Text)),
            else_=merge_requests.c.comment,
        ),
    )
)
RELEASE = Statement(
    update(manual_merge_candidates)
    .where(
        manual_merge_candidates.c.id == bindparam("candidate", type_=Uuid),
        manual_merge_candidates.c.assignee_id == bindparam("reviewer", type_=Uuid),
    )
    .values(assignee_id=None)
)
AGREEING = Statement(
    select(func.count().label("reviewers")).where(
        merge_requests.c.manual_merge_candidate_id == bindparam("candidate", type_=Uuid),
        merge_requests.c.status == bindparam("status", type_=Text),
    )
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decides about a pair; the former comment stays unless it is changed (B8)."""

    action: MergeRequestAction
    changes_comment: bool = False
    comment: str | None = None


async def assign(acting: Acting, postponed_limit: int) -> Mapping[str, Any] | None:
    """Assign the next pair to the reviewer and return the request; None when none is left.

    It is a transaction by itself. Rules B1 to B5. Raises NewMergeRequestIsOpen or
    PostponedLimitIsReached.
    """
    assigning = act(acting, AUDIT_ACTIONS[MergeRequestAction.ASSIGN])
    assignment = await assigning.fetchrow(ASSIGN, postponed_limit)
    if assignment is None:
        return None
    if assignment["refusal"] is not None:
        raise REFUSALS[assignment["refusal"]]
    return dict(assignment)


async def decide(acting: Acting, request_id: UUID | None, decision: Decision, quorum: int) -> None:
    """Write down what the reviewer decides, and settle the pair when a quorum agrees.

    Rules B6 to B11. Raises MergeRequestNotFound, TransitionIsIncorrect, CommentIsTooLong or
    CommentHasControlCharacters; and MasterIsInactive where a quorum cannot merge: this reviewer's
    decision is undone with it.
    """
    async with act(acting, AUDIT_ACTIONS[decision.action]) as connection:
        request = await _lock(
            connection,
            request_id,
            acting.user_id,
            is_merge=decision.action is MergeRequestAction.MERGE,
        )
        status = rules.check_action(
            MergeRequestStatus(request["status"]),
            decision.action,
            is_superseded=request["superseded_at"] is not None,
        )
        rules.check_comment(decision.comment)
        await WRITE.rows(
            connection,
            request=request["id"],
            status=status,
            changes_comment=decision.changes_comment,
            new_comment=decision.comment,
        )
        await RELEASE.rows(
            connection,
            candidate=request["manual_merge_candidate_id"],
            reviewer=acting.user_id,
        )
        if status in FINAL:
            await _settle_by_quorum(connection, request, status, quorum)


async def _lock(
    connection: Connection,
    request_id: UUID | None,
    reviewer: UUID | None,
    *,
    is_merge: bool,
) -> Mapping[str, Any]:
    """Lock what the decision may change, always in this order: persons, candidates, request.

    All who may merge a person meet at that person first, and each kind is locked in the order of
    its ids, so none waits for another in a circle (rule G). Only the assignee's request is found
    (rule B6).
    """
    request = await FIND.row(connection, request=request_id, reviewer=reviewer)
    if request is None:
        raise MergeRequestNotFound
    if is_merge:
        duplicate, candidate = request["person_id"], request["manual_merge_candidate_id"]
        await merges.lock_persons(connection, [duplicate, request["master_person_id"]])
        await merges.lock_candidates(connection, candidate, duplicate)
    else:
        await LOCK_CANDIDATE.row(connection, candidate=request["manual_merge_candidate_id"])
    locked: Mapping[str, Any] = await LOCK_REQUEST.row(connection, request=request["id"])
    return locked


async def _settle_by_quorum(
    connection: Connection,
    request: Mapping[str, Any],
    decision: MergeRequestStatus,
    quorum: int,
) -> None:
    """Settle the pair when so many reviewers decided the same. Rule B10."""
    candidate_id = request["manual_merge_candidate_id"]
    agreeing = await AGREEING.row(connection, candidate=candidate_id, status=decision)
    if agreeing["reviewers"] < quorum:
        return
    await merges.settle(connection, [candidate_id], decision, ProcessedReason.QUORUM)
    if decision is MergeRequestStatus.MERGE:
        await merges.merge(connection, request["merge_candidate_id"])
