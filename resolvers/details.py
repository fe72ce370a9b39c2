"""The details of a vital event: who was born, died or married, when and where."""

from datetime import date
from typing import Annotated

import strawberry
from sqlalchemy import ColumnElement, FromClause, and_, literal_column

import resolvers.persons  # noqa: F401 - it describes Gender, which must come first
from db.vital_events import individuals, vital_events
from planner.sources import SameRow, ToMany, ToOne, TypeByColumn
from resolvers.definitions import column, field, object_type
from rules.individuals import IndividualRole
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


@object_type(individuals)
class Individual:
    """Somebody whom a record names."""

    first_name: str = column()
    second_name: str | None = column()
    last_name: str = column()
    birth_date: date | None = column()
    gender: Gender | None = column()
    national_id: str | None = column()


@object_type(vital_events)
class Informant:
    """Who told of the event."""

    relationship: str = column(name="informant_relationship")
    individual: Individual | None = field(_one(IndividualRole.INFORMANT, optional=True))
    email: str | None = column(name="informant_email")
    phone_number: str | None = column(name="informant_phone_number")


@object_type(vital_events)
class Birth:
    """A birth."""

    child: Individual = field(_one(IndividualRole.CHILD))
    mother: Individual | None = field(_one(IndividualRole.MOTHER, optional=True))
    father: Individual | None = field(_one(IndividualRole.FATHER, optional=True))
    informant: Informant = field(SameRow())
    place_of_birth: str = column(name="place")
    late_registration_reason: str | None = column()


@object_type(vital_events)
class Death:
    """A death."""

    deceased: Individual = field(_one(IndividualRole.DECEASED))
    date_of_death: date = column(name="event_date")
    place_of_death: str = column(name="place")
    cause_of_death: str | None = column()
    informant: Informant = field(SameRow())
    late_registration_reason: str | None = column()


@object_type(vital_events)
class Marriage:
    """A marriage."""

    spouses: list[Individual] = field(_many(IndividualRole.SPOUSE))
    date_of_marriage: date = column(name="event_date")
    place_of_marriage: str = column(name="place")
    witnesses: list[Individual] = field(_many(IndividualRole.WITNESS))
    informant: Informant = field(SameRow())


VitalEventDetails = Annotated[
    Birth | Death | Marriage,
    strawberry.union("VitalEventDetails", description="What a record tells of its event."),
]

BY_KIND = TypeByColumn(
    lambda event: event.c.kind,
    {
        VitalEventKind.BIRTH.value: "Birth",
        VitalEventKind.DEATH.value: "Death",
        VitalEventKind.MARRIAGE.value: "Marriage",
    },
)
