"""Where letters went, as digests (U5), and who is written to about failures each day (V9)."""

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
    text,
)

from db.metadata import key, metadata, times

# No state, and so outside the trail: it goes with its message.
letter_addresses = Table(
    "letter_addresses",
    metadata,
    Column("message_id", Uuid, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("address_digest", LargeBinary, nullable=False),
)

undeliverable_addresses = Table(
    "undeliverable_addresses",
    metadata,
    Column("address_digest", LargeBinary, primary_key=True),
    Column("status", Text, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

digest_subscriptions = Table(
    "digest_subscriptions",
    metadata,
    key(),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("is_wanted", Boolean, nullable=False),
    # Up to when the last digest reported what failed: that is reported once.
    Column(
        "reported_until",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("now() - interval '1 day'"),
    ),
    *times(),
)
Index(
    "one_digest_subscription_per_organisation_and_user",
    digest_subscriptions.c.organisation_id,
    digest_subscriptions.c.user_id,
    unique=True,
)
Index("digest_subscriptions_by_user", digest_subscriptions.c.user_id)
