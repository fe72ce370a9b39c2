"""Indexes for the trail's filters: by action, by resource, by client."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("client_id", "action", "resource"):
        op.create_index(
            f"audit_log_by_{name}", "audit_log", [name, "inserted_at", "id"], unique=False
        )
