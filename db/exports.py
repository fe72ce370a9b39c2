"""Which lists somebody took with them, as the trail shows it."""

from sqlalchemy import ARRAY, Column, Table, Text

from db.metadata import key, metadata, times

exports = Table(
    "exports",
    metadata,
    key(),
    Column("list", Text, nullable=False),
    Column("filters", ARRAY(Text), nullable=False),
    *times(),
)
