"""What administrators see at a glance; a view of one row, which db/rules/overview.sql makes."""

from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, Uuid

overview = Table(
    "overview",
    MetaData(),
    Column("id", Uuid, nullable=False),
    Column("waiting_candidates", Integer, nullable=False),
    Column("oldest_waiting_since", DateTime(timezone=True)),
    Column("judged_pairs", Integer, nullable=False),
    Column("agreed_pairs", Integer, nullable=False),
    Column("decisions", Text),
    Column("declarations", Text),
)
