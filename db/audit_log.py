"""The audit trail: who changed which row, when, by what act; written by triggers alone."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, metadata

audit_log = Table(
    "audit_log",
    metadata,
    key(),
    Column("actor_id", Uuid),
    Column("client_id", Uuid),
    Column("action", Text, nullable=False),
    Column("resource", Text, nullable=False),
    Column("resource_id", Uuid, nullable=False),
    Column("changeset", JSONB, nullable=False),
    Column("previous", JSONB),
    Column("correlation_id", Uuid, nullable=False),
    Column(
        "inserted_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
    ),
)
for names in (["inserted_at"], ["resource_id", "inserted_at"], ["actor_id", "inserted_at"]):
    Index(f"audit_log_by_{names[0]}", *(audit_log.c[name] for name in names), audit_log.c.id)
Index("audit_log_by_correlation", audit_log.c.correlation_id)
