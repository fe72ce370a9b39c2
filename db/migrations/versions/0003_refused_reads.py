"""Answers that a quota refuses are counted."""

from alembic import op

revision = "0003_refused_reads"
down_revision = "0002_delivery"


def upgrade() -> None:
    """Count the refused answers of each machine and day."""
    op.execute("alter table read_quotas add column refused integer not null default 0")
