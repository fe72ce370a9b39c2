"""Reviewers ask that a merge be taken back (rule H27)."""

from alembic import op

revision = "0086_unmerge_requests"
down_revision = "0085b_invited_until"


def upgrade() -> None:
    """Make the table, which is empty."""
    op.execute(
        """
        create table unmerge_requests (
            id uuid not null default uuidv7() constraint unmerge_requests_key primary key,
            merged_pair_id uuid not null
                constraint unmerge_requests_merged_pair_id_exists references merged_pairs (id),
            requested_by uuid not null
                constraint unmerge_requests_requested_by_exists references users (id),
            reason text not null,
            declined_by uuid
                constraint unmerge_requests_declined_by_exists references users (id),
            decline_reason text,
            declined_at timestamptz,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint an_unmerge_request_is_declined_by_another
                check (declined_by is null or declined_by <> requested_by),
            constraint a_declined_unmerge_request_says_why
                check (num_nulls(declined_by, decline_reason, declined_at) in (0, 3))
        )
        """
    )
    op.execute(
        "create unique index one_open_unmerge_request_per_merge_and_reviewer"
        " on unmerge_requests (merged_pair_id, requested_by) where declined_at is null"
    )
    op.execute(
        "create index unmerge_requests_by_merged_pair on unmerge_requests (merged_pair_id, id)"
    )
