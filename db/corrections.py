"""What records said before they were amended or corrected."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, metadata

vital_event_versions = Table(
    "vital_event_versions",
    metadata,
    key(),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("details", JSONB, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)
Index(
    "one_former_version_per_number",
    vital_event_versions.c.vital_event_id,
    vital_event_versions.c.version,
    unique=True,
)
