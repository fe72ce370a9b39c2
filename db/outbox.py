"""The events that others may receive, in rows that Debezium's outbox event router reads."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Table, Text, Uuid, func
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

# Written next to each row of the outbox and deleted when its messages are made: the outbox itself
# only grows, as other readers of it expect.
undispatched_events = Table(
    "undispatched_events",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False),
)
