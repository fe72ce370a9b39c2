"""The webhooks of clients, their secrets, and since when deliveries to one have failed."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from db.metadata import key, metadata, times

webhooks = Table(
    "webhooks",
    metadata,
    key(),
    Column("client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("topics", ARRAY(Text), nullable=False),
    Column("is_active", Boolean, nullable=False, server_default=text("true")),
    # Encrypted: a secret that signs cannot be kept as a digest.
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("previous_sealed_secret", LargeBinary),
    Column("previous_secret_until", DateTime(timezone=True)),
    *times(),
    CheckConstraint(
        "(previous_sealed_secret is null) = (previous_secret_until is null)",
        name="a_previous_signing_secret_ends",
    ),
)
Index("webhooks_by_client", webhooks.c.client_id)

# No state of its own, and so outside the trail: since when every delivery at a webhook failed.
webhook_failures = Table(
    "webhook_failures",
    metadata,
    Column(
        "webhook_id",
        Uuid,
        ForeignKey("webhooks.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("failing_since", DateTime(timezone=True), nullable=False),
)
