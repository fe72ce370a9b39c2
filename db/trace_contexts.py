"""The contexts of acts whose traces are sampled, for what is delivered because of them."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid, func

from db.metadata import key, metadata

trace_contexts = Table(
    "trace_contexts",
    metadata,
    key(),
    Column("correlation_id", Uuid, nullable=False),
    Column("traceparent", Text, nullable=False),
    Column(
        "noted_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
    ),
    prefixes=["UNLOGGED"],
)
Index("contexts_by_correlation", trace_contexts.c.correlation_id, trace_contexts.c.noted_at)
