"""What went with users and members who are gone: snapshots that nobody reads through the API."""

from sqlalchemy import Column, DateTime, Integer, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, known, metadata
from rules.deletions import Deleted

# No foreign keys: whom and what it names may be gone. Its key begins with its time (UUID v7).
deletions = Table(
    "deletions",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    Column("deleted_id", Uuid, nullable=False),
    Column("organisation_id", Uuid),
    Column("rows", Integer, nullable=False),
    Column("snapshot", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("client_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    known("kind", Deleted, "what_is_deleted_is_known"),
)
