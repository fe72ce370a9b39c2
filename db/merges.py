"""Which person was merged into which, what that changed, and who asks that it be taken back."""

from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, known, metadata, times
from rules.merges import UnmergeProposalStatus

merged_pairs = Table(
    "merged_pairs",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("master_person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("merge_candidate_id", Uuid, ForeignKey("merge_candidates.id"), nullable=False),
    *times(),
    Column("person_version", Integer),
    Column("master_version", Integer),
    Column("undone_at", DateTime(timezone=True)),
    Column("manual_merge_candidate_id", Uuid, ForeignKey("manual_merge_candidates.id")),
    CheckConstraint("person_id <> master_person_id", name="nobody_is_merged_into_themselves"),
)
Index(
    "a_person_is_merged_once",
    merged_pairs.c.person_id,
    unique=True,
    postgresql_where=text("undone_at is null"),
)
Index("merged_pairs_by_person", merged_pairs.c.person_id, merged_pairs.c.id)
Index("merged_pairs_by_master_person", merged_pairs.c.master_person_id, merged_pairs.c.id)
Index("merged_pairs_by_merge_candidate", merged_pairs.c.merge_candidate_id)
Index("merged_pairs_by_insertion", merged_pairs.c.inserted_at, merged_pairs.c.id)

merge_effects = Table(
    "merge_effects",
    metadata,
    key(),
    Column("merged_pair_id", Uuid, ForeignKey("merged_pairs.id"), nullable=False),
    Column("resource", Text, nullable=False),
    Column("resource_id", Uuid, nullable=False),
    Column("column_name", Text, nullable=False),
    Column("before", JSONB),
    Column("after", JSONB),
    Column("undone_at", DateTime(timezone=True)),
)
Index("merge_effects_by_merged_pair", merge_effects.c.merged_pair_id, merge_effects.c.id)
Index("merge_effects_by_resource", merge_effects.c.resource_id)

unmerge_proposals = Table(
    "unmerge_proposals",
    metadata,
    key(),
    Column("merged_pair_id", Uuid, ForeignKey("merged_pairs.id"), nullable=False),
    Column("status", Text, nullable=False, server_default=UnmergeProposalStatus.OPEN),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, ForeignKey("users.id"), nullable=False),
    Column("settled_by", Uuid, ForeignKey("users.id")),
    Column("settlement_reason", Text),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    *times(),
    known("status", UnmergeProposalStatus, "unmerge_proposal_status_is_known"),
    CheckConstraint(
        "settled_by is null or settled_by <> proposed_by", name="an_unmerge_needs_two_people"
    ),
)
Index(
    "one_open_unmerge_proposal_per_merge",
    unmerge_proposals.c.merged_pair_id,
    unique=True,
    postgresql_where=text("status = 'OPEN'"),
)
Index(
    "unmerge_proposals_by_merged_pair", unmerge_proposals.c.merged_pair_id, unmerge_proposals.c.id
)

unmerge_requests = Table(
    "unmerge_requests",
    metadata,
    key(),
    Column("merged_pair_id", Uuid, ForeignKey("merged_pairs.id"), nullable=False),
    Column("requested_by", Uuid, ForeignKey("users.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("declined_by", Uuid, ForeignKey("users.id")),
    Column("decline_reason", Text),
    Column("declined_at", DateTime(timezone=True)),
    *times(),
    Column("withdrawn_at", DateTime(timezone=True)),
    CheckConstraint(
        "declined_by is null or declined_by <> requested_by",
        name="an_unmerge_request_is_declined_by_another",
    ),
    CheckConstraint(
        "num_nulls(declined_by, decline_reason, declined_at) in (0, 3)",
        name="a_declined_unmerge_request_says_why",
    ),
    CheckConstraint(
        "num_nonnulls(declined_at, withdrawn_at) <= 1", name="an_unmerge_request_is_settled_once"
    ),
)
Index(
    "one_open_unmerge_request_per_merge_and_reviewer",
    unmerge_requests.c.merged_pair_id,
    unmerge_requests.c.requested_by,
    unique=True,
    postgresql_where=text("declined_at is null and withdrawn_at is null"),
)
Index("unmerge_requests_by_merged_pair", unmerge_requests.c.merged_pair_id, unmerge_requests.c.id)

own_deaths = Table(
    "own_deaths",
    metadata,
    Column("person_id", Uuid, ForeignKey("persons.id"), primary_key=True),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id")),
    Column("death_date", Date),
    Column("partial_death_date", Text),
)

shared_deaths = Table(
    "shared_deaths",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("together", ARRAY(Uuid), nullable=False),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id")),
    Column("death_date", Date),
    Column("partial_death_date", Text),
)
Index("shared_deaths_by_person", shared_deaths.c.person_id)
Index("shared_deaths_by_together", shared_deaths.c.together, postgresql_using="gin")
Index(
    "shared_deaths_by_vital_event",
    shared_deaths.c.vital_event_id,
    postgresql_where=text("vital_event_id is not null"),
)

unmerge_previews: FromClause = func.unmerge_preview(
    bindparam("id", type_=Uuid, required=True)
).table_valued(
    Column("id", Uuid, nullable=False),
    Column("returning_persons", ARRAY(Uuid), nullable=False),
    Column("staying_persons", ARRAY(Uuid), nullable=False),
    Column("returning_facts", JSONB, nullable=False),
    Column("reopened_reviews", ARRAY(Uuid), nullable=False),
    Column("changes", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    name="unmerge_preview",
)
"""What undoing one merge would do now; no row where there is no such merge."""


def same_persons(person: ColumnElement[UUID]) -> ColumnElement[list[UUID]]:
    """Return the ids of all records that stand for the same person as this one, its own too."""
    asked = func.array(select(person).scalar_subquery())
    same = func.same_persons(asked).table_valued("id")
    return func.array(select(same.c.id).scalar_subquery(), type_=ARRAY(Uuid))
