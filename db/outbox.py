"""What the world is to be told: one row an event, as Debezium's outbox event router reads them."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, metadata

outbox = Table(
    "outbox",
    metadata,
    key(),
    Column("aggregatetype", Text, nullable=False),
    Column("aggregateid", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column(
        "inserted_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
    ),
)
Index("outbox_by_aggregate", outbox.c.aggregateid, outbox.c.inserted_at)
