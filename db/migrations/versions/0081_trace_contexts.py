"""What is delivered because of an act is in the trace of its request (rule Z11a)."""

from alembic import op

revision = "0081_trace_contexts"
down_revision = "0080_queue_vacuum"


def upgrade() -> None:
    """Keep the contexts of acts whose traces are sampled; a crash of the server may empty them."""
    op.execute(
        """
        create unlogged table trace_contexts (
            id uuid not null default uuidv7() constraint trace_contexts_key primary key,
            correlation_id uuid not null,
            traceparent text not null,
            noted_at timestamptz not null default clock_timestamp()
        )
        """
    )
    op.execute("create index contexts_by_correlation on trace_contexts (correlation_id, noted_at)")
