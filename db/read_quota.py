"""Who read which record, and how many a machine has read in a day."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Uuid,
    text,
)

from db.metadata import key, metadata

vital_event_reads = Table(
    "vital_event_reads",
    metadata,
    key(),
    # As the trail it keeps nobody and no record: what it says stays when they go.
    Column("client_id", Uuid, nullable=False),
    Column("vital_event_id", Uuid, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("is_others", Boolean, nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    postgresql_partition_by="RANGE (id)",
)
Index("vital_event_reads_by_event", vital_event_reads.c.vital_event_id, vital_event_reads.c.read_at)
Index("vital_event_reads_by_client", vital_event_reads.c.client_id, vital_event_reads.c.read_at)

read_quotas = Table(
    "read_quotas",
    metadata,
    Column("client_id", Uuid, ForeignKey("clients.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("records", Integer, nullable=False),
    Column("refused", Integer, nullable=False, server_default=text("0")),
)
