"""What a reviewer does with pairs: takes the next one, decides, and with others settles it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules import merge_decisions
from rules import merge_requests as rules
from rules.disputes import FEWEST_VOTES
from rules.frozen import frozen
from rules.merge_decisions import DecisionReason, ReviewerHasConflict
from rules.merge_requests import (
    AUDIT_ACTIONS,
    FINAL,
    ManualMergeCandidateStatus,
    MergeRequestAction,
    MergeRequestNotFound,
    MergeRequestStatus,
    NewMergeRequestIsOpen,
    PostponedLimitIsReached,
)
from workflows import disputes, merges, places, quorums, shown_records
from workflows.acts import Acting, act
from workflows.decided_requests import (
    FIND,
    LOCK_CANDIDATE,
    LOCK_REQUEST,
    RELEASE,
    TAKE_BACK,
    WRITE,
)
from workflows.shown_records import Versions

FINAL_ACTIONS = frozenset(
    {
        MergeRequestAction.MERGE,
        MergeRequestAction.SPLIT,
        MergeRequestAction.TRASH,
        MergeRequestAction.WITHDRAW,
    }
)
"""The actions that make or take back a final decision, under locks of both records (rule B14)."""

MADE_ON = ("person_version", "master_version", "agreements")
"""What a request keeps of the records on which its decision was made (rules B10 and B14)."""

REFUSALS = {
    refusal.__name__: refusal for refusal in (NewMergeRequestIsOpen, PostponedLimitIsReached)
}

# The reviewer comes from `begin_act`, so the act has begun before anything is assigned.
ASSIGN = """
select refusal, merge_request_id as id, status, inserted_at, updated_at
  from begin_act($1, $2, $3, $4, $5, $6) as reviewer, assign_merge_candidate(reviewer, $7)
"""


@frozen
class Decision:
    """What a reviewer decides about a pair, and why; on which versions, where they say so.

    A merge `overrules` an earlier decision where the reviewer says so (H24). The former comment
    stays unless it is changed, and so do the reasons unless there are some (B8).
    """

    action: MergeRequestAction
    changes_comment: bool = False
    comment: str | None = None
    reasons: Sequence[DecisionReason] | None = None
    seen: Versions | None = None
    overrules: bool = False


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


async def decide(
    acting: Acting,
    request_id: UUID | None,
    decision: Decision,
    quorum: int,
    dispute_votes: int = FEWEST_VOTES,
) -> None:
    """Write down what the reviewer decides, and settle the pair when a quorum agrees.

    Rules B6 to B11, B14, B15, B17 and H24. Raises MergeRequestNotFound, TransitionIsIncorrect,
    CommentIsTooLong, CommentHasControlCharacters, InputIsInvalid, ReviewerHasConflict,
    RecordsHaveChanged or MergeContradictsDecision; and MasterIsInactive or DuplicateIsInactive
    where a quorum cannot merge: this reviewer's decision is undone with it.
    """
    async with act(acting, AUDIT_ACTIONS[decision.action]) as connection:
        request = await _lock(connection, request_id, acting.user_id, decision.action)
        status = rules.check_action(
            MergeRequestStatus(request["status"]),
            decision.action,
            is_superseded=_is_superseded(request),
        )
        words = _words(request, decision)
        if request["recused_at"] is not None or request["has_conflict"]:
            raise ReviewerHasConflict
        made_on = {it: request[it] for it in MADE_ON}
        if status in FINAL:
            seen = decision.seen or _at_assignment(request)
            made_on = await shown_records.check(
                connection, request["id"], request["merge_candidate_id"], seen
            )
        overrules = status is MergeRequestStatus.MERGE and await disputes.check_merge(
            connection,
            request["merge_candidate_id"],
            acting.user_id,
            acting.client_id,
            overrules=decision.overrules,
        )
        await WRITE.rows(
            connection,
            request=request["id"],
            status=status,
            overrules=overrules,
            **words,
            **made_on,
        )
        await RELEASE.rows(
            connection,
            candidate=request["manual_merge_candidate_id"],
            reviewer=acting.user_id,
        )
        if status in FINAL:
            await quorums.settle(connection, request, status, made_on["agreements"], quorum)
            await disputes.mark(connection, request["manual_merge_candidate_id"], dispute_votes)


async def withdraw(
    acting: Acting, request_id: UUID | None, words: Decision, dispute_votes: int = FEWEST_VOTES
) -> None:
    """Take the reviewer's own final decision back, while the pair is not settled.

    Rule B16. Raises MergeRequestNotFound, TransitionIsIncorrect, CommentIsTooLong,
    CommentHasControlCharacters, InputIsInvalid or ReviewerHasConflict.
    """
    async with act(acting, AUDIT_ACTIONS[words.action]) as connection:
        request = await _lock(connection, request_id, acting.user_id, words.action)
        rules.check_withdrawal(
            MergeRequestStatus(request["status"]),
            ManualMergeCandidateStatus(request["candidate_status"]),
            request["withdrawals"],
        )
        comment = _words(request, words)["new_comment"]
        if request["recused_at"] is not None:
            raise ReviewerHasConflict
        await TAKE_BACK.rows(connection, request=request["id"], new_comment=comment)
        await disputes.mark(connection, request["manual_merge_candidate_id"], dispute_votes)


def _is_superseded(request: Mapping[str, Any]) -> bool:
    """Return whether a request is closed, but for a conflict of interest: B15 speaks of that."""
    return request["superseded_at"] is not None and request["recused_at"] is None


def _at_assignment(request: Mapping[str, Any]) -> Versions:
    """Return the versions that hold where a client does not say which it has shown. Rule B14."""
    return Versions(request["person_version"], request["master_version"])


def _words(request: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    """Return comment and reasons as they will be. Rule B8. Raises the refusals of check_words."""
    comment = decision.comment if decision.changes_comment else request["comment"]
    given = request["reasons"] if decision.reasons is None else decision.reasons
    reasons = [DecisionReason(it) for it in given]
    merge_decisions.check_words(comment, reasons)
    return {"new_comment": comment, "new_reasons": reasons}


async def _lock(
    connection: Connection,
    request_id: UUID | None,
    reviewer: UUID | None,
    action: MergeRequestAction,
) -> Mapping[str, Any]:
    """Lock what the action may change, always in this order: persons, candidates, request.

    All who may merge a person meet at that person first, and each kind is locked in the order of
    its ids, so none waits for another in a circle (rule G). Whoever changes a record waits for a
    decision on it, and it for them (rule B14); to put a pair off waits for nobody. Only the
    assignee's request is found (rule B6).
    """
    request = await FIND.row(connection, request=request_id, reviewer=reviewer)
    if request is None:
        raise MergeRequestNotFound
    duplicate, candidate = request["person_id"], request["manual_merge_candidate_id"]
    is_merge = action is MergeRequestAction.MERGE
    master = request["master_person_id"]
    if is_merge:
        await places.keep_tree(connection)
        await merges.lock_for_merge(connection, duplicate, master)
        await merges.lock_candidates(connection, candidate, duplicate)
    else:
        if action in FINAL_ACTIONS:
            await merges.lock_persons(connection, [duplicate, master], shared=True)
        await LOCK_CANDIDATE.row(connection, candidate=candidate)
    locked: Mapping[str, Any] = await LOCK_REQUEST.row(connection, request=request["id"])
    return locked
