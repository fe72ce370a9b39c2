"""Indexes for what the console reads: decisions by their day, and a webhook's messages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "decided_merge_requests",
        "merge_requests",
        ["updated_at"],
        unique=False,
        postgresql_include=["status", "manual_merge_candidate_id"],
        postgresql_where=sa.text("status in ('MERGE', 'SPLIT', 'TRASH')"),
    )
    op.create_index("messages_by_webhook", "messages", ["webhook_id", "id"], unique=False)
