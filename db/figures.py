"""What figures have counted of persons of whom nothing is known any more (rule T3)."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, Uuid

from db.metadata import metadata

# No state: counts of months that are over, and nobody's.
kept_figures = Table(
    "kept_figures",
    metadata,
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("label", Text, primary_key=True),
    # Its first day.
    Column("month", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)
