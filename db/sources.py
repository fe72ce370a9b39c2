"""Sources of records, and which organisations they are linked with."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from db.literals import NUMBER_KEY, array_of
from db.metadata import key, known, metadata, times
from rules.environments import Environment
from rules.sources import SourceAccess, SourceProtocol

sources = Table(
    "sources",
    metadata,
    key(),
    Column("name", Text, nullable=False),
    Column("protocol", Text, nullable=False),
    Column("base_url", Text, nullable=False),
    Column("access", ARRAY(Text), nullable=False),
    Column("token_url", Text),
    # Who we are at the source's authorization server.
    Column("oauth_client_id", Text),
    Column("sealed_oauth_secret", LargeBinary),
    *times(),
    # Where people sign in there; what is null is found from the others.
    Column("issuer", Text),
    Column("authorization_url", Text),
    Column("oauth_scope", Text),
    # Roles and permissions at the source with which somebody may sync a group (rule S4).
    Column("sync_roles", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    # From when on it is synced no more.
    Column("retired_at", DateTime(timezone=True)),
    known("protocol", SourceProtocol, "source_protocol_is_known"),
    CheckConstraint(f"access <@ {array_of(SourceAccess)}", name="access_of_a_source_is_known"),
)
Index(
    "one_source_per_name",
    text(NUMBER_KEY.format(column="name")),
    _table=sources,
    unique=True,
)

source_links = Table(
    "source_links",
    metadata,
    key(),
    Column("source_id", Uuid, ForeignKey("sources.id"), nullable=False),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("environment", Text, nullable=False),
    # Up to where the source's own clock was read by the last pull of changes.
    Column("watermark", Text),
    Column("every_minutes", Integer),
    Column("due_at", DateTime(timezone=True)),
    *times(),
    # With which the source signs what it sends; encrypted, since it verifies (rule V1).
    Column("sealed_inbound_secret", LargeBinary),
    Column("previous_sealed_inbound_secret", LargeBinary),
    Column("previous_inbound_secret_until", DateTime(timezone=True)),
    # In which steps of its syncs wait for room; what comes by it waits in the lane of its id.
    Column("sync_lane", Uuid, nullable=False, server_default=text("uuidv7()")),
    # Whose export its members are read from, where the source exports; null for all Patients.
    Column("export_group", Text),
    # Of the group that its source has it below, where a sync made it; null where a person did.
    Column("parent_link_id", Uuid),
    # Whether its organisation was made for a first sync, and none has succeeded yet (rule S4).
    Column("awaits_first_sync", Boolean, nullable=False, server_default=text("false")),
    known("environment", Environment, "environment_is_known"),
)
Index(
    "one_link_per_group_of_a_source",
    source_links.c.source_id,
    source_links.c.external_id,
    source_links.c.environment,
    unique=True,
)
Index(
    "one_link_per_organisation_and_source",
    source_links.c.organisation_id,
    source_links.c.source_id,
    source_links.c.environment,
    unique=True,
)
Index(
    "links_that_await_their_first_sync",
    source_links.c.id,
    postgresql_where=source_links.c.awaits_first_sync,
)
