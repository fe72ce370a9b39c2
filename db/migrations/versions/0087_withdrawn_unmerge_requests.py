"""Reviewers withdraw what they asked of a merge (rule H27)."""

from alembic import op

revision = "0087_withdrawn_unmerge_requests"
down_revision = "0086_unmerge_requests"

AFTERWARDS = (
    "alter table unmerge_requests validate constraint an_unmerge_request_is_settled_once",
)


def upgrade() -> None:
    """Say when one was withdrawn; another may be made then."""
    op.execute("alter table unmerge_requests add column withdrawn_at timestamptz")
    op.execute(
        "alter table unmerge_requests add constraint an_unmerge_request_is_settled_once"
        " check (num_nonnulls(declined_at, withdrawn_at) <= 1) not valid"
    )
    op.execute("drop index one_open_unmerge_request_per_merge_and_reviewer")
    op.execute(
        "create unique index one_open_unmerge_request_per_merge_and_reviewer"
        " on unmerge_requests (merged_pair_id, requested_by)"
        " where declined_at is null and withdrawn_at is null"
    )
