"""The trail is partitioned by its keys (rule Z6)."""

from db.migrations.partitioning import partition

revision = "0078_partitioned_trail"
down_revision = "0077_bounded_keys"


def upgrade() -> None:
    """Let the table that there is be the first partition."""
    partition("audit_log")
