"""A review knows its round and its dispute, a decision what it was made on and why."""

from alembic import op

revision = "0023_review_rounds"
down_revision = "0022_matching"

FREE = "where status = 'NEW' and assignee_id is null and disputed_at is null"


def upgrade() -> None:
    """Let every review be the first round, and close it to more people than its reviewers."""
    op.execute("drop trigger if exists update_seen_by on merge_requests")
    op.execute("drop function if exists update_seen_by()")
    op.execute("alter table manual_merge_candidates rename column seen_by to closed_to")
    op.execute(
        """
        alter table manual_merge_candidates
            add column round integer not null default 1,
            add column decided_band text,
            add column disputed_at timestamptz,
            add column undone_at timestamptz,
            add column overruled_at timestamptz,
            add column decided_person_version integer,
            add column decided_master_version integer
        """
    )
    op.create_check_constraint(
        "decided_band_is_known",
        "manual_merge_candidates",
        "decided_band in ('CERTAIN', 'LIKELY', 'POSSIBLE', 'UNLIKELY')",
    )
    op.execute("drop index one_review_per_merge_candidate")
    op.execute(
        "create unique index one_review_per_merge_candidate_and_round"
        " on manual_merge_candidates (merge_candidate_id, round)"
    )
    op.execute(
        "create unique index one_open_review_per_merge_candidate"
        " on manual_merge_candidates (merge_candidate_id) where status = 'NEW'"
    )
    op.execute("drop index free_manual_merge_candidates")
    op.execute(
        "create index free_manual_merge_candidates"
        f" on manual_merge_candidates (requests_count desc, inserted_at, id) {FREE}"
    )
    op.execute("drop index free_manual_merge_candidates_seen_alike")
    op.execute(
        "create index free_manual_merge_candidates_closed_alike on manual_merge_candidates"
        f" (requests_count desc, (closed_to[1:50]) desc, inserted_at, id) {FREE}"
    )
    op.execute(
        "create index disputed_manual_merge_candidates"
        " on manual_merge_candidates (requests_count desc, inserted_at, id)"
        " where status = 'NEW' and assignee_id is null and disputed_at is not null"
    )
    op.execute(
        "create index manual_merge_candidates_closed_to_many"
        " on manual_merge_candidates (cardinality(closed_to))"
        " where status = 'NEW' and cardinality(closed_to) >= 5"
    )
    op.execute(
        """
        alter table merge_requests
            add column seen_person_version integer not null default 1,
            add column seen_master_version integer not null default 1,
            add column agreements text,
            add column reasons text[] not null default '{}',
            add column withdrawn_at timestamptz,
            add column withdrawals integer not null default 0,
            add column overrules boolean not null default false,
            add column recused_at timestamptz
        """
    )
    for column in ("withdrawn_at", "recused_at"):
        op.execute(
            f"create index merge_requests_by_{column} on merge_requests ({column})"
            f" where {column} is not null"
        )
    # Every person was version 1 until now, so whoever has a request has seen no other.
    op.execute(
        """
        alter table merge_requests
            alter column seen_person_version drop default,
            alter column seen_master_version drop default
        """
    )
    op.execute(
        "alter table merge_candidates"
        " add column evidence_readers uuid[] not null default '{}'::uuid[]"
    )
    op.create_check_constraint(
        "a_decision_is_withdrawn_twice_at_most", "merge_requests", "withdrawals <= 2"
    )
    op.create_check_constraint(
        "reasons_of_a_decision_are_known",
        "merge_requests",
        "cardinality(reasons) <= 5 and reasons <@ array['SAME_IDENTIFIER', 'SAME_CONTACT',"
        " 'SPELLING', 'DATE_SLIP', 'NAME_CHANGE', 'DIFFERENT_IDENTIFIER', 'TWINS', 'KIN',"
        " 'DIFFERENT_PERSON', 'RECORD_IS_NO_PERSON', 'TOO_LITTLE_KNOWN', 'OTHER']",
    )
