"""Who belongs to which organisation, and what persons let organisations do."""

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
    text,
)

from db.literals import any_of, array_of
from db.metadata import key, known, metadata, times
from rules.consents import LIVE, ConsentStatus, Permission

memberships = Table(
    "memberships",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("title", Text),
    Column("started_on", Date, server_default=func.current_date()),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False, server_default=text("1")),
    *times(),
    # By which it came; null where a person, an import or a consent began it.
    Column("source_link_id", Uuid),
    CheckConstraint("ended_on >= started_on", name="a_membership_ends_after_it_starts"),
)
Index(
    "one_open_membership_per_person_organisation_and_title",
    memberships.c.person_id,
    memberships.c.organisation_id,
    memberships.c.title,
    unique=True,
    postgresql_nulls_not_distinct=True,
    postgresql_where=text("ended_on is null"),
)
Index("memberships_by_person", memberships.c.person_id, memberships.c.id)
Index("memberships_by_organisation", memberships.c.organisation_id, memberships.c.id)
Index(
    "open_memberships_by_organisation",
    memberships.c.organisation_id,
    memberships.c.id,
    postgresql_where=text("ended_on is null"),
)

Index(
    "open_memberships_by_link",
    memberships.c.source_link_id,
    postgresql_where=text("ended_on is null"),
)

consents = Table(
    "consents",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    Column("offered", ARRAY(Text)),
    Column("status", Text, nullable=False, server_default=ConsentStatus.OFFERED),
    Column("version", Integer, nullable=False, server_default=text("1")),
    *times(),
    known("status", ConsentStatus, "consent_status_is_known"),
    CheckConstraint(
        f"permissions <@ {array_of(Permission)} and offered <@ {array_of(Permission)}",
        name="permissions_are_known",
    ),
    CheckConstraint(
        "offered is null or status = 'ACCEPTED'", name="only_an_accepted_consent_is_widened"
    ),
)
Index(
    "one_live_consent_per_person_and_organisation",
    consents.c.person_id,
    consents.c.organisation_id,
    unique=True,
    postgresql_where=text(f"status = {any_of(LIVE)}"),
)
Index("consents_by_person", consents.c.person_id, consents.c.id)
Index("consents_by_organisation", consents.c.organisation_id, consents.c.id)
