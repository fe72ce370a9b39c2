"""What waits for registrars, and what they did; db/rules/registrar_queues.sql makes both."""

from sqlalchemy import (
    Column,
    DateTime,
    FromClause,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
)

registrar_queues = Table(
    "registrar_queues",
    MetaData(),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("flagged", Integer, nullable=False),
    Column("oldest_at", DateTime(timezone=True)),
    Column("corrections", Integer, nullable=False),
)

registrar_figures: FromClause = func.registrar_figures(
    bindparam("registrar", type_=Uuid, required=True),
    bindparam("since", type_=DateTime(timezone=True), required=True),
).table_valued(
    Column("id", Uuid, nullable=False),
    Column("declared", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("certified", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    name="registrar_figures",
)
