"""What waits for registrars; a view, which db/rules/registrar_queues.sql makes."""

from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text

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
