"""What records shall say instead, and what they said before they were changed."""

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, known, metadata, times
from rules.corrections import CorrectionKind, CorrectionStatus

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

corrections = Table(
    "corrections",
    metadata,
    key(),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default=CorrectionStatus.REQUESTED),
    Column("version", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB),
    Column("changed_fields", ARRAY(Text), nullable=False),
    Column("record", JSONB),
    Column("people", JSONB),
    Column("details_digest", LargeBinary),
    Column("alerts", ARRAY(Text), nullable=False),
    Column("requested_by_client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("requested_by_user_id", Uuid, ForeignKey("users.id")),
    Column("rejection_reason", Text),
    *times(),
    known("kind", CorrectionKind, "correction_kind_is_known"),
    known("status", CorrectionStatus, "correction_status_is_known"),
    CheckConstraint(
        "(kind = 'DETAILS') = (after is not null) and (kind = 'DETAILS') = (record is not null)"
        " and (kind = 'DETAILS') = (people is not null)"
        " and (kind = 'DETAILS') = (details_digest is not null)",
        name="a_correction_of_details_has_them",
    ),
    CheckConstraint(
        "(status = 'REJECTED') = (rejection_reason is not null)",
        name="who_rejects_a_correction_says_why",
    ),
)
Index(
    "one_open_correction_per_vital_event",
    corrections.c.vital_event_id,
    unique=True,
    postgresql_where=text("status = 'REQUESTED'"),
)
Index("corrections_by_vital_event", corrections.c.vital_event_id, corrections.c.id)
Index("corrections_by_insertion", corrections.c.inserted_at, corrections.c.id)
Index("corrections_by_status", corrections.c.status, corrections.c.inserted_at, corrections.c.id)
