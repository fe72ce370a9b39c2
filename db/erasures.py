"""What was erased for good: a line for each, that names nobody (rule T3)."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, known, metadata
from rules.erasures import Erased

# No foreign keys: what it names may be gone.
erasures = Table(
    "erasures",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    Column("erased_id", Uuid, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("client_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    known("kind", Erased, "what_is_erased_is_known"),
)
Index("erasures_by_subject", erasures.c.erased_id)
