"""Which keys beside the database it is used with, as digests of their public part (rule Z8)."""

from sqlalchemy import Column, DateTime, Table, Text, text

from db.metadata import metadata

known_keys = Table(
    "known_keys",
    metadata,
    Column("purpose", Text, primary_key=True),
    Column("fingerprint", Text, primary_key=True),
    Column("known_since", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)
