"""Which request each idempotency key stands for, and which record answered it (rule C4)."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, Table, Text, Uuid, text

from db.metadata import metadata

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("client_id", Uuid, ForeignKey("clients.id"), primary_key=True),
    Column("operation", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_digest", LargeBinary, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)
Index("idempotency_keys_by_age", idempotency_keys.c.inserted_at)
