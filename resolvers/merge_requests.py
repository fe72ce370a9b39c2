"""Merge requests: the pairs that a reviewer was given, and what they decide."""

from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import (
    ARRAY,
    Integer,
    Text,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import manual_merge_candidates, merge_candidates, merge_requests
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import Computed, ComputedItem, PageScalar, RootValueSource, SameRow, ToOne
from resolvers import comparison, definitions, ids
from resolvers.access import Scoped
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    UPDATED_AT,
    column,
    enumeration,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.persons import Person
from resolvers.root_arguments import After, Before, Filter, First, Id, Input, Last, OrderBy
from rules.comparison import Agreement
from rules.merge_requests import (
    OPEN,
    ManualMergeCandidateStatus,
    MergeRequestStatus,
    action_of_update,
)
from workflows import merge_requests as workflow
from workflows.merge_requests import Decision

ME = bindparam("user_id", type_=Uuid)
OWN = Condition(lambda requests: requests.c.assignee_id == ME)
# The statuses are written out, so that the index of open requests can serve.
IS_OPEN = Condition(
    lambda requests: (
        or_(*(requests.c.status == literal_column(f"'{status}'") for status in sorted(OPEN)))
        & requests.c.superseded_at.is_(None)
    )
)
IN_STATUS = Condition(
    lambda requests: requests.c.status == any_(bindparam("statuses", type_=ARRAY(Text)))
)


def _is_assigned_to_me(candidates: FromClause) -> ColumnElement[bool]:
    mine = merge_requests.alias()
    return exists().where(
        mine.c.manual_merge_candidate_id == candidates.c.id, mine.c.assignee_id == ME
    )


def _pair_is_assigned_to_me(pairs: FromClause) -> ColumnElement[bool]:
    candidate = manual_merge_candidates.alias()
    return exists().where(
        candidate.c.merge_candidate_id == pairs.c.id, _is_assigned_to_me(candidate)
    )


@object_type()
class FieldComparison:
    """How one field of the two records compares."""

    field: str = definitions.field(ComputedItem(0), "The field's name, as Person has it.")
    person: str | None = definitions.field(
        ComputedItem(1), "What the possible duplicate says; null where it says nothing."
    )
    master_person: str | None = definitions.field(
        ComputedItem(2), "What the possible master says; null where it says nothing."
    )
    agreement: Agreement = definitions.field(ComputedItem(3), "How alike the two values are.")


@node_type(merge_candidates, "merge_request:read", (Condition(_pair_is_assigned_to_me),))
class MergeCandidate(Node):
    """Two records that may be one person."""

    database_id: UUID = column(DATABASE_ID, name="id")
    person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.person_id),
        "The possible duplicate; it gives way when the two are merged.",
    )
    master_person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.master_person_id),
        "The record that would stand.",
    )
    comparison: list[FieldComparison] = field(
        Computed(comparison.records_json, comparison.compare_json),
        "Field by field, how the two records compare. No score: the review is blind.",
    )


@node_type(manual_merge_candidates, "merge_request:read", (Condition(_is_assigned_to_me),))
class ManualMergeCandidate(Node):
    """A pair under review."""

    database_id: UUID = column(DATABASE_ID, name="id")
    merge_candidate: MergeCandidate = field(
        ToOne(lambda candidate, pair: pair.c.id == candidate.c.merge_candidate_id),
        "The two records that are reviewed.",
    )
    status: ManualMergeCandidateStatus | None = column("Whether reviewers may still decide.")
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)


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
        "When the pair was settled without this reviewer's final decision; null otherwise."
    )
    inserted_at: datetime = column("When the pair was assigned to the reviewer.")
    updated_at: datetime = column(UPDATED_AT)


def _assignability() -> Any:
    limit = bindparam("postponed_limit", type_=Integer)
    return func.new_merge_request_refusal(ME, limit).table_valued("refusal").alias("assigning")


@object_type(merge_requests)
class MergeRequestConnection(Connection[MergeRequest]):
    """A page of the caller's merge requests."""

    can_assign_new: bool = field(
        PageScalar(_assignability, lambda assigning: assigning.c.refusal.is_(None)),
        "Whether `assignMergeCandidate` would not refuse the caller now.",
    )
    postponed_limit: int = field(
        RootValueSource("postponed_limit"),
        "How many postponed requests a reviewer may hold.",
    )


@enumeration(
    INSERTED_AT_ASC="The one assigned first comes first.",
    INSERTED_AT_DESC="The one assigned last comes first.",
    STATUS_ASC="By the name of the status, A to Z; within one status the oldest first.",
    STATUS_DESC="By the name of the status, Z to A; within one status the newest first.",
)
class MergeRequestOrderBy(Enum):
    """How merge requests are sorted."""

    INSERTED_AT_ASC = "INSERTED_AT_ASC"
    INSERTED_AT_DESC = "INSERTED_AT_DESC"
    STATUS_ASC = "STATUS_ASC"
    STATUS_DESC = "STATUS_DESC"


ORDERS = {
    by: Order(
        f"merge_requests {by.value}",
        ("status" if by.value.startswith("STATUS") else "inserted_at", "id"),
        descending=by.value.endswith("DESC"),
    )
    for by in MergeRequestOrderBy
}
READERS = {by: cursor_reader(order, merge_requests) for by, order in ORDERS.items()}


@input_type
class MergeRequestFilter:
    """Narrows merge requests; without it, the open ones are shown."""

    status: list[MergeRequestStatus] | None = optional(
        "In any of these statuses, superseded ones too; an empty list finds none."
    )


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


@object_type()
class MergeRequestQueries:
    """The caller's own merge requests."""

    @root_field(MergeRequestConnection, Scoped("merge_request:read"))
    def merge_requests(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: OrderBy[MergeRequestOrderBy | None] = MergeRequestOrderBy.INSERTED_AT_DESC,
        filter: Filter[MergeRequestFilter | None] = None,
    ) -> RowQuery:
        """The caller's own requests; without a filter, those open in NEW or POSTPONE."""
        by = order_by or MergeRequestOrderBy.INSERTED_AT_DESC
        page = read_page(ORDERS[by], READERS[by], first, after, last, before)
        limit = {"postponed_limit": context.limits.postponed_requests}
        parameters = page.parameters() | limit
        condition = IS_OPEN
        if filter is not None and filter.status is not None:
            parameters["statuses"] = [status.value for status in filter.status]
            condition = IN_STATUS
        return RowQuery("MergeRequestConnection", (condition,), parameters, page, root_values=limit)

    @root_field(MergeRequest | None, Scoped("merge_request:read"))
    def merge_request(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The caller's request with this id; null when there is none, or it is another's."""
        return by_id("MergeRequest", ids.key(id, "MergeRequest"))


@object_type()
class MergeRequestMutations:
    """What a reviewer does."""

    @root_field(AssignMergeCandidatePayload | None, Scoped("merge_candidate:assign"))
    async def assign_merge_candidate(
        context: strawberry.Parent[MutationContext],
    ) -> RowQuery | None:
        """Get the next pair to review; null without an error when none is left."""
        assigned = await workflow.assign(context.acting, context.limits.postponed_requests)
        return by_id("AssignMergeCandidatePayload", assigned)

    @root_field(UpdateMergeRequestPayload | None, Scoped("merge_request:write"))
    async def update_merge_request(
        context: strawberry.Parent[MutationContext],
        input: Input[UpdateMergeRequestInput],
    ) -> RowQuery | None:
        """Say what the pair is, or put it off; when a quorum says the same, it is settled."""
        changes_comment = input.comment is not strawberry.UNSET
        comment = input.comment if changes_comment else None
        decision = Decision(action_of_update(input.status), changes_comment, comment)
        request_id = ids.key(input.id, "MergeRequest")
        await workflow.decide(context.acting, request_id, decision, context.limits.merge_quorum)
        return by_id("UpdateMergeRequestPayload", request_id)
