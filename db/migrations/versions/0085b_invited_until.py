"""An invitation may be to a role that ends (rule R13)."""

from alembic import op

revision = "0085b_invited_until"
down_revision = "0085_syncs_by_lane"


def upgrade() -> None:
    """Keep from when on the role will be none; null for a role that is held for good."""
    op.execute("alter table invitations add column role_expires_at timestamptz")
