"""The outbox is partitioned by its keys (rule Z6)."""

from db.migrations.partitioning import partition

revision = "0078b_partitioned_outbox"
down_revision = "0078_partitioned_trail"


def upgrade() -> None:
    """Let the table that there is be the first partition."""
    partition("outbox")
