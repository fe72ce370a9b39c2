"""All tables together, for those who need the whole: migrations and the tests of the house."""

from db import (
    access,
    audit_log,
    certificate_templates,
    certificates,
    corrections,
    idempotency,
    matching,
    merge_requests,
    merges,
    messages,
    organisations,
    outbox,
    person_versions,
    persons,
    read_quota,
    vital_events,
    webhooks,
)
from db.metadata import metadata

__all__ = [
    "access",
    "audit_log",
    "certificate_templates",
    "certificates",
    "corrections",
    "idempotency",
    "matching",
    "merge_requests",
    "merges",
    "messages",
    "metadata",
    "organisations",
    "outbox",
    "person_versions",
    "persons",
    "read_quota",
    "vital_events",
    "webhooks",
]
