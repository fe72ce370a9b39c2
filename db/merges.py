"""Which person was merged into which, by which pair."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Uuid

from db.metadata import key, metadata, times

merged_pairs = Table(
    "merged_pairs",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("master_person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("merge_candidate_id", Uuid, ForeignKey("merge_candidates.id"), nullable=False),
    *times(),
    CheckConstraint("person_id <> master_person_id", name="nobody_is_merged_into_themselves"),
)
Index("a_person_is_merged_once", merged_pairs.c.person_id, unique=True)
