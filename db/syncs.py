"""What sources said of persons, and what a sync has read and not yet put on record."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from db.metadata import key, metadata, times

# No state: whom a source means by an id, for good.
source_identities = Table(
    "source_identities",
    metadata,
    key(),
    Column("source_id", Uuid, ForeignKey("sources.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
)
Index(
    "one_identity_per_source_and_external_id",
    source_identities.c.source_id,
    source_identities.c.external_id,
    unique=True,
)
Index("source_identities_by_person", source_identities.c.person_id)

source_records = Table(
    "source_records",
    metadata,
    key(),
    Column("identity_id", Uuid, ForeignKey("source_identities.id"), nullable=False),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("source_link_id", Uuid, ForeignKey("source_links.id"), nullable=False),
    # The fields of an import, as far as the token might read them.
    Column("payload", JSONB, nullable=False),
    Column("fetched_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    *times(),
)
Index(
    "one_source_record_per_identity_and_organisation",
    source_records.c.identity_id,
    source_records.c.organisation_id,
    unique=True,
)
Index("source_records_by_organisation", source_records.c.organisation_id)
Index("source_records_by_link", source_records.c.source_link_id)

# No state: it goes with its run's end.
staged_records = Table(
    "staged_records",
    metadata,
    Column("run_id", Uuid, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("payload", JSONB, nullable=False),
)
Index(
    "staged_memberships_by_person",
    staged_records.c.run_id,
    text("(payload ->> 'person')"),
    postgresql_where=text("kind = 'MEMBERSHIP'"),
)

# No state: which groups were erased here, so that a sync of those above does not bring them back.
erased_groups = Table(
    "erased_groups",
    metadata,
    Column("source_id", Uuid, ForeignKey("sources.id"), primary_key=True),
    Column("environment", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
)

# No state: what could not be taken, by what the source calls it and never by name (rule S13).
run_rejects = Table(
    "run_rejects",
    metadata,
    Column("run_id", Uuid, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
)

# No state: exports that a source makes, and is to delete once they are read or their run is over.
source_exports = Table(
    "source_exports",
    metadata,
    key(),
    Column("run_id", Uuid, nullable=False),
    Column("source_id", Uuid, ForeignKey("sources.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)
Index("source_exports_by_source", source_exports.c.source_id)

# A crash of the server may empty it: a token lives beside its run, and nowhere else.
run_credentials = Table(
    "run_credentials",
    metadata,
    Column("run_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    prefixes=["UNLOGGED"],
)
