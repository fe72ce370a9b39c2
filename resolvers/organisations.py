"""Organisations, by id, by name, and what is done with them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import Uuid, bindparam

from db.folding import name_query
from db.organisations import (
    is_called,
    organisations,
)
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, NestedQuery, RowQuery
from planner.sources import SameRow, ToMany, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    UPDATED_AT,
    column,
    field,
    input_type,
    nested_field,
    node_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.figures import FIGURES, Figure, From, Kind, To, figures_query
from resolvers.letter_kinds import LetterKind, is_digest_wanted
from resolvers.members import MEMBERS, EndedToo, members_page
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.organisation_tree import (
    above,
    depth,
    has_children,
    is_seen,
    is_uppermost,
    stands_below,
)
from resolvers.plan_pages import PLANS, plans_page
from resolvers.root_arguments import After, Before, First, Id, Input, Last
from resolvers.run_pages import RUNS, runs_page
from resolvers.source_links import SOURCE_LINKS
from rules import folding
from rules.access import Role
from rules.organisations import OrganisationStatus
from workflows import organisations as workflow
from workflows.acts import Acting
from workflows.organisations import NewOrganisation
from workflows.roles import Grant

READING = Scoped("organisation:read", limited=True)
WRITING = Scoped("organisation:write", limited=True)

OLDEST_FIRST = Order("organisations", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, organisations)
BY_NAME = Condition(lambda rows: is_called(rows, "name"), limited=True)
BELOW = Condition(lambda rows: rows.c.parent_id == bindparam("parent", type_=Uuid), limited=True)
UPPERMOST = Condition(lambda rows: is_uppermost(rows), limited=True)


Name = Annotated[
    str | None,
    strawberry.argument(
        description="Words that begin words of the name, in any order, as people type them; null"
        " for all organisations."
    ),
]
ParentId = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="Only those directly below this one; null for wherever they stand."
    ),
]
Uppermost = Annotated[
    bool | None,
    strawberry.argument(
        description="True for those alone above which the caller sees none: where the tree begins."
    ),
]


IS_SEEN = Condition(is_seen)
RUN: Any = Annotated["Run", strawberry.lazy("resolvers.runs")]  # noqa: F821
PLAN: Any = Annotated["OrganisationPlan", strawberry.lazy("resolvers.organisation_plans")]  # noqa: F821
MEMBERSHIP: Any = Annotated["Membership", strawberry.lazy("resolvers.persons")]  # noqa: F821
SOURCE_LINK: Any = Annotated["SourceLink", strawberry.lazy("resolvers.sources")]  # noqa: F821


@node_type(organisations, "organisation:read", (IS_SEEN,), limited=True, reach=IS_SEEN)
class Organisation(Node):
    """An office, a hospital, a school: whom persons belong to and users work for."""

    database_id: UUID = column(DATABASE_ID, name="id")
    name: str | None = column(
        "No other of the same parent has it, however it is written; null once it is ERASED."
    )
    kind: str = column("What it is, in a word of the registry's own, e.g. HOSPITAL.")
    status: OrganisationStatus = column("ACTIVE while it goes on.")
    parent: "Organisation | None" = field(
        above("parent_id"),
        "The one that it stands directly below; null for a root, and for whoever may not see it.",
    )
    ancestors: list["Organisation"] = field(
        ToMany(stands_below, lambda other: [depth(other)]),
        "Those that it stands below, from the root down, as far as they may be seen.",
    )

    @nested_field(Connection[MEMBERSHIP], MEMBERS)
    def members(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        ended_too: EndedToo = False,
    ) -> NestedQuery:
        """The memberships in this organisation itself, those on record longest first."""
        return members_page(first, after, last, before, ended_too=bool(ended_too))

    @nested_field(Connection[RUN], RUNS)
    def runs(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> NestedQuery:
        """The runs that change it or lead to it, the newest first."""
        return runs_page(first, after, last, before)

    @nested_field(Connection[PLAN], PLANS)
    def plans(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> NestedQuery:
        """The plans that lead from it or to it, the newest first, for who may plan for both."""
        return plans_page(first, after, last, before)

    @nested_field(list[Figure], FIGURES)
    def figures(
        context: strawberry.Parent[QueryContext],
        kind: Kind,
        from_day: From = None,
        to_day: To = None,
    ) -> NestedQuery:
        """Figures of a period, by day and label: of each month its last day, and today."""
        return figures_query(context, kind, from_day, to_day)

    source_links: list[SOURCE_LINK] = field(SOURCE_LINKS, "The groups of sources that it is.")
    has_children: bool = field(
        Value(has_children, nullable=False, limited=True),
        "Whether another stands directly below it.",
    )
    merged_into: "Organisation | None" = field(
        above("merged_into_id"),
        "The one that it went on in, where it is MERGED and that may be seen.",
    )
    version: int = column("1 at first; one more with each change.")
    muted_letters: list[LetterKind] = column("Letters about it that nobody gets: see `mute`.")
    muted_failures: list[str] = column("Kinds of messages that reports of its failures leave out.")
    is_digest_wanted: bool = field(
        Value(is_digest_wanted, nullable=False, limited=True),
        "Whether the caller is written to each day about what failed: see `subscribeToDigest`.",
    )
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)


@input_type
class CreateOrganisationInput:
    """An organisation to be made."""

    name: str = required("1 to 200 characters, and of no other organisation of the same parent.")
    kind: str = required("What it is, in 1 to 64 characters, e.g. HOSPITAL.")
    parent_id: strawberry.ID | None = optional(
        "The one that it stands directly below, which is ACTIVE; null for a root."
    )
    steward_id: strawberry.ID | None = optional(
        "A user, and not the caller, who is STEWARD there from then on; null for nobody as yet."
    )
    client_id: strawberry.ID | None = optional(
        "The client through which they are; null for the one that asks."
    )


@input_type
class OrganisationIdInput:
    """Which organisation the mutation is about."""

    id: strawberry.ID = required("As `organisations` shows it.")


@object_type(organisations)
class OrganisationPayload:
    """The organisation as it is now."""

    organisation: Organisation = field(SameRow(), "After the mutation.")


@object_type()
class OrganisationQueries:
    """Organisations by id and by name."""

    @root_field(Organisation | None, READING)
    def organisation(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The organisation with this id; null when there is none."""
        return by_id("Organisation", ids.key(id, "Organisation"))

    @root_field(Connection[Organisation], READING)
    def organisations(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        name: Name = None,
        parent_id: ParentId = None,
        uppermost: Uppermost = None,
    ) -> RowQuery:
        """Organisations, those on record longest first."""
        page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        parameters = page.parameters()
        conditions: tuple[Condition, ...] = ()
        if parent_id is not None:
            conditions += (BELOW,)
            parameters["parent"] = ids.key(parent_id, "Organisation")
        if uppermost:
            conditions += (UPPERMOST,)
        if name is not None:
            conditions += (BY_NAME,)
            parameters["name"] = name_query(folding.search_words(name))
        return RowQuery(
            "OrganisationConnection",
            conditions,
            parameters,
            page,
            filter_first=name is not None,
        )


@object_type()
class OrganisationMutations:
    """What is done with organisations."""

    @root_field(OrganisationPayload | None, WRITING)
    async def create_organisation(
        context: strawberry.Parent[MutationContext],
        input: Input[CreateOrganisationInput],
    ) -> RowQuery | None:
        """Make an organisation, a root or below another."""
        new = NewOrganisation(
            input.name,
            input.kind,
            None if input.parent_id is None else ids.key(input.parent_id, "Organisation"),
            input.parent_id is not None,
            _steward(context.acting, input),
        )
        organisation_id = await workflow.create(context.acting, new)
        return by_id("OrganisationPayload", organisation_id)

    @root_field(OrganisationPayload | None, WRITING)
    async def archive_organisation(
        context: strawberry.Parent[MutationContext],
        input: Input[OrganisationIdInput],
    ) -> RowQuery | None:
        """End an organisation below which none is active; nothing new begins in it then."""
        organisation_id = ids.key(input.id, "Organisation")
        await workflow.archive(context.acting, organisation_id)
        return by_id("OrganisationPayload", organisation_id)


def _steward(acting: Acting, input: CreateOrganisationInput) -> Grant | None:
    """Return who becomes steward of a new organisation, through which client."""
    if input.steward_id is None:
        return None
    client_id = acting.client_id if input.client_id is None else ids.key(input.client_id, "Client")
    return Grant(ids.key(input.steward_id, "User"), client_id, Role.STEWARD, is_limited=True)
