"""The details of a vital event: who was born, died or married, when and where."""

from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal_column

from db.partial_dates import known_date
from db.vital_events import individuals, vital_events
from planner.sources import HANGS_ON, SameRow, ToMany, ToOne, TypeByColumn, Value
from resolvers.definitions import column, field, object_type
from resolvers.history import IS_A_USER
from resolvers.persons import Person
from resolvers.persons_shown import holds_scope
from resolvers.reach import PERSON_PLACES
from rules.individuals import IndividualRole
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.vital_events import VitalEventKind


def _in_role(event: FromClause, individual: FromClause, role: str) -> ColumnElement[bool]:
    # Written out, so that the index of people by role can serve.
    return and_(
        individual.c.vital_event_id == event.c.id,
        individual.c.certificate_id.is_(None),
        individual.c.role == literal_column(f"'{role}'"),
    )


def _one(role: IndividualRole, *, optional: bool = False) -> ToOne:
    return ToOne(lambda event, individual: _in_role(event, individual, role), optional)


def _many(role: IndividualRole) -> ToMany:
    return ToMany(
        lambda event, individual: _in_role(event, individual, role),
        lambda individual: [individual.c.position],
    )


def _exact_date(event: FromClause) -> ColumnElement[Any]:
    return case((event.c.partial_event_date.is_(None), event.c.event_date))


def _said_of(individual: FromClause) -> list[ColumnElement[Any]]:
    said = individual.c
    return [said.first_name, said.last_name, said.birth_date, said.national_id]


def _is_on_record(individual: FromClause, person: FromClause) -> ColumnElement[bool]:
    found = func.person_on_record(*_said_of(individual))
    return and_(person.c.id == found, IS_A_USER, holds_scope("person:read"))


def _is_on_record_in_reach(individual: FromClause, person: FromClause) -> ColumnElement[bool]:
    found = func.person_on_record_at(PERSON_PLACES, *_said_of(individual))
    return and_(person.c.id == found, IS_A_USER, holds_scope("person:read"))


@object_type(individuals, reach=HANGS_ON)
class Individual:
    """Somebody whom a record names."""

    first_name: str | None = column("The given name; null where a single last name was declared.")
    second_name: str | None = column("A middle name or patronymic; null where none was declared.")
    last_name: str | None = column("The family name; null where a single first name was declared.")
    birth_date: date | None = column(
        "The day of birth; null where it was not declared to the day, see `birthDateKnown`."
    )
    birth_date_known: PartialDate | None = field(
        Value(
            lambda individual: known_date(individual, "birth_date", "partial_birth_date"),
            limited=True,
        ),
        "The date of birth as far as it was declared: its year, its month or its day.",
    )
    gender: Gender | None = column("The sex; null where it was not declared.")
    national_id: str | None = column("Ten digits; null where they were not declared.")
    person_on_record: Person | None = field(
        ToOne(_is_on_record, optional=True, limited=_is_on_record_in_reach),
        "The one person on record with an equal national id and a name in common, or, where no"
        " number says otherwise, with both names and the birth date: a hint, and no statement that"
        " the two are the same. Null where there is none or more than one, in corrections and"
        " former versions, for machines, and without `person:read`.",
    )


@object_type(vital_events)
class Informant:
    """Who reported the event."""

    relationship: str = column(
        "What they are to the people of the record, in their own words.",
        name="informant_relationship",
    )
    individual: Individual | None = field(
        _one(IndividualRole.INFORMANT, optional=True),
        "Who they are; null where that was not declared.",
    )
    email: str | None = column(
        "Where to write to them; null where it was not declared.", name="informant_email"
    )
    phone_number: str | None = column(
        "Where to call them; null where it was not declared.", name="informant_phone_number"
    )


@object_type(vital_events)
class MultipleBirth:
    """Of how many children born together a child is which."""

    of: int = column("How many were born together: 2 to 9.", name="multiple_birth_of")
    order: int = column("Which of them this child is, from 1.", name="multiple_birth_order")


def _is_multiple(event: FromClause, birth: FromClause) -> ColumnElement[bool]:
    return and_(birth.c.id == event.c.id, birth.c.multiple_birth_of.is_not(None))


MULTIPLE_BIRTH = ToOne(_is_multiple, optional=True, limited=_is_multiple)


@object_type(vital_events)
class Birth:
    """Who was born, to whom and where."""

    child: Individual = field(
        _one(IndividualRole.CHILD), "Who was born; the birth date and the gender are always there."
    )
    mother: Individual | None = field(
        _one(IndividualRole.MOTHER, optional=True), "Null where the declaration names none."
    )
    father: Individual | None = field(
        _one(IndividualRole.FATHER, optional=True), "Null where the declaration names none."
    )
    informant: Informant = field(SameRow(), "Who reported it.")
    place_of_birth: str = column("Free text, e.g. a hospital and its town.", name="place")
    late_registration_reason: str | None = column(
        "Why it was declared late; null where no reason was needed or given."
    )
    multiple_birth: MultipleBirth | None = field(
        MULTIPLE_BIRTH, "Null for a child that was born alone, or of whom nothing was said."
    )


@object_type(vital_events)
class Death:
    """Who died, when and where."""

    deceased: Individual = field(_one(IndividualRole.DECEASED), "Who died.")
    date_of_death: date | None = field(
        Value(_exact_date, limited=True),
        "The day on which they died; null unless known, see `dateOfDeathKnown`.",
    )
    date_of_death_known: PartialDate | None = field(
        Value(lambda event: known_date(event, "event_date", "partial_event_date"), limited=True),
        "The date of death as far as it is known: its year, its month or its day; always there.",
    )
    place_of_death: str = column("Free text, e.g. a hospital and its town.", name="place")
    cause_of_death: str | None = column("Free text; null where it was not declared.")
    informant: Informant = field(SameRow(), "Who reported it.")
    late_registration_reason: str | None = column(
        "Why it was declared late; null where no reason was needed or given."
    )


@object_type(vital_events)
class Marriage:
    """Who married whom, when and where."""

    spouses: list[Individual] = field(
        _many(IndividualRole.SPOUSE), "The two who married, in the order of the declaration."
    )
    date_of_marriage: date = column("The day on which they married.", name="event_date")
    place_of_marriage: str = column("Free text, e.g. a registry office and its town.", name="place")
    witnesses: list[Individual] = field(
        _many(IndividualRole.WITNESS), "Two or more, in the order of the declaration."
    )
    informant: Informant = field(SameRow(), "Who reported it.")


VitalEventDetails = Annotated[
    Birth | Death | Marriage,
    strawberry.union("VitalEventDetails", description="What a record says of its event."),
]

BY_KIND = TypeByColumn(
    lambda event: event.c.kind,
    {
        VitalEventKind.BIRTH.value: "Birth",
        VitalEventKind.DEATH.value: "Death",
        VitalEventKind.MARRIAGE.value: "Marriage",
    },
)
