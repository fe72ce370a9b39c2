"""The Merkle tree beside the trail: its leaves, inner nodes and checkpoints (rules Y1 and Y2)."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from db.metadata import metadata

# A leaf without an entry is what ends a seal: the size of its checkpoint is one more than its
# position.
audit_leaves = Table(
    "audit_leaves",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", Uuid),
    Column("hash", LargeBinary, nullable=False),
)
Index("one_leaf_per_entry", audit_leaves.c.entry_id, unique=True)

# Of every eighth level, the nodes that are complete.
audit_nodes = Table(
    "audit_nodes",
    metadata,
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)

# What the seal had seen stands in its leaf. Until there is an oldest transaction, entries that
# were there before the first seal are still being sealed.
audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("form", SmallInteger, nullable=False),
    Column("sealed_at", DateTime(timezone=True), nullable=False),
    Column("oldest_transaction", BigInteger),
    Column("next_transaction", BigInteger, nullable=False),
    Column("cluster", Text, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
)
