"""A source is retired: it is synced no more (rule S5)."""

from alembic import op

revision = "0073c_retired_sources"
down_revision = "0073b_kept_figures"


def upgrade() -> None:
    """Make the column."""
    op.execute("alter table sources add column retired_at timestamptz")
