"""What a reviewer does with pairs: takes the next one, decides, and with others settles it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, case, func, select, update

from db.merge_requests import manual_merge_candidates, merge_candidates, merge_requests
from db.statements import Statement
from rules import merge_requests as rules
from rules.merge_requests import (
    ACTIONS,
    FINAL,
    MergeRequestNotFound,
    MergeRequestStatus,
    NewMergeRequestIsOpen,
    PostponedLimitIsReached,
)
from rules.merges import ProcessedReason
from workflows import merges
from workflows.acts import Acting, Connection, act

REFUSALS = {
    refusal.__name__: refusal for refusal in (NewMergeRequestIsOpen, PostponedLimitIsReached)
}

# The reviewer comes from `begin_act`, so the act has begun before anything is assigned.
ASSIGN = """
SELECT refusal, merge_request_id
  FROM begin_act($1, $2, $3, $4, $5) AS reviewer, assign_merge_candidate(reviewer, $6)
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
        status=bindparam("said", type_=Text),
        comment=case(
            (bindparam("says_comment"), bindparam("new_comment", type_=Text)),
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
        merge_requests.c.status == bindparam("said", type_=Text),
    )
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says of a pair. A comment that is not said stays as it is (rule B8)."""

    status: MergeRequestStatus
    says_comment: bool = False
    comment: str | None = None


async def assign(acting: Acting, postponed_limit: int) -> UUID | None:
    """Give the reviewer the next pair and return the request's id; None when no pair is left.

    It is a transaction by itself. Rules B1 to B5. Raises NewMergeRequestIsOpen or
    PostponedLimitIsReached.
    """
    found = await act(acting, ACTIONS[MergeRequestStatus.NEW]).fetchrow(ASSIGN, postponed_limit)
    if found is None:
        return None
    if found["refusal"] is not None:
        raise REFUSALS[found["refusal"]]
    assigned: UUID = found["merge_request_id"]
    return assigned


async def decide(acting: Acting, request_id: UUID | None, said: Decision, quorum: int) -> None:
    """Write down what the reviewer says, and settle the pair when a quorum says the same.

    Rules B6 to B11. Raises MergeRequestNotFound, TransitionIsIncorrect, CommentIsTooLong or
    CommentHasControlCharacters.
    """
    async with act(acting, ACTIONS[said.status]) as connection:
        request = await _locked(connection, request_id, acting.user_id, said.status)
        rules.check_transition(
            MergeRequestStatus(request["status"]),
            said.status,
            is_superseded=request["superseded_at"] is not None,
        )
        rules.check_comment(said.comment)
        await WRITE.rows(
            connection,
            request=request["id"],
            said=said.status,
            says_comment=said.says_comment,
            new_comment=said.comment,
        )
        await RELEASE.rows(
            connection,
            candidate=request["manual_merge_candidate_id"],
            reviewer=acting.user_id,
        )
        if said.status in FINAL:
            await _settle_by_quorum(connection, request, said.status, quorum)


async def _locked(
    connection: Connection,
    request_id: UUID | None,
    reviewer: UUID | None,
    status: MergeRequestStatus,
) -> Mapping[str, Any]:
    """Lock what the decision may change, always in this order: persons, candidate, request.

    All who may merge a person meet at that person first, so none waits for another in a circle.
    """
    found = await FIND.row(connection, request=request_id, reviewer=reviewer)
    if found is None:
        raise MergeRequestNotFound
    if status is MergeRequestStatus.MERGE:
        await merges.lock_persons(connection, [found["person_id"], found["master_person_id"]])
    await LOCK_CANDIDATE.row(connection, candidate=found["manual_merge_candidate_id"])
    locked: Mapping[str, Any] = await LOCK_REQUEST.row(connection, request=found["id"])
    return locked


async def _settle_by_quorum(
    connection: Connection,
    request: Mapping[str, Any],
    decision: MergeRequestStatus,
    quorum: int,
) -> None:
    candidate_id = request["manual_merge_candidate_id"]
    agreeing = await AGREEING.row(connection, candidate=candidate_id, said=decision)
    if agreeing["reviewers"] < quorum:
        return
    await merges.settle(connection, [candidate_id], decision, ProcessedReason.QUORUM)
    if decision is MergeRequestStatus.MERGE:
        await merges.merge(connection, request["merge_candidate_id"])
