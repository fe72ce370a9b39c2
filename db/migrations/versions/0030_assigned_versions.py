"""A request keeps the versions of its assignment, a dispute how many votes make it one."""

from alembic import op

revision = "0030_assigned_versions"
down_revision = "0029_shorter_checks"


def upgrade() -> None:
    """Let disputes of before be those of two votes each; assignments of before are as they were."""
    op.execute(
        """
        alter table merge_requests
            add column assigned_person_version integer,
            add column assigned_master_version integer
        """
    )
    op.execute("alter table manual_merge_candidates add column dispute_votes integer")
    op.execute("alter table manual_merge_candidates disable trigger user")
    op.execute(
        "update manual_merge_candidates set dispute_votes = 2"
        " where status = 'NEW' and disputed_at is not null"
    )
    op.execute("alter table manual_merge_candidates enable trigger user")
