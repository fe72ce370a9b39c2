"""A run says when it was begun again, and by whom (rule S3)."""

from alembic import op

revision = "0101b_resumed_runs"
down_revision = "0101_withdrawn_plans"


def upgrade() -> None:
    """Keep the last time; of runs that went on before it is not known."""
    op.execute("alter table runs add resumed_at timestamptz, add resumed_by uuid")
