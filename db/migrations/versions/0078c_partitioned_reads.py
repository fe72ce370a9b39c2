"""The account of reads is partitioned by its keys (rule Z6)."""

from alembic import op

from db.migrations.partitioning import partition

revision = "0078c_partitioned_reads"
down_revision = "0078b_partitioned_outbox"


def upgrade() -> None:
    """Let the table that there is be the first partition; as the trail, it needs nobody to stay."""
    for referenced in ("client_id", "vital_event_id"):
        op.execute(
            f"alter table vital_event_reads drop constraint vital_event_reads_{referenced}_exists"
        )
    partition("vital_event_reads")
