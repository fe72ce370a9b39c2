"""Certificates of a record, their collectors, and payments."""

from datetime import datetime
from decimal import Decimal

import strawberry

from db.vital_events import certificates, payments
from planner.sources import GlobalId, SameRow, ToOne
from resolvers.definitions import column, field, object_type
from resolvers.details import Individual
from rules.certificates import CollectorRelationship
from rules.money import PaymentOutcome

strawberry.enum(
    CollectorRelationship, description="Who a collector is to the people of the record."
)
strawberry.enum(PaymentOutcome, description="How a payment ended.")


@object_type(certificates)
class Collector:
    """Who comes for a certificate."""

    relationship: CollectorRelationship = column()
    individual: Individual | None = field(
        ToOne(lambda made, individual: individual.c.certificate_id == made.c.id, optional=True),
        "Who it is, where that was said beside the relationship.",
    )
    has_shown_document: bool = column()


@object_type(certificates)
class Certificate:
    """A certificate of a registered event."""

    id: strawberry.ID = field(GlobalId())
    template: str = column()
    collector: Collector = field(SameRow())
    certified_at: datetime = column(name="inserted_at")
    issued_at: datetime | None = column("When it was handed out; null until then.")


@object_type(payments)
class Payment:
    """What was paid when a certificate was issued."""

    id: strawberry.ID = field(GlobalId())
    amount: Decimal = column('With the currency\'s own number of decimals, e.g. "12.10".')
    currency: str = column("ISO 4217, e.g. EUR.")
    outcome: PaymentOutcome = column()
    paid_at: datetime = column()
    receipt_number: str = column("Unique.")
