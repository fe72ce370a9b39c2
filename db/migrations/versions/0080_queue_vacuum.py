"""Autovacuum comes to queue tables after so many changes, however large they have become (Z9)."""

from alembic import op

revision = "0080_queue_vacuum"
down_revision = "0073c_retired_sources"

QUEUES = ("messages", "undispatched_events")
SETTINGS = (
    "autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000,"
    " autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0"
)


def upgrade() -> None:
    """Let rows that are gone be taken away soon, and at full speed."""
    for table in QUEUES:
        op.execute(f"alter table {table} set ({SETTINGS})")
