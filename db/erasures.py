"""What was erased for good: a line for each, that names nobody (rule T3)."""

from sqlalchemy import (
    Column,
    DateTime,
    FromClause,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, known, metadata
from rules.erasures import Erased

# No foreign keys: what it names may be gone.
erasures = Table(
    "erasures",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    Column("erased_id", Uuid, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("client_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    known("kind", Erased, "what_is_erased_is_known"),
)
Index("erasures_by_subject", erasures.c.erased_id)

FUNCTIONS_THAT_WRITE = frozenset({"erasure_preview"})
"""The function that queries read from and that writes: what it did is rolled back."""

erasure_previews: FromClause = func.erasure_preview(
    bindparam("organisation", type_=Uuid, required=True),
    bindparam("client_id", type_=Uuid, required=True),
    bindparam("user_id", type_=Uuid, required=True),
).table_valued(
    Column("id", Uuid, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("persons_kept", Integer, nullable=False),
    Column("persons_erased", Integer, nullable=False),
    name="erasure_preview",
)
"""What erasing one organisation would take away now; no row where there is none."""
