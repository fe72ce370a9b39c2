"""The keys of what is to be partitioned have a bound (rule Z6)."""

from alembic import op

from db.migrations.partitioning import bound, validated

revision = "0077_bounded_keys"
down_revision = "0071_source_sign_ins"

TABLES = ("audit_log", "outbox", "vital_event_reads")

AFTERWARDS = tuple(validated(table) for table in TABLES)


def upgrade() -> None:
    """Bound the keys; the rows that there are are looked at beside everybody's work."""
    # Not in `public`: nobody but the owner needs to reach a partition by its own name.
    op.execute("create schema partitions")
    for table in TABLES:
        bound(table)
