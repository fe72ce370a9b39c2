"""Whoever asks for an erasure says why."""

from alembic import op

revision = "0057_reasons_of_runs"
down_revision = "0054_explanations"


def upgrade() -> None:
    """Keep the reason until the run is done."""
    op.execute("alter table runs add column reason text")
