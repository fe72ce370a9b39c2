"""How far declarations come and how long each step takes, and what waits by age."""

from datetime import date
from typing import Annotated

import strawberry

from db.registration_statistics import (
    registration_statistics,
    registrations_by_office,
    registrations_by_place,
)
from db.waiting_by_age import waiting_by_age
from planner.row_queries import RowQuery
from planner.sources import ToMany, ToOne
from resolvers.access import Scoped
from resolvers.definitions import column, field, object_type, root_field
from resolvers.nodes import ListQuery, QueryContext
from resolvers.organisations import Organisation
from resolvers.review_statistics import FromDay, ToDay
from rules.review_statistics import check_period
from rules.vital_events import DayOfRecord, VitalEventKind

OfKind = Annotated[
    VitalEventKind | None,
    strawberry.argument(description="Of births, of deaths or of marriages alone; null is all."),
]
ByDay = Annotated[
    DayOfRecord,
    strawberry.argument(description="By which of its days a record is of the period."),
]


@object_type(registrations_by_office)
class RegistrationsOfOffice:
    """How many records of a period were declared for one office."""

    office: Organisation | None = field(
        ToOne(
            lambda it, organisation: organisation.c.id == it.c.office_id,
            optional=True,
        ),
        "The organisation for which they were declared; null where none was named.",
    )
    declared: int = column("All of them.")
    registered: int = column("Those of them that are REGISTERED, CERTIFIED or ISSUED.")


@object_type(registrations_by_place)
class RegistrationsAtPlace:
    """How many records of a period are of events at one place."""

    place: str | None = column(
        "As most of them have it, case aside; null for what the 1,000 places with the most leave"
        " over."
    )
    declared: int = column("All of them.")
    registered: int = column("Those of them that are REGISTERED, CERTIFIED or ISSUED.")


@object_type(registration_statistics)
class RegistrationStatistics:
    """How far the records of a period have come by now."""

    declared: int = column("All that are of the period.")
    registered: int = column("Those of them that are REGISTERED, CERTIFIED or ISSUED.")
    certified: int = column("Those of them that are CERTIFIED or ISSUED.")
    issued: int = column("Those of them that are ISSUED.")
    stopped: int = column("Those of them that are REJECTED, ARCHIVED or ANNULLED.")
    days_to_register: float | None = column(
        "Half of those in `registered` were so within so many days of the declaration; null where"
        " there are none."
    )
    days_to_certify: float | None = column(
        "Half of those in `certified` had their first certificate within so many days of the"
        " registration; null where there are none."
    )
    days_to_issue: float | None = column(
        "Half of those in `issued` were first handed over within so many days of their first"
        " certificate; null where there are none."
    )
    days_in_all: float | None = column(
        "Half of those in `issued` were first handed over within so many days of the declaration;"
        " null where there are none."
    )
    offices: list[RegistrationsOfOffice] = field(
        ToMany(lambda _, it: it.c.declared > 0, lambda it: [it.c.nth]),
        "The same records by the office for which they were declared, the one with the most in"
        " `registered` first.",
    )
    places: list[RegistrationsAtPlace] = field(
        ToMany(lambda _, it: it.c.declared > 0, lambda it: [it.c.nth]),
        "The same records by the place of the event, the one with the most in `registered` first.",
    )


@object_type(waiting_by_age)
class WaitingByAge:
    """What has waited for about as long."""

    first_day: date | None = column(
        "The earliest of its days, in UTC; null where it goes on for ever."
    )
    last_day: date = column("The latest of its days, in UTC.")
    pairs: int = column("Pairs that were found on these days and wait for a quorum.")
    to_register: int = column("Records declared on these days that are DECLARED still.")
    to_certify: int = column(
        "Records declared on these days that are REGISTERED, their last certificate revoked."
    )
    to_issue: int = column("Records declared on these days that are CERTIFIED.")


@object_type()
class RegistrationStatisticsQueries:
    """How registration goes."""

    @root_field(RegistrationStatistics, Scoped("audit_log:read"))
    def registration_statistics(
        context: strawberry.Parent[QueryContext],
        from_day: FromDay,
        to_day: ToDay,
        kind: OfKind = None,
        by: ByDay = DayOfRecord.DECLARED,
    ) -> RowQuery:
        """How far the records of these days, both inclusive, have come, and how fast."""
        check_period(from_day, to_day)
        parameters = {
            "from_day": from_day,
            "to_day": to_day,
            "kind": kind and kind.value,
            "by_day": by.value,
        }
        return RowQuery("RegistrationStatistics", parameters=parameters, custom_plan=True)

    @root_field(list[WaitingByAge], Scoped("audit_log:read"))
    def waiting_by_age(context: strawberry.Parent[QueryContext]) -> ListQuery:
        """What waits for reviewers and registrars by its age, the youngest first."""
        return ListQuery(RowQuery("WaitingByAge"))
