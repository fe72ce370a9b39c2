"""The certificates of vital events, and what was paid for them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Numeric,
    Sequence,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, known, metadata, times
from rules.certificates import CollectorRelationship
from rules.money import PaymentOutcome

RANDOM = (
    "translate(rtrim(encode(uuid_send(gen_random_uuid()), 'base64'::text), '='::text),"
    " '+/'::text, '-_'::text)"
)
"""122 random bits in 22 characters that an address may have."""

certificates = Table(
    "certificates",
    metadata,
    key(),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    Column("template", Text, nullable=False),
    Column("relationship", Text, nullable=False),
    Column("has_shown_document", Boolean, nullable=False),
    Column("issued_at", DateTime(timezone=True)),
    *times(),
    Column("serial_number", Text, nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revocation_reason", Text),
    Column("certificate_template_id", Uuid, ForeignKey("certificate_templates.id")),
    Column("values", JSONB),
    Column("secret", Text, nullable=False, server_default=text(RANDOM)),
    known("relationship", CollectorRelationship, "collector_relationship_is_known"),
    CheckConstraint(
        "(revoked_at is null) = (revocation_reason is null)", name="who_revokes_says_why"
    ),
)
Index("one_certificate_per_serial_number", certificates.c.serial_number, unique=True)
Index("certificates_by_vital_event", certificates.c.vital_event_id, certificates.c.id)

payments = Table(
    "payments",
    metadata,
    key(),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    Column("certificate_id", Uuid, ForeignKey("certificates.id"), nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("paid_at", DateTime(timezone=True), nullable=False),
    Column("receipt_number", Text, nullable=False),
    *times(),
    Column("values", JSONB),
    known("outcome", PaymentOutcome, "payment_outcome_is_known"),
    CheckConstraint("amount >= 0 and amount < 'Infinity'", name="no_payment_is_negative"),
)
Index("payments_by_vital_event", payments.c.vital_event_id, payments.c.id)
Index("one_payment_per_certificate", payments.c.certificate_id, unique=True)
Index("one_payment_per_receipt_number", payments.c.receipt_number, unique=True)
receipt_numbers = Sequence("receipt_numbers", metadata=metadata)
serial_numbers = Sequence("serial_numbers", metadata=metadata)
