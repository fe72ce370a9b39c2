"""Births, deaths and marriages on record: people and duplicates."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Date,
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

from db.folding import NAME_WORDS
from db.literals import any_of, array_of, one_of
from db.metadata import key, known, less_than_a_day, metadata, times
from rules.alerts import VitalEventAlert
from rules.individuals import SOUGHT_BY_BIRTH_DATE, IndividualRole
from rules.persons import Gender
from rules.vital_events import LIVE, NUMBERED, REGISTERED_STATUSES, VitalEventKind, VitalEventStatus

WITH_A_REASON = (VitalEventStatus.REJECTED, VitalEventStatus.ARCHIVED)

vital_events = Table(
    "vital_events",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default=VitalEventStatus.DECLARED),
    Column("tracking_id", Text, nullable=False),
    Column("registration_number", Text),
    Column("declared_by_client_id", Uuid, ForeignKey("clients.id"), nullable=False),
    Column("declared_by_user_id", Uuid, ForeignKey("users.id")),
    Column("event_date", Date, nullable=False),
    Column("place", Text, nullable=False),
    Column("cause_of_death", Text),
    Column("late_registration_reason", Text),
    Column("informant_relationship", Text, nullable=False),
    Column("informant_email", Text),
    Column("informant_phone_number", Text),
    Column("details_digest", LargeBinary, nullable=False),
    Column("principal_first_name", Text),
    Column("principal_last_name", Text),
    Column("reason", Text),
    Column("status_before", Text),
    Column("reason_before", Text),
    Column("duplicate_of_id", Uuid, ForeignKey("vital_events.id")),
    Column("person_id", Uuid, ForeignKey("persons.id")),
    *times(),
    Column("multiple_birth_of", Integer),
    Column("multiple_birth_order", Integer),
    Column("accepted_alerts", ARRAY(Text)),
    Column("partial_event_date", Text),
    Column("subject_first_name", Text),
    Column("subject_last_name", Text),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("has_open_correction", Boolean, nullable=False, server_default=text("false")),
    Column("assignee_id", Uuid, ForeignKey("users.id")),
    Column("assigned_at", DateTime(timezone=True)),
    Column("uncertified_since", DateTime(timezone=True)),
    Column("organisation_id", Uuid, ForeignKey("organisations.id")),
    Column("unanswered_alerts", ARRAY(Text)),
    Column("recertified_since", DateTime(timezone=True)),
    Column("not_duplicate_reasons", ARRAY(Text)),
    known("kind", VitalEventKind, "vital_event_kind_is_known"),
    known("status", VitalEventStatus, "vital_event_status_is_known"),
    CheckConstraint(
        f"(status = {any_of(NUMBERED)}) = (registration_number is not null)",
        name="a_registered_event_has_its_number",
    ),
    CheckConstraint(
        "(status = 'ARCHIVED') = (status_before is not null)",
        name="an_archived_event_knows_its_status_before",
    ),
    CheckConstraint(
        f"(status = {any_of(WITH_A_REASON)}) = (reason is not null)",
        name="who_rejects_or_archives_says_why",
    ),
    CheckConstraint(
        f"not has_open_correction or status = {any_of(REGISTERED_STATUSES)}",
        name="only_a_registered_event_is_corrected",
    ),
    CheckConstraint(
        "assignee_id is null or status = 'DECLARED'", name="only_a_declared_event_is_assigned"
    ),
    CheckConstraint(
        "(assignee_id is null) = (assigned_at is null)", name="an_assignment_has_its_moment"
    ),
    CheckConstraint(
        "uncertified_since is null or status = 'REGISTERED'",
        name="only_a_registered_event_is_uncertified",
    ),
    CheckConstraint("duplicate_of_id <> id", name="no_event_is_its_own_duplicate"),
    # Multiple births and partial dates are checked in db/rules/checked_changes.sql.
    CheckConstraint(
        f"accepted_alerts <@ {array_of(VitalEventAlert)}", name="accepted_alerts_are_known"
    ),
    CheckConstraint(
        f"unanswered_alerts <@ {array_of(VitalEventAlert)}", name="unanswered_alerts_are_known"
    ),
)
Index("one_vital_event_per_tracking_id", vital_events.c.tracking_id, unique=True)
Index(
    "one_vital_event_per_registration_number",
    vital_events.c.registration_number,
    unique=True,
    postgresql_where=text("registration_number is not null"),
)
Index("vital_events_by_insertion", vital_events.c.inserted_at, vital_events.c.id)
Index("vital_events_by_client", vital_events.c.declared_by_client_id, vital_events.c.inserted_at)
Index("vital_events_by_event_date", vital_events.c.event_date)
Index(
    "vital_events_by_organisation",
    vital_events.c.organisation_id,
    vital_events.c.inserted_at,
    vital_events.c.id,
    postgresql_where=text("organisation_id is not null"),
)
Index(
    "vital_events_by_place",
    text("lower(place)"),
    vital_events.c.inserted_at,
    vital_events.c.id,
)
Index(
    "vital_events_by_person",
    vital_events.c.person_id,
    postgresql_where=text("person_id is not null"),
)
# With the kind, so that queues are counted by the index alone.
Index(
    "vital_events_by_status",
    vital_events.c.status,
    vital_events.c.inserted_at,
    vital_events.c.id,
    postgresql_include=["kind"],
)
Index(
    "vital_events_by_assignee",
    vital_events.c.assignee_id,
    vital_events.c.assigned_at,
    postgresql_include=["kind", "id"],
    postgresql_where=text("assignee_id is not null"),
)
Index(
    "uncertified_vital_events",
    vital_events.c.uncertified_since,
    vital_events.c.id,
    postgresql_include=["kind"],
    postgresql_where=text("uncertified_since is not null"),
)
Index(
    "recertified_vital_events",
    vital_events.c.recertified_since,
    vital_events.c.id,
    postgresql_include=["kind"],
    postgresql_where=text("recertified_since is not null"),
)
Index(
    "live_vital_events_by_principal",
    vital_events.c.kind,
    vital_events.c.principal_last_name,
    vital_events.c.principal_first_name,
    vital_events.c.event_date,
    postgresql_where=text(f"status in {one_of(LIVE)} and principal_last_name is not null"),
)
Index(
    "live_vital_events_by_subject",
    vital_events.c.kind,
    vital_events.c.subject_last_name,
    vital_events.c.subject_first_name,
    vital_events.c.event_date,
    postgresql_where=text(f"status in {one_of(LIVE)} and subject_last_name is not null"),
)
Index(
    "live_births_without_mother",
    vital_events.c.event_date,
    postgresql_where=text(
        f"kind = 'BIRTH' and status in {one_of(LIVE)} and principal_last_name is null"
    ),
)
Index(
    "live_vital_events_by_single_name",
    vital_events.c.kind,
    vital_events.c.principal_last_name,
    postgresql_where=text(f"status in {one_of(LIVE)} and principal_first_name = ''"),
)
Index(
    "live_vital_events_by_first_name",
    vital_events.c.kind,
    vital_events.c.principal_first_name,
    vital_events.c.event_date,
    postgresql_where=text(f"status in {one_of(LIVE)} and principal_first_name <> ''"),
)


individuals = Table(
    "individuals",
    metadata,
    key(),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    Column("certificate_id", Uuid, ForeignKey("certificates.id")),
    Column("role", Text, nullable=False),
    Column("position", Integer, nullable=False, server_default=text("0")),
    Column("first_name", Text),
    Column("second_name", Text),
    Column("last_name", Text),
    Column("birth_date", Date),
    Column("gender", Text),
    Column("national_id", Text),
    *times(),
    Column("partial_birth_date", Text),
    CheckConstraint(
        "first_name is not null or last_name is not null", name="an_individual_has_a_name"
    ),
    less_than_a_day("partial_birth_date", "birth_date"),
    known("role", IndividualRole, "individual_role_is_known"),
    known("gender", Gender, "individual_gender_is_known"),
    CheckConstraint(
        "(role = 'COLLECTOR') = (certificate_id is not null)",
        name="a_collector_comes_for_a_certificate",
    ),
)
Index(
    "one_individual_per_role_and_position",
    individuals.c.vital_event_id,
    individuals.c.role,
    individuals.c.position,
    unique=True,
    postgresql_where=text("certificate_id is null"),
)
Index(
    "one_collector_per_certificate",
    individuals.c.certificate_id,
    unique=True,
    postgresql_where=text("certificate_id is not null"),
)
Index(
    "individuals_by_national_id",
    individuals.c.national_id,
    postgresql_where=text("national_id is not null"),
)
Index(
    "individuals_by_birth_date",
    individuals.c.birth_date,
    postgresql_where=text(f"role in {one_of(SOUGHT_BY_BIRTH_DATE)}"),
)
Index(
    "individuals_by_name",
    text(NAME_WORDS),
    _table=individuals,
    postgresql_using="gin",
)

potential_duplicates = Table(
    "potential_duplicates",
    metadata,
    key(),
    Column("vital_event_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    Column("resembled_id", Uuid, ForeignKey("vital_events.id"), nullable=False),
    Column("is_settled", Boolean, nullable=False, server_default=text("false")),
    *times(),
    Column("is_deferred", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("vital_event_id <> resembled_id", name="no_event_resembles_itself"),
)
Index(
    "one_potential_duplicate_per_pair",
    potential_duplicates.c.vital_event_id,
    potential_duplicates.c.resembled_id,
    unique=True,
)

Index(
    "unsettled_potential_duplicates",
    potential_duplicates.c.vital_event_id,
    postgresql_where=text("not is_settled"),
)

name_variants = Table(
    "name_variants",
    metadata,
    Column("name", Text, primary_key=True),
    Column("variant", Text, primary_key=True),
)
Index("names_by_variant", name_variants.c.variant, name_variants.c.name)

registration_counters = Table(
    "registration_counters",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last_number", Integer, nullable=False),
)
