"""A session names the browser and the system of its sign-in, so that its user knows it again."""

from alembic import op

revision = "0034_named_sessions"
down_revision = "0038_limited_grants"


def upgrade() -> None:
    """Add both; of sessions that are open now they are not known."""
    op.execute("alter table sessions add column browser text, add column system text")
