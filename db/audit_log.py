"""The audit trail: who changed which row, when, by what act; written by triggers alone."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Sequence, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, metadata

audit_log = Table(
    "audit_log",
    metadata,
    key(),
    Column("actor_id", Uuid),
    Column("client_id", Uuid),
    Column("action", Text, nullable=False),
    Column("resource", Text, nullable=False),
    Column("resource_id", Uuid, nullable=False),
    Column("changeset", JSONB, nullable=False),
    Column("previous", JSONB),
    Column("correlation_id", Uuid, nullable=False),
    Column(
        "inserted_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
    ),
    Column("act_id", Uuid),
    # Null for entries that are older than sealing (rule Y1).
    Column(
        "transaction", BigInteger, server_default=text("((pg_current_xact_id())::text)::bigint")
    ),
    postgresql_partition_by="RANGE (id)",
)
Index("audit_log_by_inserted_at", audit_log.c.inserted_at, audit_log.c.id)
for name in ("resource_id", "actor_id", "client_id", "action", "resource"):
    # Each filter in the trail's own order: whoever did little is found without reading the rest.
    Index(f"audit_log_by_{name}", audit_log.c[name], audit_log.c.inserted_at, audit_log.c.id)
Index(
    "first_entries_of_acts",
    audit_log.c.inserted_at,
    audit_log.c.id,
    postgresql_where=text("act_id = id or act_id is null"),
)
Index("audit_log_by_correlation", audit_log.c.correlation_id)
# What is not sealed yet is at its end.
Index("audit_log_by_transaction", audit_log.c.transaction)
# A digest of who acts in a session, which may be any number, and the key of it (rule Y6).
who_acts = Sequence("who_acts", metadata=metadata, minvalue=-(2**63), start=1)
acting_keys = Sequence(
    "acting_keys", metadata=metadata, minvalue=-(2**63), start=1, cycle=True, cache=100
)
