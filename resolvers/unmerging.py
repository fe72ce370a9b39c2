"""What taking a merge back would do, and who does it (rules H15 to H17)."""

from typing import Any

import strawberry
from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merges import merged_pairs, unmerge_proposals
from planner.row_queries import RowQuery
from planner.sources import FromJson, SameRow, ToMany, ToOne, Value
from resolvers import ids
from resolvers.access import Scoped, roles_needed
from resolvers.definitions import field, input_type, object_type, required, root_field
from resolvers.merges import READ, Merge, MergeEffect, UnmergeProposal
from resolvers.nodes import BY_ID, MutationContext, QueryContext, by_id
from resolvers.person_versions import PersonVersion
from resolvers.persons import Person
from resolvers.root_arguments import Input, MergeId
from rules.merges import MergeNotFound
from workflows import unmerging as workflow

UNDO = Scoped("merge:undo")


def _changes_since(pairs: FromClause) -> ColumnElement[Any]:
    return func.versions_since_merge(
        pairs.c.id,
        bindparam("client_id", type_=Uuid),
        bindparam("user_id", type_=Uuid),
        bindparam("readers", type_=ARRAY(Text)),
        bindparam("session_id", type_=Uuid),
        bindparam("request_correlation_id", type_=Uuid),
        type_=JSONB,
    )


@object_type(merged_pairs)
class UnmergePreview:
    """What taking a merge back would do now."""

    changes_since: list[PersonVersion] = field(
        FromJson(_changes_since),
        "What either record has become since the merge, the newest first; both keep theirs. That it"
        " was read is written down.",
    )
    returning_facts: list[MergeEffect] = field(
        ToMany(
            lambda pair, effect: effect.c.id == any_(func.returning_facts(pair.c.id)),
            lambda effect: [effect.c.id],
        ),
        "Facts that the master has because of the duplicate, and that will go back with it.",
    )
    returning_persons: list[Person] = field(
        ToMany(
            lambda pair, person: person.c.id == any_(func.returning_persons(pair.c.id)),
            lambda person: [person.c.id],
        ),
        "Records merged into the duplicate before, which will follow it again.",
    )
    reopened_candidates: int = field(
        Value(
            lambda pair: func.cardinality(func.reopened_reviews(pair.c.id)),
            nullable=False,
        ),
        "How many pairs that the merge closed will be open again.",
    )
    digest: str = field(
        Value(lambda pair: func.unmerge_digest(pair.c.id), nullable=False),
        "Says what was looked at; `unmergePerson` takes it back.",
    )


@input_type
class ProposeUnmergeInput:
    """Why a merge should be taken back."""

    merge_id: strawberry.ID = required("A merge that stands.")
    reason: str = required("1 to 500 characters, which show something.")


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


@object_type(unmerge_proposals)
class UnmergeProposalPayload:
    """The proposal as it is now."""

    unmerge_proposal: UnmergeProposal = field(SameRow(), "With what has become of it.")


@object_type(merged_pairs)
class UnmergePersonPayload:
    """The two records as they are now."""

    person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.person_id),
        "The record that had given way; it stands again.",
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
        """What taking a merge back would do now."""
        key = ids.key(merge_id, "Merge")
        if key is None:
            raise MergeNotFound
        parameters = {"id": key, "readers": roles_needed(READ, context.caller)}
        return RowQuery("UnmergePreview", (BY_ID,), parameters, absent=MergeNotFound())


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
        proposed = await workflow.propose(context.acting, merge_id, input.reason, days)
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
