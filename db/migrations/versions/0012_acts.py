"""Entries of the trail know the act that they are of."""

from alembic import op

revision = "0012_acts"
down_revision = "0011_subjects"


def upgrade() -> None:
    """Name the act of each entry from now on; earlier entries know of none."""
    op.execute("alter table audit_log add column act_id uuid")
    op.execute(
        "create index first_entries_of_acts on audit_log (inserted_at, id)"
        " where act_id = id or act_id is null"
    )
