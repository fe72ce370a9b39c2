"""Merges: which record gave way to which, what that changed, and who asks that it be taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import (
    ARRAY,
    Boolean,
    DateTime,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from strawberry.scalars import JSON

from db.merge_requests import merge_requests
from db.merges import merge_effects, merged_pairs, same_persons, unmerge_proposals
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import Expression, ToMany, ToOne, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    DATABASE_ID,
    UPDATED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    raw_json,
    root_field,
    set_fields,
)
from resolvers.merge_candidates import MergeCandidate
from resolvers.merge_votes import VOTES, MergeVote, is_weighed, made
from resolvers.nodes import Connection, Node, QueryContext, by_id, looked_at
from resolvers.persons import Person
from resolvers.root_arguments import After, Before, Filter, First, Id, Last
from resolvers.unmerge_requests import SEES_USERS, UnmergeRequest, has_open_request
from resolvers.viewer import User
from rules.merges import UnmergeProposalStatus
from workflows import merge_views

READ = Scoped("merge:read")
NEWEST_FIRST = Order("merges", ("inserted_at", "id"), descending=True)
READER = cursor_reader(NEWEST_FIRST, merged_pairs)


REVIEWERS = ("assignee_id", "closed_to", "withheld_from")


def _unless_it_names(value: str) -> Expression:
    """Return a value of an effect, unless it says who reviews a pair to whoever may not see it.

    The band of a pair, which an undone merge opens again, is shown to nobody (rule H6).
    """

    def shown(effects: FromClause) -> ColumnElement[Any]:
        names = or_(*(effects.c.column_name == literal_column(f"'{it}'") for it in REVIEWERS))
        is_band = effects.c.column_name == literal_column("'decided_band'")
        return case((and_(not_(is_band), or_(not_(names), SEES_USERS)), effects.c[value]))

    return shown


@object_type(merge_effects)
class MergeEffect:
    """A column of a row that a merge changed, or that was written because of it later."""

    resource: str = column("What kind of row it is, by the noun of the audit trail, e.g. person.")
    resource_id: UUID = column("The row's UUID.")
    before: JSON | None = field(
        Value(_unless_it_names("before"), raw_json),
        "What it said before; null where it said nothing, and of who reviews a pair to whoever sees"
        " nothing in `decidedBy`; the band of a pair is never shown.",
    )
    after: JSON | None = field(
        Value(_unless_it_names("after"), raw_json), "What it said then; null likewise."
    )
    undone_at: datetime | None = column(
        "When it was changed back, or left to what came later; null while it stands."
    )
    # The last one, because it hides the function that declares fields.
    column: str = column("The column, by its name in the database.", name="column_name")


def _status_now(proposals: FromClause) -> ColumnElement[str]:
    # As `rules.merges.status_of_proposal` has it.
    has_lapsed = (proposals.c.status == literal_column("'OPEN'")) & (
        proposals.c.expires_at <= func.now()
    )
    return case((has_lapsed, literal_column("'EXPIRED'")), else_=proposals.c.status)


def _decided(pairs: FromClause, users: FromClause) -> ColumnElement[bool]:
    """Find those whose votes made a merge, for whoever may see users (rule B17)."""
    votes = select(merge_requests.c.assignee_id).where(made(pairs, merge_requests)).correlate(pairs)
    return and_(
        users.c.id == any_(func.array(votes.scalar_subquery(), type_=ARRAY(Uuid))),
        SEES_USERS,
    )


@node_type(unmerge_proposals, "merge:read")
class UnmergeProposal(Node):
    """Somebody's proposal to take a merge back, which another does or declines."""

    database_id: UUID = column(DATABASE_ID, name="id")
    merge: "Merge" = field(
        ToOne(lambda proposal, pair: pair.c.id == proposal.c.merged_pair_id),
        "The merge that would be taken back.",
    )
    status: UnmergeProposalStatus = field(
        Value(_status_now, nullable=False), "What has become of it."
    )
    reason: str = column("Why it was proposed, 1 to 500 characters.")
    proposed_by: User = field(
        ToOne(lambda proposal, user: user.c.id == proposal.c.proposed_by),
        "The first of the two people; the second is somebody else.",
    )
    settled_by: User | None = field(
        ToOne(lambda proposal, user: user.c.id == proposal.c.settled_by, optional=True),
        "Who did or declined it; null while nobody has.",
    )
    settlement_reason: str | None = column(
        "Why it was declined, 1 to 500 characters; null where it was not."
    )
    inserted_at: datetime = column("When it was proposed; it lapses after some days.")
    updated_at: datetime = column(UPDATED_AT)


@node_type(merged_pairs, "merge:read", view=merge_views.ACTION)
class Merge(Node):
    """Two records that became one, the second of which stands."""

    database_id: UUID = column(DATABASE_ID, name="id")
    person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.person_id), "The record that gave way."
    )
    master_person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.master_person_id),
        "The record that stood after it; it may have been merged into another since.",
    )
    person_version: int = field(
        Value(lambda pair: func.coalesce(pair.c.person_version, 1), nullable=False),
        "The version of `person` that was merged, by which `personVersions` has it.",
    )
    master_person_version: int = field(
        Value(lambda pair: func.coalesce(pair.c.master_version, 1), nullable=False),
        "The version of `masterPerson` then, likewise.",
    )
    effects: list[MergeEffect] = field(
        ToMany(
            lambda pair, effect: effect.c.merged_pair_id == pair.c.id,
            lambda effect: [effect.c.id],
        ),
        "All that it changed, and what came to the master by the duplicate's number since; empty"
        " for a merge of before this was written down.",
    )
    merge_candidate: MergeCandidate | None = field(
        ToOne(lambda pair, both: both.c.id == pair.c.merge_candidate_id, optional=True),
        "The pair whose review led to it.",
    )
    is_weighed: bool = field(
        Value(is_weighed, nullable=False),
        "Whether the product has weighed the pair, so that `mergeCandidateEvidence` has an answer.",
    )
    decided_by: list[User] = field(
        ToMany(_decided, lambda user: [user.c.username]),
        "Whose votes for MERGE made it, by their usernames; empty to whoever is no ADMIN or has"
        " neither of the scopes access:read and audit_log:read, and where it is not known.",
    )
    votes: list[MergeVote] = field(
        VOTES, "The votes of those in `decidedBy`, in the order of time; empty where that is."
    )
    merged_at: datetime = column("When the two became one.", name="inserted_at")
    undone_at: datetime | None = column("When it was taken back; null while it stands.")
    proposals: list[UnmergeProposal] = field(
        ToMany(
            lambda pair, proposal: proposal.c.merged_pair_id == pair.c.id,
            lambda proposal: [proposal.c.id],
        ),
        "All proposals to take it back, the oldest first.",
    )
    unmerge_requests: list[UnmergeRequest] = field(
        ToMany(
            lambda pair, asked: asked.c.merged_pair_id == pair.c.id,
            lambda asked: [asked.c.id],
        ),
        "What its reviewers asked, the oldest first: that it be taken back.",
    )


@input_type
class MergeFilter:
    """Which merges are listed."""

    person_id: strawberry.ID | None = optional("Either record is this person.")
    same_person_as: strawberry.ID | None = optional(
        "Either record stands for the same person as this one: the merges that led to it."
    )
    is_undone: bool | None = optional("Only those that were taken back, or only those that stand.")
    has_open_request: bool | None = optional(
        "Only those that a reviewer asks to take back and waits for, or only all others."
    )
    merged_from: datetime | None = optional("Not before this moment.")
    merged_to: datetime | None = optional("Before this moment.")


def _of_person(pairs: FromClause) -> ColumnElement[bool]:
    person = bindparam("person_id", type_=Uuid)
    return or_(pairs.c.person_id == person, pairs.c.master_person_id == person)


def _of_same_person(pairs: FromClause) -> ColumnElement[bool]:
    records = same_persons(bindparam("same_person_as", type_=Uuid))
    return or_(pairs.c.person_id == any_(records), pairs.c.master_person_id == any_(records))


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=DateTime(timezone=True))


FILTERS = {
    "person_id": Condition(_of_person),
    "same_person_as": Condition(_of_same_person),
    "is_undone": Condition(
        lambda pairs: pairs.c.undone_at.is_not(None) == bindparam("is_undone", type_=Boolean)
    ),
    "has_open_request": Condition(
        lambda pairs: has_open_request(pairs) == bindparam("has_open_request", type_=Boolean)
    ),
    "merged_from": Condition(lambda pairs: pairs.c.inserted_at >= _moment("merged_from")),
    "merged_to": Condition(lambda pairs: pairs.c.inserted_at < _moment("merged_to")),
}


@object_type()
class MergeQueries:
    """Merges by id and as a list."""

    @root_field(Merge | None, READ)
    def merge(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The merge with this id; null when there is none. It is a look at both persons."""
        found = by_id("Merge", ids.key(id, "Merge"))
        return None if found is None else looked_at(found, context.caller)

    @root_field(Connection[Merge], READ)
    def merges(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter[MergeFilter | None] = None,
    ) -> RowQuery:
        """Merges, the latest first, those that were taken back too."""
        page = read_page(NEWEST_FIRST, READER, first, after, last, before)
        wanted = set_fields(filter, FILTERS)
        for name in {"person_id", "same_person_as"} & wanted.keys():
            wanted[name] = ids.key(wanted[name], "Person")
        conditions = tuple(FILTERS[name] for name in wanted)
        return RowQuery("MergeConnection", conditions, page.parameters() | wanted, page)
