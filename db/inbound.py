"""What other systems sent by links of sources, and what is switched off there."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
)

from db.metadata import key, known, metadata, times
from rules.inbound import Feature

switches = Table(
    "switches",
    metadata,
    key(),
    Column("link_id", Uuid, ForeignKey("source_links.id", ondelete="CASCADE"), nullable=False),
    Column("feature", Text, nullable=False),
    Column("is_on", Boolean, nullable=False),
    *times(),
    known("feature", Feature, "feature_is_known"),
)
Index("one_switch_per_link_and_feature", switches.c.link_id, switches.c.feature, unique=True)

# No state, and so outside the trail: which message an id stands for, and a digest of its body.
inbound_deliveries = Table(
    "inbound_deliveries",
    metadata,
    Column("link_id", Uuid, ForeignKey("source_links.id", ondelete="CASCADE"), primary_key=True),
    Column("webhook_id", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("message_id", Uuid, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("inbound_deliveries_by_time", inbound_deliveries.c.inserted_at)

# Sealed, until it is worked on.
inbound_bodies = Table(
    "inbound_bodies",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    Column("link_id", Uuid, ForeignKey("source_links.id", ondelete="CASCADE"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
Index("inbound_bodies_by_link", inbound_bodies.c.link_id)
