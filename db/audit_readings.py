"""Who read which part of the trail; it only grows (rule Y7)."""

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, metadata

# It outlives users and clients, whose keys it has: as the trail does.
audit_readings = Table(
    "audit_readings",
    metadata,
    key(),
    Column("reader_id", Uuid, nullable=False),
    Column("client_id", Uuid, nullable=False),
    Column("question", Text, nullable=False),
    Column("filter", JSONB, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("first_row_id", Uuid),
    Column("last_row_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column(
        "read_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()
    ),
)
Index("audit_readings_by_reader", audit_readings.c.reader_id, audit_readings.c.id)
