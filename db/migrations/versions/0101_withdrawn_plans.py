"""A plan may be withdrawn, with a reason (rule W8)."""

from alembic import op

revision = "0101_withdrawn_plans"
down_revision = "0103_candidates_by_moment"


def upgrade() -> None:
    """Keep when, by whom and why a plan was withdrawn."""
    op.execute(
        "alter table organisation_plans add withdrawn_at timestamptz,"
        " add withdrawn_by uuid, add withdrawal_reason text"
    )
