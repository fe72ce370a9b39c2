"""Certificates of a record, their collectors, and payments."""

from datetime import datetime
from decimal import Decimal

import strawberry
from sqlalchemy import literal_column, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from strawberry.scalars import JSON

from db.audit_log import audit_log
from db.certificates import certificates, payments
from planner.sources import HANGS_ON, GlobalIdSource, SameRow, ToOne, Value
from resolvers.certificate_templates import CertificateTemplate
from resolvers.definitions import column, field, object_type
from resolvers.details import Individual
from resolvers.document_links import signed_link, verification_address
from resolvers.history import IS_A_USER, actor_name
from rules.certificates import CollectorRelationship
from rules.money import PaymentOutcome


@object_type(certificates, reach=HANGS_ON)
class Collector:
    """Who comes for a certificate."""

    relationship: CollectorRelationship = column("What they are to the people of the record.")
    individual: Individual | None = field(
        ToOne(lambda made, individual: individual.c.certificate_id == made.c.id, optional=True),
        "Who it is; null where only the relationship was said.",
    )
    has_shown_document: bool = column("Whether they proved who they are with a document.")


def _is_its_template(made: FromClause, template: FromClause) -> ColumnElement[bool]:
    return template.c.id == made.c.certificate_template_id


def _revoker(made: FromClause) -> ColumnElement[str]:
    """Return the name of whoever revoked it, from the trail."""
    entries = audit_log.alias()
    revoked = select(actor_name(entries)).where(
        entries.c.resource_id == made.c.id,
        entries.c.resource == literal_column("'certificate'"),
        entries.c.changeset["revoked_at"].astext.is_not(None),
        IS_A_USER,
    )
    return revoked.correlate(made).limit(1).scalar_subquery()


@object_type(certificates)
class Certificate:
    """A certificate of a registered event."""

    id: strawberry.ID = field(GlobalIdSource(), "Opaque and lasting; `node` does not take it.")
    serial_number: str = column("Unique, e.g. C-2026-0000001.")
    template: str = column("What it is printed from, as the caller named it.")
    certificate_template: CertificateTemplate = field(
        ToOne(_is_its_template, limited=_is_its_template),
        "The version that it was made from; it never changes.",
    )
    values: JSON = column(
        "What it says, by the names of the template's fields, as it was when it was made; null what"
        " the record did not say. Dates are as in ISO 8601."
    )
    pdf_url: str = field(
        Value(
            lambda made: signed_link("/certificates/", made.c.serial_number),
            nullable=False,
            limited=True,
        ),
        "The page to print. For ten minutes it needs no token, and is served to whom it was given"
        " alone; that needs the scopes vital_event:read and vital_event:certify.",
    )
    verification_url: str = field(
        Value(
            lambda made: verification_address(made.c.serial_number, made.c.secret),
            nullable=False,
            limited=True,
        ),
        "What its QR code leads to: a public page that says whether it is valid; the part behind #"
        " opens what the paper must say.",
    )
    collector: Collector = field(SameRow(), "For whom it was made.")
    certified_at: datetime = column("When it was made.", name="inserted_at")
    issued_at: datetime | None = column("When it was handed out; null until then.")
    revoked_at: datetime | None = column("When it ceased to be valid; null while it is.")
    revocation_reason: str | None = column("Why it was revoked; null while it is valid.")
    revoker_name: str | None = field(
        Value(_revoker, limited=True),
        "Who revoked it, or did that by which it was: the user's display name, or the machine's;"
        " null while it is valid, and for machines.",
    )


@object_type(certificates)
class CertificatePayload:
    """A certificate as it stands now."""

    certificate: Certificate = field(SameRow(), "Revoked, with the reason.")


@object_type(payments, reach=HANGS_ON)
class Payment:
    """What was paid when a certificate was issued."""

    id: strawberry.ID = field(GlobalIdSource(), "Opaque and lasting; `node` does not take it.")
    amount: Decimal = column('With the currency\'s own number of decimals, e.g. "12.10".')
    currency: str = column("ISO 4217, e.g. EUR.")
    outcome: PaymentOutcome = column("Always COMPLETED: a payment that ended otherwise is refused.")
    paid_at: datetime = column("When it was paid, as the caller stated.")
    receipt_number: str = column("Unique.")
    receipt_url: str = field(
        Value(
            lambda paid: signed_link("/receipts/", paid.c.receipt_number),
            nullable=False,
            limited=True,
        ),
        "The receipt to print, as PDF; it needs what `pdfUrl` of a certificate needs.",
    )
