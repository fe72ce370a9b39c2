"""The pairs that may be one person, and what reviewers said of them."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.literals import one_of
from db.metadata import key, known, metadata, times
from rules.matching import MatchBand
from rules.merge_decisions import COMMENT_LIMIT
from rules.merge_requests import (
    FINAL,
    MOST_WITHDRAWALS,
    TRANSITIONS,
    ManualMergeCandidateStatus,
    MergeRequestStatus,
)
from rules.review_statistics import CLOSED_TO_MANY

merge_candidates = Table(
    "merge_candidates",
    metadata,
    # At random: a reviewer must not read from a key that the pair was asked about before (H6, H7).
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("master_person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("score", Numeric),
    *times(),
    Column("weight", Numeric),
    Column("band", Text),
    Column("model", Text),
    Column("agreements", Text),
    Column("field_weights", ARRAY(Numeric)),
    Column("corrections", JSONB),
    Column("keys", ARRAY(Text)),
    Column("person_version", Integer),
    Column("master_version", Integer),
    Column("scored_at", DateTime(timezone=True)),
    Column("evidence_readers", ARRAY(Uuid), nullable=False, server_default=text("'{}'::uuid[]")),
    known("band", MatchBand, "match_band_is_known"),
    CheckConstraint("person_id <> master_person_id", name="nobody_is_their_own_duplicate"),
)
Index(
    "one_merge_candidate_per_pair",
    func.least(merge_candidates.c.person_id, merge_candidates.c.master_person_id),
    func.greatest(merge_candidates.c.person_id, merge_candidates.c.master_person_id),
    unique=True,
)
Index("merge_candidates_by_person", merge_candidates.c.person_id)
Index("merge_candidates_by_master_person", merge_candidates.c.master_person_id)

manual_merge_candidates = Table(
    "manual_merge_candidates",
    metadata,
    key(),
    Column("merge_candidate_id", Uuid, ForeignKey("merge_candidates.id"), nullable=False),
    Column("status", Text, nullable=False, server_default=ManualMergeCandidateStatus.NEW),
    Column("decision", Text),
    Column("reason", Text),
    Column("assignee_id", Uuid, ForeignKey("users.id")),
    Column("requests_count", Integer, nullable=False, server_default=text("0")),
    *times(),
    Column("closed_to", ARRAY(Uuid), nullable=False, server_default=text("'{}'::uuid[]")),
    Column("round", Integer, nullable=False, server_default=text("1")),
    Column("decided_band", Text),
    Column("disputed_at", DateTime(timezone=True)),
    Column("undone_at", DateTime(timezone=True)),
    Column("overruled_at", DateTime(timezone=True)),
    Column("decided_person_version", Integer),
    Column("decided_master_version", Integer),
    Column("withheld_from", ARRAY(Uuid), nullable=False, server_default=text("'{}'::uuid[]")),
    Column("dispute_votes", Integer),
    # How it is settled is checked in db/rules/checked_changes.sql, and so are reasons.
    CheckConstraint(
        "status = 'NEW' or assignee_id is null", name="a_processed_candidate_is_nobodys"
    ),
)
Index(
    "one_review_per_merge_candidate_and_round",
    manual_merge_candidates.c.merge_candidate_id,
    manual_merge_candidates.c.round,
    unique=True,
)
Index(
    "one_open_review_per_merge_candidate",
    manual_merge_candidates.c.merge_candidate_id,
    unique=True,
    postgresql_where=text("status = 'NEW'"),
)
FREE = text("status = 'NEW' and assignee_id is null and disputed_at is null")
Index(
    "free_manual_merge_candidates",
    manual_merge_candidates.c.requests_count.desc(),
    manual_merge_candidates.c.inserted_at,
    manual_merge_candidates.c.id,
    postgresql_where=FREE,
)
Index(
    "free_manual_merge_candidates_closed_alike",
    manual_merge_candidates.c.requests_count.desc(),
    text("(closed_to[1:50]) desc"),
    manual_merge_candidates.c.inserted_at,
    manual_merge_candidates.c.id,
    postgresql_where=FREE,
)
Index(
    "disputed_manual_merge_candidates",
    manual_merge_candidates.c.requests_count.desc(),
    manual_merge_candidates.c.inserted_at,
    manual_merge_candidates.c.id,
    postgresql_where=text("status = 'NEW' and assignee_id is null and disputed_at is not null"),
)
CLOSED_TO = func.cardinality(manual_merge_candidates.c.closed_to) + func.cardinality(
    manual_merge_candidates.c.withheld_from
)
Index(
    "manual_merge_candidates_closed_to_many",
    CLOSED_TO,
    postgresql_where=text(
        "status = 'NEW'"
        f" and (cardinality(closed_to) + cardinality(withheld_from)) >= {CLOSED_TO_MANY}"
    ),
)
# Summaries of blocks: candidates are written many times a second, and counted once a month.
Index(
    "manual_merge_candidates_by_moment",
    manual_merge_candidates.c.inserted_at,
    manual_merge_candidates.c.updated_at,
    postgresql_using="brin",
)

merge_requests = Table(
    "merge_requests",
    metadata,
    key(),
    Column(
        "manual_merge_candidate_id", Uuid, ForeignKey("manual_merge_candidates.id"), nullable=False
    ),
    Column("assignee_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("status", Text, nullable=False, server_default=MergeRequestStatus.NEW),
    Column("comment", Text),
    Column("superseded_at", DateTime(timezone=True)),
    *times(),
    Column("seen_person_version", Integer, nullable=False),
    Column("seen_master_version", Integer, nullable=False),
    Column("agreements", Text),
    Column("reasons", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawals", Integer, nullable=False, server_default=text("0")),
    Column("overrules", Boolean, nullable=False, server_default=text("false")),
    Column("recused_at", DateTime(timezone=True)),
    Column("assigned_person_version", Integer),
    Column("assigned_master_version", Integer),
    CheckConstraint(
        f"withdrawals <= {MOST_WITHDRAWALS}", name="a_decision_is_withdrawn_twice_at_most"
    ),
    known("status", MergeRequestStatus, "merge_request_status_is_known"),
    CheckConstraint(f"char_length(comment) <= {COMMENT_LIMIT}", name="a_comment_has_a_limit"),
)
Index(
    "one_merge_request_per_reviewer_and_candidate",
    merge_requests.c.manual_merge_candidate_id,
    merge_requests.c.assignee_id,
    unique=True,
)
Index(
    "one_new_merge_request_per_reviewer",
    merge_requests.c.assignee_id,
    unique=True,
    postgresql_where=text("status = 'NEW' and superseded_at is null"),
)
Index(
    "one_new_merge_request_per_candidate",
    merge_requests.c.manual_merge_candidate_id,
    unique=True,
    postgresql_where=text("status = 'NEW' and superseded_at is null"),
)
Index(
    "open_merge_requests",
    merge_requests.c.assignee_id,
    merge_requests.c.inserted_at,
    merge_requests.c.id,
    postgresql_where=text(f"status in {one_of(TRANSITIONS)} and superseded_at is null"),
)
Index(
    "merge_requests_by_insertion",
    merge_requests.c.assignee_id,
    merge_requests.c.inserted_at,
    merge_requests.c.id,
)
Index(
    "merge_requests_by_status",
    merge_requests.c.assignee_id,
    merge_requests.c.status,
    merge_requests.c.id,
)
Index(
    "decided_merge_requests",
    merge_requests.c.updated_at,
    postgresql_include=["status", "manual_merge_candidate_id"],
    postgresql_where=text(f"status in {one_of(FINAL)}"),
)
for moment in (merge_requests.c.withdrawn_at, merge_requests.c.recused_at):
    Index(f"merge_requests_by_{moment.name}", moment, postgresql_where=moment.is_not(None))
