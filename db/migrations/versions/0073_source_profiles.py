"""A source has a list of roles and permissions with which somebody may sync (rule S4)."""

from alembic import op

revision = "0073_source_profiles"
down_revision = "0072_source_exports"


def upgrade() -> None:
    """Make the column; nobody syncs by a role at a source that has no list."""
    op.execute("alter table sources add column sync_roles text[] not null default '{}'")
