"""What taking a merge back would do, and who does it (rules H15 to H17)."""

from typing import Any

import strawberry
from sqlalchemy import ARRAY, Integer, Text, Uuid, any_, bindparam, func, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merges import merged_pairs, unmerge_previews, unmerge_proposals, unmerge_requests
from planner.row_queries import RowQuery
from planner.sources import FromJson, SameRow, ToMany, ToOne, Value
from resolvers import ids
from resolvers.access import Scoped, roles_needed
from resolvers.definitions import column, field, input_type, object_type, required, root_field
from resolvers.merges import READ, Merge, MergeEffect, UnmergeProposal
from resolvers.nodes import MutationContext, QueryContext, by_id
from resolvers.person_versions import PersonVersion
from resolvers.persons import Person
from resolvers.root_arguments import Input, MergeId
from resolvers.unmerge_requests import UnmergeRequest
from rules.merges import MergeNotFound, UnmergeRequestNotFound
from workflows import unmerge_requests as asked_workflow
from workflows import unmerging as workflow

UNDO = Scoped("merge:undo")
MOST_CHANGES = 100
"""Of each record so many changes are shown at most."""


def _changes_since(previews: FromClause) -> ColumnElement[Any]:
    return func.versions_since_merge(
        previews.c.id,
        bindparam("client_id", type_=Uuid),
        bindparam("user_id", type_=Uuid),
        bindparam("readers", type_=ARRAY(Text)),
        bindparam("session_id", type_=Uuid),
        bindparam("request_correlation_id", type_=Uuid),
        literal_column(str(MOST_CHANGES), type_=Integer),
        type_=JSONB,
    )


def _persons(name: str) -> ToMany:
    """Return the persons that a preview names."""
    return ToMany(
        lambda preview, person: person.c.id == any_(preview.c[name]), lambda person: [person.c.id]
    )


def _returning(noun: str) -> Value:
    """Return how many rows of a kind go back to the duplicate."""
    return Value(
        lambda preview: func.returning_ties(preview.c.id, literal_column(f"'{noun}'")),
        nullable=False,
    )


@object_type(unmerge_previews)
class UnmergePreview:
    """What taking a merge back would do now."""

    changes_since: list[PersonVersion] = field(
        FromJson(_changes_since),
        "What either record has become since the merge, the newest first and of each record the"
        " latest 100; both keep it, but for `returningFacts`. Who decided about pairs is not said."
        " That it was read is written down.",
    )
    changes: int = column("How many changes of either record there have been since the merge.")
    returning_facts: list[MergeEffect] = field(
        FromJson(lambda preview: preview.c.returning_facts),
        "Days of death that records have because the two are one, and whom registered deaths are"
        " about: `before` says what each would be again, `after` what it is.",
    )
    returning_persons: list[Person] = field(
        _persons("returning_persons"),
        "Records merged into the duplicate before, which will follow it again.",
    )
    staying_persons: list[Person] = field(
        _persons("staying_persons"),
        "Records that reviewers merged as the same as one that leaves, and that stay with the"
        " master: they found it merged already. Their merges may have to be taken back too.",
    )
    reopened_candidates: int = field(
        Value(lambda preview: func.cardinality(preview.c.reopened_reviews), nullable=False),
        "How many pairs that the merge closed will be open again.",
    )
    returning_consents: int = field(
        _returning("consent"), "How many consents go back to the duplicate, as they were before."
    )
    returning_memberships: int = field(
        _returning("membership"), "How many memberships go back to the duplicate."
    )
    digest: str = column("Says what was looked at; `unmergePerson` takes it back.")


@input_type
class ProposeUnmergeInput:
    """Why a merge should be taken back."""

    merge_id: strawberry.ID = required("A merge that stands.")
    reason: str = required("1 to 500 characters, which show something.")
    unmerge_request_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A reviewer's request that led to it, which is still open; null for none.",
    )


@input_type
class UnmergePersonInput:
    """What the second person was shown and does."""

    proposal_id: strawberry.ID = required("An open proposal of somebody else's.")
    digest: str = required("The `digest` of `unmergePreview` as it was shown.")


@input_type
class DeclineUnmergeInput:
    """Why a merge should stand."""

    proposal_id: strawberry.ID = required("An open proposal of somebody else's.")
    reason: str = required("1 to 500 characters, which show something.")


@input_type
class DeclineUnmergeRequestInput:
    """Why a merge should stand that a reviewer asks to take back."""

    unmerge_request_id: strawberry.ID = required("An open request of somebody else's.")
    reason: str = required("1 to 500 characters, which the reviewer reads.")


@object_type(unmerge_requests)
class DeclineUnmergeRequestPayload:
    """The request as it is now, and its merge."""

    unmerge_request: UnmergeRequest = field(SameRow(), "With why it was declined.")
    merge: Merge = field(
        ToOne(lambda asked, pair: pair.c.id == asked.c.merged_pair_id), "The merge, which stands."
    )


@object_type(unmerge_proposals)
class UnmergeProposalPayload:
    """The proposal as it is now."""

    unmerge_proposal: UnmergeProposal = field(SameRow(), "With what has become of it.")


@object_type(merged_pairs)
class UnmergePersonPayload:
    """The two records as they are now."""

    person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.person_id),
        "The record that had given way; it stands again, as far as it did before.",
    )
    master_person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.master_person_id),
        "The record that it was merged into.",
    )
    merge: Merge = field(SameRow(), "The merge, which is marked as undone.")


@object_type()
class UnmergeQueries:
    """What is looked at before a merge is taken back."""

    @root_field(UnmergePreview, READ)
    def unmerge_preview(context: strawberry.Parent[QueryContext], merge_id: MergeId) -> RowQuery:
        """What taking a merge back would do now; of one that was taken back there is nothing."""
        key = ids.key(merge_id, "Merge")
        if key is None:
            raise MergeNotFound
        parameters = {"id": key, "readers": roles_needed(READ, context.caller)}
        return RowQuery("UnmergePreview", (), parameters, absent=MergeNotFound())


@object_type()
class UnmergeMutations:
    """Two people take a merge back."""

    @root_field(UnmergeProposalPayload | None, UNDO)
    async def propose_unmerge(
        context: strawberry.Parent[MutationContext], input: Input[ProposeUnmergeInput]
    ) -> RowQuery | None:
        """Ask that a merge be taken back. It changes nothing else; another person does it."""
        merge_id = ids.key(input.merge_id, "Merge")
        days = context.limits.unmerge_days
        asked = input.unmerge_request_id
        answers = None if asked is None else ids.key(asked, "UnmergeRequest")
        if asked is not None and answers is None:
            raise UnmergeRequestNotFound
        proposed = await workflow.propose(
            context.acting, merge_id, input.reason, days, answers=answers
        )
        return by_id("UnmergeProposalPayload", proposed)

    @root_field(UnmergePersonPayload | None, UNDO)
    async def unmerge_person(
        context: strawberry.Parent[MutationContext], input: Input[UnmergePersonInput]
    ) -> RowQuery | None:
        """Take a merge back that another person proposed to take back."""
        proposal_id = ids.key(input.proposal_id, "UnmergeProposal")
        undone = await workflow.confirm(context.acting, proposal_id, input.digest)
        return by_id("UnmergePersonPayload", undone)

    @root_field(UnmergeProposalPayload | None, UNDO)
    async def decline_unmerge(
        context: strawberry.Parent[MutationContext], input: Input[DeclineUnmergeInput]
    ) -> RowQuery | None:
        """Let a merge stand that another person proposed to take back."""
        proposal_id = ids.key(input.proposal_id, "UnmergeProposal")
        declined = await workflow.decline(context.acting, proposal_id, input.reason)
        return by_id("UnmergeProposalPayload", declined)

    @root_field(DeclineUnmergeRequestPayload | None, UNDO)
    async def decline_unmerge_request(
        context: strawberry.Parent[MutationContext], input: Input[DeclineUnmergeRequestInput]
    ) -> RowQuery | None:
        """Let a merge stand that a reviewer asks to take back; they may ask again."""
        asked_id = ids.key(input.unmerge_request_id, "UnmergeRequest")
        declined = await asked_workflow.decline(context.acting, asked_id, input.reason)
        return by_id("DeclineUnmergeRequestPayload", declined)
