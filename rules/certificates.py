"""What a certificate needs: a template, and a collector who is on the record or named (C7)."""

import re
from datetime import datetime
from enum import StrEnum

from rules.dates import latest_today
from rules.declaration_checks import check_individual
from rules.declarations import Individual
from rules.frozen import frozen
from rules.refusals import Code, Refusal
from rules.regions import PART_OF_NUMBERS
from rules.texts import TEXT_LIMIT
from rules.violations import Violations
from rules.vital_events import VitalEventKind

SERIAL_NUMBER = re.compile(f"C-{PART_OF_NUMBERS}[0-9]{{4}}-[0-9]{{7,}}")
"""The form of serial numbers (rules C16 and Z10)."""
REVOKING_ACTS = (
    "certificate.revoked",
    *(f"{kind.lower()}.{act}" for kind in VitalEventKind for act in ("corrected", "annulled")),
)
"""The acts by which certificates are revoked (rules C10, C11 and C16)."""


class CertificateNotFound(Refusal):
    """No certificate has this serial number."""

    code = Code.NOT_FOUND
    message = "Certificate not found"


class CertificateIsRevoked(Refusal):
    """A certificate is revoked once and for ever (rule C16)."""

    code = Code.CONFLICT
    message = "Certificate is revoked already"


class CollectorRelationship(StrEnum):
    """Who the collector is to the people of the record."""

    MOTHER = "MOTHER"
    FATHER = "FATHER"
    SPOUSE = "SPOUSE"
    INFORMANT = "INFORMANT"
    OTHER = "OTHER"


@frozen
class Collector:
    """Who comes for the certificate."""

    relationship: CollectorRelationship
    has_shown_document: bool
    individual: Individual | None = None


def read_serial_number(text: str) -> str | None:
    """Read a serial number as people type it; None where it can be none. Rule C16."""
    code = text.strip().upper()
    return code if SERIAL_NUMBER.fullmatch(code) else None


@frozen
class CertificateTerms:
    """An installation's terms for certificates: the language where none is named, the office."""

    language: str = "en"
    office: str = "Civil registration office"


STANDARD_TERMS = CertificateTerms()
"""The terms of an installation that has set none."""


def check_certificate(
    violations: Violations,
    template: str,
    collector: Collector,
    on_record: set[CollectorRelationship],
    now: datetime,
) -> None:
    """Note what is wrong with a certificate to be made for a record with these people. Rule C7."""
    violations.check_text(["template"], template, TEXT_LIMIT)
    is_other = collector.relationship is CollectorRelationship.OTHER
    if is_other and collector.individual is None:
        violations.add(["collector", "individual"], "required", "OTHER needs it")
    if not is_other and collector.relationship not in on_record:
        message = f"The record names no {collector.relationship.lower()}"
        violations.add(["collector", "relationship"], "on_the_record", message)
    if collector.individual is not None:
        path = ["collector", "individual"]
        check_individual(violations, path, collector.individual, latest_today(now))


def people_on_record(kind: VitalEventKind, roles: set[str]) -> set[CollectorRelationship]:
    """Return who may collect as somebody on the record; the informant is always on it. Rule C7."""
    named = {CollectorRelationship.INFORMANT}
    if kind is VitalEventKind.MARRIAGE:
        named.add(CollectorRelationship.SPOUSE)
    parents = (CollectorRelationship.MOTHER, CollectorRelationship.FATHER)
    return named | {parent for parent in parents if parent in roles}
