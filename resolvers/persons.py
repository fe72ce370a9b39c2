"""Persons on record, to whom they belong, and what they let organisations do."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, exists, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.consents import consents, memberships
from db.organisations import is_at_or_below
from db.partial_dates import known_date
from db.persons import person_addresses, person_documents, person_phones, persons
from planner.row_queries import Condition
from planner.sources import HANGS_ON, ToMany, ToOne, Value
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    UPDATED_AT,
    column,
    field,
    node_type,
    object_type,
)
from resolvers.member_removals import MemberRemoval, removal
from resolvers.nodes import Node
from resolvers.organisations import Organisation
from resolvers.persons_shown import (
    ACCEPTED,
    BY_A_STEWARD,
    PLACES,
    STEWARDED,
    consent_is_shown,
    holds_scope,
    is_oneself,
    reads_all_persons,
)
from resolvers.reach import (
    is_member_in_reach,
    membership_in_reach,
    person_in_reach,
    persons_in_reach,
)
from resolvers.source_records import SOURCE_RECORDS, SourceRecord
from rules.access import Role
from rules.consents import ConsentStatus, Permission
from rules.partial_dates import PartialDate
from rules.persons import Gender, PersonStatus
from workflows import person_views


@object_type(person_documents, reach=HANGS_ON)
class PersonDocument:
    """A document that a person showed."""

    type: str = column("What it is, e.g. PASSPORT; UNKNOWN where the source did not say.")
    number: str = column("As the source writes it, with letters and spaces.")
    issued_at: date | None = column("The day of issue; null where it is not known.")
    issued_by: str | None = column("The authority that issued it; null where it is not known.")
    expiration_date: date | None = column(
        "The last day on which it is valid; null where it is not known."
    )


@object_type(person_phones, reach=HANGS_ON)
class PersonPhone:
    """A phone at which a person can be reached."""

    type: str = column("What it is, e.g. MOBILE.")
    number: str = column("As the source writes it.")


@object_type(person_addresses, reach=HANGS_ON)
class PersonAddress:
    """Where a person lives or is registered; parts that are not known are null."""

    type: str = column("What it is, e.g. RESIDENCE.")
    country: str = column("As the source writes it, e.g. UA; UNKNOWN where it did not say.")
    area: str | None = column("The province, region or state.")
    settlement: str | None = column("The city, town or village.")
    street: str | None = column("Without the building.")
    building: str | None = column("The number of the house, with its letter.")
    apartment: str | None = column("The number of the flat in the building.")
    zip: str | None = column("The postal code.")


def _parts() -> ToMany:
    return ToMany(
        on=lambda person, part: part.c.person_id == person.c.id,
        order=lambda part: [part.c.id],
    )


def _belongs_to(person: FromClause, membership: FromClause) -> ColumnElement[bool]:
    """Join the memberships of a person that exist for whoever asks."""
    return and_(
        membership.c.person_id == person.c.id,
        or_(
            reads_all_persons(),
            is_oneself(membership.c.person_id),
            and_(BY_A_STEWARD, is_at_or_below(membership.c.organisation_id, STEWARDED)),
        ),
    )


def _lets(person: FromClause, consent: FromClause) -> ColumnElement[bool]:
    """Join the consents of a person that exist for whoever asks."""
    return and_(
        consent.c.person_id == person.c.id, or_(reads_all_persons(), consent_is_shown(consent))
    )


def _is_the_member(membership: FromClause, person: FromClause) -> ColumnElement[bool]:
    """Join the person of a membership, where whoever asks may see them.

    A steward does by an accepted consent alone: a membership is no leave to look.
    """
    accepted = exists().where(
        consents.c.person_id == membership.c.person_id,
        consents.c.status == ACCEPTED,
        is_at_or_below(consents.c.organisation_id, STEWARDED),
    )
    by_a_steward = and_(BY_A_STEWARD, holds_scope("person:read"), accepted)
    return and_(
        person.c.id == membership.c.person_id,
        or_(reads_all_persons(), is_oneself(person.c.id), by_a_steward),
    )


def _membership_in_reach(person: FromClause, membership: FromClause) -> ColumnElement[bool]:
    return and_(membership.c.person_id == person.c.id, membership_in_reach(membership))


def _to_organisation() -> ToOne:
    """Return the organisation of a row: whoever may see the row may see which it is."""

    def is_its(row: FromClause, organisation: FromClause) -> ColumnElement[bool]:
        return organisation.c.id == row.c.organisation_id

    return ToOne(is_its, limited=is_its)


def _is_whose(consent: FromClause, person: FromClause) -> ColumnElement[bool]:
    return person.c.id == consent.c.person_id


@node_type(
    memberships,
    "organisation:read",
    (Condition(lambda rows: is_at_or_below(rows.c.organisation_id, PLACES)),),
    limited=True,
    reach=Condition(membership_in_reach),
)
class Membership(Node):
    """That a person belongs to an organisation, or did."""

    database_id: UUID = column(DATABASE_ID, name="id")
    person: "Person | None" = field(
        ToOne(_is_the_member, optional=True, limited=is_member_in_reach),
        "Who it is; null for whoever may not see them. A steward sees who consented.",
    )
    organisation: Organisation = field(_to_organisation(), "To which they belong.")
    title: str | None = column("As what, e.g. nurse; null where it is not said.")
    started_on: date | None = column("The first day; null where it is not known.")
    ended_on: date | None = column("The last day; null as long as it goes on.")
    removal: MemberRemoval | None = field(
        removal(), "What removing them would end; null for whoever may not, and once it is over."
    )


@node_type(
    consents,
    "consent:read",
    (Condition(consent_is_shown),),
    roles=frozenset({Role.STEWARD}),
    limited=True,
    within=frozenset({Role.PERSON}),
    reach=Condition(consent_is_shown),
)
class Consent(Node):
    """What a person lets an organisation do for them."""

    database_id: UUID = column(DATABASE_ID, name="id")
    person: "Person" = field(
        ToOne(_is_whose, limited=_is_whose),
        "Whose it is, and for whom it says something.",
    )
    organisation: Organisation = field(
        _to_organisation(),
        "Which may do it, with those who work for it or for what is above it.",
    )
    permissions: list[Permission] = column(
        "What it may do once it is ACCEPTED, and as long as it is."
    )
    offered: list[Permission] | None = column(
        "What it would be once a steward accepts that, where the person offers more than is held;"
        " null otherwise."
    )
    status: ConsentStatus = column("How far the two are agreed.")
    version: int = column("1 at first; one more with each change.")
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)


@node_type(
    persons,
    "person:read",
    limited=True,
    within=frozenset({Role.STEWARD, Role.PERSON}),
    reach=Condition(person_in_reach),
    parts=persons_in_reach,
    view=person_views.ACTION,
)
class Person(Node):
    """A person on record."""

    database_id: UUID = column(DATABASE_ID, name="id")
    first_name: str | None = column(
        "The given name; null for a person with a single name that is the last name."
    )
    last_name: str | None = column(
        "The family name; null for a person with a single name that is the first name."
    )
    second_name: str | None = column("A middle name or patronymic; null where there is none.")
    birth_date: date | None = column(
        "The day of birth; null where it is not known to the day, see `birthDateKnown`."
    )
    birth_date_known: PartialDate | None = field(
        Value(lambda person: known_date(person, "birth_date", "partial_birth_date"), limited=True),
        "What is known of the date of birth: its year, its month or its day; null where nothing"
        " is.",
    )
    gender: Gender = column("The sex on record; UNKNOWN where it was not stated.")
    tax_id: str | None = column("The number at the tax authority; null where it is not known.")
    national_id: str | None = column(
        "The number in the national register, which two records may share; null where it is"
        " not known."
    )
    email: str | None = column(
        "An e-mail address, which nobody has verified; null where it is not known."
    )
    documents: list[PersonDocument] = field(
        _parts(), "Identity documents, in the order in which they came on record."
    )
    phones: list[PersonPhone] = field(
        _parts(), "Phone numbers, in the order in which they came on record."
    )
    addresses: list[PersonAddress] = field(_parts(), "In the order in which they came on record.")
    status: PersonStatus = column("ACTIVE while the record stands.")
    death_date: date | None = column(
        "The day of death, once that is registered; null until then, and where it is not known to"
        " the day, see `deathDateKnown`."
    )
    death_date_known: PartialDate | None = field(
        Value(lambda person: known_date(person, "death_date", "partial_death_date"), limited=True),
        "What is known of the date of death, once that is registered; null until then.",
    )
    master_person: "Person | None" = field(
        ToOne(on=lambda person, master: master.c.id == person.c.master_person_id, optional=True),
        "The person that this one was merged into, when it is INACTIVE through a merge.",
    )
    merged_persons: list["Person"] = field(
        ToMany(
            on=lambda person, merged: merged.c.master_person_id == person.c.id,
            order=lambda merged: [merged.c.id],
        ),
        "The records that were merged into this one, those on record longest first.",
    )
    memberships: list[Membership] = field(
        ToMany(_belongs_to, lambda membership: [membership.c.id], _membership_in_reach),
        "To which organisations they belong or did, as far as the caller may know.",
    )
    consents: list[Consent] = field(
        ToMany(_lets, lambda consent: [consent.c.id], _lets),
        "What they let organisations do, or did, as far as the caller may know.",
    )
    source_records: list[SourceRecord] = field(
        SOURCE_RECORDS, "What sources have of them, as far as the caller may know."
    )
    version: int = column(
        "1 at first; one more with each act that changes the record, its documents, phones or"
        " addresses."
    )
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)
