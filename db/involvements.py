"""Who took part in what, as sources have it; whoever is no member there is nobody here (S10)."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text, Uuid

from db.metadata import key, metadata

# No state: a whole sync replaces those of its organisations.
involvements = Table(
    "involvements",
    metadata,
    key(),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("source_link_id", Uuid, ForeignKey("source_links.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("person_id", Uuid, ForeignKey("persons.id")),
)
Index(
    "involvements_by_organisation",
    involvements.c.organisation_id,
    involvements.c.happened_on,
)
Index("involvements_by_link", involvements.c.source_link_id)
Index(
    "involvements_by_person",
    involvements.c.person_id,
    postgresql_where=involvements.c.person_id.is_not(None),
)
