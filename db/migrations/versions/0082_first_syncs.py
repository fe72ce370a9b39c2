"""What a first sync has made goes where none succeeds (rule S4)."""

from alembic import op

revision = "0082_first_syncs"
down_revision = "0081_trace_contexts"


def upgrade() -> None:
    """Make the column; what first syncs made before is nobody's to take back."""
    op.execute(
        "alter table source_links add column awaits_first_sync boolean not null default false"
    )
    op.execute(
        "create index links_that_await_their_first_sync on source_links (id)"
        " where awaits_first_sync"
    )
