"""Every state that a person's record has had, and who has edited it."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import metadata

person_versions = Table(
    "person_versions",
    metadata,
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("record", JSONB, nullable=False),
    Column("changed", ARRAY(Text), nullable=False),
    Column("action", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("client_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    # With `inserted_at` it says whether the version is the running transaction's own.
    Column("transaction_id", BigInteger, nullable=False),
    PrimaryKeyConstraint("person_id", "version"),
)

person_editors = Table(
    "person_editors",
    metadata,
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("first_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("person_id", "user_id"),
)
Index("person_editors_by_user", person_editors.c.user_id)

FUNCTIONS_THAT_WRITE = frozenset({"read_person_versions", "versions_since_merge"})
"""The functions that queries read from and that write: who reads versions is written down."""

versions_read: FromClause = func.read_person_versions(
    bindparam("person", type_=Uuid, required=True),
    bindparam("client_id", type_=Uuid, required=True),
    bindparam("user_id", type_=Uuid, required=True),
    bindparam("readers", type_=ARRAY(Text), required=True),
    bindparam("session_id", type_=Uuid, required=True),
    bindparam("request_correlation_id", type_=Uuid, required=True),
).table_valued(
    Column("id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("record", JSONB, nullable=False),
    Column("changed", ARRAY(Text), nullable=False),
    Column("action", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("client_id", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False),
    name="versions_read",
)
"""The versions of one person, to a caller whose reading the function writes down."""
