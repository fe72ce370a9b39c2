"""Why pairs were proposed; a view of weighed candidates, which db/rules/detection.sql makes."""

from sqlalchemy import ARRAY, Column, DateTime, Integer, MetaData, Numeric, Table, Text, Uuid

candidate_evidence = Table(
    "candidate_evidence",
    MetaData(),
    Column("id", Uuid, nullable=False),
    Column("weight", Numeric, nullable=False),
    Column("band", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("keys", ARRAY(Text), nullable=False),
    Column("scored_at", DateTime(timezone=True), nullable=False),
    Column("fields", Text, nullable=False),
    Column("corrections", Text, nullable=False),
    Column("rounds", Integer, nullable=False),
)
