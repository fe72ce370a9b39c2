"""Declarations that are not made yet, as the forms of their keepers have them (rule C19)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, Uuid

from db.metadata import key, known, metadata, times
from rules.declaration_drafts import MOST_BYTES
from rules.vital_events import VitalEventKind

declaration_drafts = Table(
    "declaration_drafts",
    metadata,
    key(),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("kind", Text, nullable=False),
    # The form's own: its saves are known by it, also before the first one was answered.
    Column("form_key", Uuid, nullable=False),
    Column("label", Text),
    Column("content", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    *times(),
    known("kind", VitalEventKind, "declaration_draft_kind_is_known"),
    CheckConstraint(
        f"octet_length(content) <= {MOST_BYTES} and content is json object",
        name="a_draft_is_an_object_with_a_limit",
    ),
)
Index(
    "one_declaration_draft_per_form",
    declaration_drafts.c.user_id,
    declaration_drafts.c.client_id,
    declaration_drafts.c.kind,
    declaration_drafts.c.form_key,
    unique=True,
)
Index("declaration_drafts_by_change", declaration_drafts.c.updated_at)
