"""Merge requests: the pairs that a reviewer was given, and what they decide."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import Text, case, cast, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import manual_merge_candidates, merge_candidates, merge_requests
from db.merges import unmerge_requests
from planner.row_queries import Condition, RowQuery
from planner.sources import SameRow, ToOne, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.clusters import Cluster
from resolvers.definitions import (
    DATABASE_ID,
    UPDATED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.disputes import ARGUMENTS, IS_DISPUTED, Argument
from resolvers.merge_candidates import ME, ManualMergeCandidate
from resolvers.nodes import MutationContext, Node, by_id
from resolvers.root_arguments import Input
from resolvers.unmerge_requests import (
    MAY_REQUEST_UNMERGE,
    OWN_UNMERGE_REQUESTS,
    UnmergeRequest,
    is_latest_of_pair,
)
from rules.merge_decisions import DecisionReason
from rules.merge_requests import (
    MergeRequestAction,
    MergeRequestStatus,
    action_of_update,
)
from workflows import comparison
from workflows import merge_requests as workflow
from workflows import unmerge_requests as asking
from workflows.merge_requests import Decision
from workflows.shown_records import Versions

OWN = Condition(lambda requests: requests.c.assignee_id == ME)


def _then_and_now(requests: FromClause) -> ColumnElement[str]:
    """Return how the pair agreed when a request was decided, and both records as they are.

    Nothing, where it was not decided.
    """
    records = (
        select(comparison.records_json(merge_candidates))
        .join_from(manual_merge_candidates, merge_candidates)
        .where(manual_merge_candidates.c.id == requests.c.manual_merge_candidate_id)
        .correlate(requests)
        .scalar_subquery()
    )
    return case(
        (
            requests.c.agreements.is_not(None),
            cast(func.json_build_array(requests.c.agreements, records), Text),
        ),
        else_="",
    )


@node_type(merge_requests, "merge_request:read", (OWN,))
class MergeRequest(Node):
    """One reviewer's task to judge a pair."""

    database_id: UUID = column(DATABASE_ID, name="id")
    manual_merge_candidate: ManualMergeCandidate = field(
        ToOne(lambda request, candidate: candidate.c.id == request.c.manual_merge_candidate_id),
        "The pair, and whether it is settled.",
    )
    status: MergeRequestStatus = column("What the reviewer has decided so far.")
    comment: str | None = column(
        "The reviewer's own note, at most 3,000 characters; null where there is none."
    )
    superseded_at: datetime | None = column(
        "When the request was closed without this reviewer's final decision: the pair was settled,"
        " or the reviewer has a conflict of interest; null otherwise."
    )
    reasons: list[DecisionReason] = column(
        "Why the reviewer decided so; empty where they did not say."
    )
    changed_fields: list[str] = field(
        Value(_then_and_now, comparison.changed_fields_json, nullable=False),
        "The fields that compare otherwise now than when this reviewer decided; empty otherwise.",
    )
    is_disputed: bool = field(
        IS_DISPUTED,
        "Whether reviewers disagree on the pair, or merging it would contradict an earlier"
        " decision; to senior reviewers, false to others.",
    )
    arguments: list[Argument] = field(
        ARGUMENTS,
        "What others decided and why, without names, to senior reviewers of a disputed pair; empty"
        " otherwise.",
    )
    withdrawn_at: datetime | None = column(
        "When the reviewer last took a final decision on the pair back; null where they never did."
    )
    cluster: Cluster = field(
        SameRow(), "The records that hang together with the pair, and how their pairs stand."
    )
    can_request_unmerge: bool = field(
        MAY_REQUEST_UNMERGE, "Whether `requestUnmerge` would not refuse the caller now."
    )
    unmerge_requests: list[UnmergeRequest] = field(
        OWN_UNMERGE_REQUESTS,
        "What the caller asked of the merge that came of it, the oldest first: that it be taken"
        " back.",
    )
    inserted_at: datetime = column("When the pair was assigned to the reviewer.")
    updated_at: datetime = column(UPDATED_AT)


@input_type
class SeenVersions:
    """The versions of both records that a decision was made on."""

    person: int = required("`MergeCandidate.personVersion`, as it was shown.")
    master_person: int = required("`MergeCandidate.masterPersonVersion`, as it was shown.")


@input_type
class UpdateMergeRequestInput:
    """What a reviewer says of a pair."""

    id: strawberry.ID = required("A request of the caller's own.")
    status: MergeRequestStatus = required(
        "POSTPONE, or a final decision: MERGE, SPLIT or TRASH. NEW is refused."
    )
    comment: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="At most 3,000 characters. Left out, the earlier one stays; null clears it.",
    )
    seen: SeenVersions | None = optional(
        "The versions that the decision was made on. Left out, they are those of the assignment."
    )
    reasons: list[DecisionReason] | None = strawberry.field(
        default=strawberry.UNSET,
        description="At most 5, each once; OTHER needs a comment. Left out, the earlier ones stay; "
        "null clears them.",
    )
    overrules: bool | None = optional(
        "Whether a MERGE knowingly goes against an earlier SPLIT; for senior reviewers."
    )


@input_type
class WithdrawMergeDecisionInput:
    """Which decision a reviewer takes back."""

    id: strawberry.ID = required("A request of the caller's own, with a final decision.")
    comment: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="At most 3,000 characters. Left out, the earlier one stays; null clears it.",
    )


@input_type
class RequestUnmergeInput:
    """Which merge a reviewer asks to have taken back, and why."""

    merge_request_id: strawberry.ID = required(
        "A request of the caller's own, whose pair was merged; the merge stands."
    )
    reason: str = required("What is wrong, 1 to 500 characters, which show something.")


@input_type
class WithdrawUnmergeRequestInput:
    """What a reviewer does not ask any more."""

    unmerge_request_id: strawberry.ID = required("An open request of the caller's own.")


@object_type(merge_requests)
class AssignMergeCandidatePayload:
    """The pair that the reviewer was given."""

    merge_request: MergeRequest = field(SameRow(), "A new request for the pair, in status NEW.")


@object_type(merge_requests)
class UpdateMergeRequestPayload:
    """The request as it stands now."""

    merge_request: MergeRequest = field(
        SameRow(), "With what was said, and whether that settled the pair."
    )


@object_type(merge_requests)
class RequestUnmergePayload:
    """The caller's own request for the pair."""

    merge_request: MergeRequest = field(SameRow(), "With what was asked among its own.")


@object_type(unmerge_requests)
class WithdrawUnmergeRequestPayload:
    """What was asked, as it is now, and the caller's own request for the pair."""

    unmerge_request: UnmergeRequest = field(SameRow(), "With when it was withdrawn.")
    merge_request: MergeRequest = field(
        ToOne(is_latest_of_pair), "The caller's latest one for the pair that was merged."
    )


@object_type()
class MergeRequestMutations:
    """What a reviewer does."""

    # Who picks passes the pairs that others are just picking: the more at once, the dearer each.
    @root_field(AssignMergeCandidatePayload | None, Scoped("merge_candidate:assign"), at_once=8)
    async def assign_merge_candidate(
        context: strawberry.Parent[MutationContext],
    ) -> RowQuery | None:
        """Get the next pair to review; null without an error when none is left."""
        assigned = await workflow.assign(context.acting, context.limits.postponed_requests)
        if assigned is None:
            return None
        return by_id("AssignMergeCandidatePayload", assigned["id"], assigned)

    @root_field(UpdateMergeRequestPayload | None, Scoped("merge_request:write"))
    async def update_merge_request(
        context: strawberry.Parent[MutationContext],
        input: Input[UpdateMergeRequestInput],
    ) -> RowQuery | None:
        """Say what the pair is, or put it off; when a quorum says the same, it is settled."""
        decision = Decision(
            action_of_update(input.status),
            **_comment(input.comment),
            reasons=None if input.reasons is strawberry.UNSET else input.reasons or (),
            seen=_seen(input.seen),
            overrules=input.overrules is True,
        )
        request_id = ids.key(input.id, "MergeRequest")
        limits = context.limits
        await workflow.decide(
            context.acting, request_id, decision, limits.merge_quorum, limits.dispute_votes
        )
        return by_id("UpdateMergeRequestPayload", request_id)

    @root_field(UpdateMergeRequestPayload | None, Scoped("merge_request:write"))
    async def withdraw_merge_decision(
        context: strawberry.Parent[MutationContext],
        input: Input[WithdrawMergeDecisionInput],
    ) -> RowQuery | None:
        """Take one's own final decision back to POSTPONE, before the pair is settled."""
        request_id = ids.key(input.id, "MergeRequest")
        words = Decision(MergeRequestAction.WITHDRAW, **_comment(input.comment))
        await workflow.withdraw(context.acting, request_id, words, context.limits.dispute_votes)
        return by_id("UpdateMergeRequestPayload", request_id)

    @root_field(RequestUnmergePayload | None, Scoped("merge_request:write"))
    async def request_unmerge(
        context: strawberry.Parent[MutationContext], input: Input[RequestUnmergeInput]
    ) -> RowQuery | None:
        """Ask those who take merges back to take one back. It changes nothing else."""
        request_id = ids.key(input.merge_request_id, "MergeRequest")
        asked = await asking.ask(context.acting, request_id, input.reason)
        return by_id("RequestUnmergePayload", asked)

    @root_field(WithdrawUnmergeRequestPayload | None, Scoped("merge_request:write"))
    async def withdraw_unmerge_request(
        context: strawberry.Parent[MutationContext], input: Input[WithdrawUnmergeRequestInput]
    ) -> RowQuery | None:
        """Ask no more that a merge be taken back, before anybody has answered or proposed it."""
        asked_id = ids.key(input.unmerge_request_id, "UnmergeRequest")
        withdrawn = await asking.withdraw(context.acting, asked_id)
        return by_id("WithdrawUnmergeRequestPayload", withdrawn)


def _seen(given: SeenVersions | None) -> Versions | None:
    return None if given is None else Versions(given.person, given.master_person)


def _comment(given: str | None) -> dict[str, Any]:
    """Return what a decision says of the comment: nothing where it is left out."""
    if given is strawberry.UNSET:
        return {}
    return {"changes_comment": True, "comment": given}
