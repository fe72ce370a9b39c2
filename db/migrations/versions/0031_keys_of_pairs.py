"""The key of a pair does not say when it was first named."""

from alembic import op

revision = "0031_keys_of_pairs"
down_revision = "0030_assigned_versions"


def upgrade() -> None:
    """Let new pairs have random keys; those of before keep theirs, which others may know."""
    op.execute("alter table merge_candidates alter column id set default gen_random_uuid()")
