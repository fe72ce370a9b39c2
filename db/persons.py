"""The persons on record, with their documents, phones and addresses."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)

from db.folding import NAME_WORDS, PHONE_KEY
from db.literals import NUMBER_KEY
from db.metadata import key, known, less_than_a_day, metadata, times
from rules.persons import Gender, PersonStatus

persons = Table(
    "persons",
    metadata,
    key(),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("second_name", Text),
    Column("birth_date", Date),
    Column("gender", Text, nullable=False, server_default=Gender.UNKNOWN),
    Column("tax_id", Text),
    Column("national_id", Text),
    Column("email", Text),
    Column("status", Text, nullable=False, server_default=PersonStatus.ACTIVE),
    Column("death_date", Date),
    Column("master_person_id", Uuid, ForeignKey("persons.id")),
    Column("source", Text),
    Column("external_id", Text),
    *times(),
    Column("partial_birth_date", Text),
    Column("partial_death_date", Text),
    Column("version", Integer, nullable=False, server_default=text("1")),
    known("gender", Gender, "person_gender_is_known"),
    known("status", PersonStatus, "person_status_is_known"),
    CheckConstraint(
        "master_person_id is null or status <> 'ACTIVE'", name="a_merged_person_is_inactive"
    ),
    CheckConstraint(
        "first_name is not null or last_name is not null or status = 'ANONYMISED'",
        name="a_person_has_a_name",
    ),
    less_than_a_day("partial_birth_date", "birth_date"),
    less_than_a_day("partial_death_date", "death_date"),
    CheckConstraint("(source is null) = (external_id is null)", name="an_external_id_has_a_source"),
)

Index(
    "one_person_per_source_and_external_id",
    persons.c.source,
    persons.c.external_id,
    unique=True,
    postgresql_where=text("source is not null"),
)
Index(
    "persons_by_name",
    text(NAME_WORDS),
    _table=persons,
    postgresql_using="gin",
)
Index("inactive_persons", persons.c.id, postgresql_where=text("status = 'INACTIVE'"))
Index("persons_by_birth_date", persons.c.birth_date)
Index(
    "persons_by_tax_id",
    text(NUMBER_KEY.format(column="tax_id")),
    _table=persons,
    postgresql_where=text("tax_id is not null"),
)
Index(
    "persons_by_folded_national_id",
    text(NUMBER_KEY.format(column="national_id")),
    _table=persons,
    postgresql_where=text("national_id is not null"),
)
Index(
    "persons_by_partial_birth_date",
    persons.c.partial_birth_date,
    postgresql_where=text("partial_birth_date is not null"),
)
Index(
    "persons_by_national_id",
    persons.c.national_id,
    postgresql_where=text("national_id is not null"),
)
Index(
    "persons_by_master_person",
    persons.c.master_person_id,
    postgresql_where=text("master_person_id is not null"),
)

person_documents = Table(
    "person_documents",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("issued_at", Date),
    Column("issued_by", Text),
    Column("expiration_date", Date),
)

person_phones = Table(
    "person_phones",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("number", Text, nullable=False),
)

person_addresses = Table(
    "person_addresses",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("persons.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("area", Text),
    Column("settlement", Text),
    Column("street", Text),
    Column("building", Text),
    Column("apartment", Text),
    Column("zip", Text),
)

for parts in (person_documents, person_phones, person_addresses):
    Index(f"{parts.name}_by_person", parts.c.person_id, parts.c.id)
Index(
    "person_documents_by_number",
    text(NUMBER_KEY.format(column="number")),
    _table=person_documents,
)
Index("person_phones_by_number", text(PHONE_KEY.format(column="number")), _table=person_phones)
