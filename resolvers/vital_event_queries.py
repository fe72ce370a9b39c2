"""Queries of vital events: by id, by tracking id and by search."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any

import strawberry
from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.assignments import is_assigned
from db.corrections import corrections
from db.folding import is_named, name_query
from db.merges import same_persons
from db.vital_events import individuals, potential_duplicates, vital_events
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.available_actions import is_potential_duplicate
from resolvers.definitions import (
    enumeration,
    input_type,
    object_type,
    optional,
    root_field,
    set_fields,
)
from resolvers.history import IS_A_USER
from resolvers.nodes import Connection, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Id, Last, OrderBy
from resolvers.vital_events import ME, VitalEvent
from rules import folding
from rules.corrections import CorrectionStatus
from rules.vital_events import OPEN_TO_MACHINES, VitalEventKind, VitalEventStatus


@enumeration(
    INSERTED_AT_ASC="The one declared first comes first.",
    INSERTED_AT_DESC="The one declared last comes first.",
)
class VitalEventOrderBy(Enum):
    """How vital events are sorted."""

    INSERTED_AT_ASC = "INSERTED_AT_ASC"
    INSERTED_AT_DESC = "INSERTED_AT_DESC"


ORDERS = {
    by: Order(
        f"vital_events {by.value}", ("inserted_at", "id"), descending=by.value.endswith("DESC")
    )
    for by in VitalEventOrderBy
}
READERS = {by: cursor_reader(order, vital_events) for by, order in ORDERS.items()}


@input_type
class VitalEventFilter:
    """Narrows vital events; together the fields narrow them further."""

    kind: VitalEventKind | None = optional("Only births, only deaths or only marriages.")
    status: list[VitalEventStatus] | None = optional(
        "In any of these statuses; an empty list finds none."
    )
    registration_number: str | None = optional("This number, in any case, e.g. B-2026-0000001.")
    name: str | None = optional(
        "Words that begin names of somebody on record, in any order, as people type them: without"
        " case, accents and apostrophes, and romanised where the name is Cyrillic, Greek, Arabic or"
        " Hebrew."
    )
    national_id: str | None = optional("Of anybody whom the record names.")
    event_date_from: date | None = optional(
        "Events on this day or later, or perhaps so, where the day is not known."
    )
    event_date_to: date | None = optional(
        "Events on this day or earlier, or perhaps so, where the day is not known."
    )
    person_id: strawberry.ID | None = optional(
        "Only those whose registration made or marked this person, or a record that stands for the"
        " same one. It finds nothing for machines."
    )
    is_mine: bool | None = optional(
        "Only what the caller has taken, or, with false, only what they have not."
    )
    is_potential_duplicate: bool | None = optional(
        "Only what resembles other records, which is not settled; with false, only what does not."
        " It finds nothing for machines."
    )
    has_open_correction: bool | None = optional(
        "Only those of which a correction is open, or, with false, only those of which none is."
    )
    is_uncertified: bool | None = optional(
        "Only REGISTERED ones whose last certificate was revoked, so that they wait to be certified"
        " anew; with false, only others."
    )
    declared_from: date | None = optional(
        "Only those that were declared on this day in UTC or later."
    )
    declared_to: date | None = optional(
        "Only those that were declared on this day in UTC or earlier."
    )


def _by_name(events: FromClause) -> ColumnElement[bool]:
    somebody = individuals.alias()
    found = select(somebody.c.vital_event_id).where(is_named(somebody, "name"))
    return events.c.id.in_(found.where(somebody.c.certificate_id.is_(None)))


def _by_national_id(events: FromClause) -> ColumnElement[bool]:
    somebody = individuals.alias()
    found = select(somebody.c.vital_event_id).where(
        somebody.c.national_id == bindparam("national_id", type_=Text),
        somebody.c.certificate_id.is_(None),
    )
    return events.c.id.in_(found)


def _of_person(events: FromClause) -> ColumnElement[bool]:
    records = same_persons(bindparam("person_id", type_=Uuid))
    return and_(IS_A_USER, events.c.person_id == any_(records))


def _is_on_or_after(events: FromClause, day: ColumnElement[date]) -> ColumnElement[bool]:
    """Find events on a day or later; what is known to a month or a year counts to its end."""
    latest = func.latest_day(events.c.event_date, events.c.partial_event_date)
    # No partial date lasts longer than a year, so that the index of event dates serves for both.
    return and_(
        events.c.event_date > day - literal_column("366", Integer),
        or_(events.c.event_date >= day, latest >= day),
    )


def _midnight(day: ColumnElement[date]) -> ColumnElement[datetime]:
    """Return when a day begins in UTC."""
    moment: ColumnElement[datetime] = func.timezone(literal_column("'UTC'"), cast(day, DateTime))
    return moment


FILTERS = {
    "kind": Condition(lambda events: events.c.kind == bindparam("kind", type_=Text)),
    "status": Condition(
        lambda events: events.c.status == any_(bindparam("status", type_=ARRAY(Text)))
    ),
    "registration_number": Condition(
        lambda events: events.c.registration_number == bindparam("registration_number", type_=Text)
    ),
    "person_id": Condition(_of_person),
    "name": Condition(_by_name),
    "national_id": Condition(_by_national_id),
    "event_date_from": Condition(
        lambda events: _is_on_or_after(events, bindparam("event_date_from", type_=Date))
    ),
    "event_date_to": Condition(
        lambda events: events.c.event_date <= bindparam("event_date_to", type_=Date)
    ),
    "declared_from": Condition(
        lambda events: events.c.inserted_at >= _midnight(bindparam("declared_from", type_=Date))
    ),
    "declared_to": Condition(
        lambda events: (
            events.c.inserted_at
            < _midnight(bindparam("declared_to", type_=Date) + literal_column("1", Integer))
        )
    ),
}
FOLDED: Mapping[str, Callable[[str], Any]] = {
    "person_id": lambda person: ids.key(person, "Person"),
    "name": lambda name: name_query(folding.search_words(name)),
    "national_id": lambda number: folding.letters_of(number).upper(),
    "registration_number": lambda number: folding.fold(number).strip().upper(),
}
"""What is compared of what is looked for; stored numbers are in this form already."""


def _is_mine(events: FromClause) -> ColumnElement[bool]:
    return and_(events.c.assignee_id == ME, is_assigned(events))


def _is_flagged(events: FromClause) -> ColumnElement[bool]:
    noted = potential_duplicates.alias()
    return events.c.id.in_(select(noted.c.vital_event_id).where(~noted.c.is_settled))


def _waits_for_a_correction(events: FromClause) -> ColumnElement[bool]:
    asked = corrections.alias()
    requested = asked.c.status == literal_column(f"'{CorrectionStatus.REQUESTED}'")
    return events.c.id.in_(select(asked.c.vital_event_id).where(requested))


FLAGS: Mapping[str, Mapping[bool, Condition]] = {
    "is_mine": {
        True: Condition(_is_mine),
        False: Condition(lambda events: ~func.coalesce(_is_mine(events), literal_column("false"))),
    },
    "is_potential_duplicate": {
        True: Condition(lambda events: and_(IS_A_USER, _is_flagged(events))),
        False: Condition(lambda events: and_(IS_A_USER, ~is_potential_duplicate(events))),
    },
    "has_open_correction": {
        True: Condition(_waits_for_a_correction),
        False: Condition(lambda events: ~events.c.has_open_correction),
    },
    "is_uncertified": {
        True: Condition(lambda events: events.c.uncertified_since.is_not(None)),
        False: Condition(lambda events: events.c.uncertified_since.is_(None)),
    },
}
"""Conditions that a record meets or not; those that few meet are written for their indexes."""

SELECTIVE = frozenset({"registration_number", "name", "national_id", "person_id"})
"""Conditions that few records meet, so that they are filtered before they are put in order."""

BY_TRACKING_ID = Condition(
    lambda events: events.c.tracking_id == bindparam("tracking_id", type_=Text)
)


@object_type()
class VitalEventQueries:
    """Vital events by id, by tracking id and by search."""

    @root_field(VitalEvent | None, Scoped("vital_event:read"))
    def vital_event(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The record with this id; null when there is none that the caller may read."""
        return by_id("VitalEvent", ids.key(id, "VitalEvent"))

    @root_field(VitalEvent | None, Scoped("vital_event:read"))
    def vital_event_by_tracking_id(
        context: strawberry.Parent[QueryContext],
        tracking_id: Annotated[
            str, strawberry.argument(description="The code that people hold, e.g. B7K2Q9X.")
        ],
    ) -> RowQuery | None:
        """The record with this tracking id, in any case; null when the caller may read none."""
        code = tracking_id.strip().upper()
        if not (code.isascii() and code.isalnum()):
            return None
        return RowQuery("VitalEvent", (BY_TRACKING_ID,), {"tracking_id": code})

    @root_field(Connection[VitalEvent], Scoped("vital_event:read"))
    def vital_events(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: OrderBy[VitalEventOrderBy | None] = VitalEventOrderBy.INSERTED_AT_DESC,
        filter: Filter[VitalEventFilter | None] = None,
    ) -> RowQuery:
        """The records that match all that is given, as far as the caller may read them."""
        by = order_by or VitalEventOrderBy.INSERTED_AT_DESC
        page = read_page(ORDERS[by], READERS[by], first, after, last, before)
        wanted: dict[str, Any] = {
            name: FOLDED[name](value) if name in FOLDED else _plain(value)
            for name, value in set_fields(filter, FILTERS).items()
        }
        flags = set_fields(filter, FLAGS)
        return RowQuery(
            "VitalEventConnection",
            (
                *(FILTERS[name] for name in wanted),
                *(FLAGS[name][is_met] for name, is_met in flags.items()),
            ),
            page.parameters() | wanted,
            page,
            filter_first=bool(SELECTIVE & wanted.keys()) or any(flags.values()),
            finds_only_own=_closed_to_machines(wanted.get("status")),
        )


def _closed_to_machines(statuses: list[str] | None) -> bool:
    """Return whether a machine could find only its own records in these statuses. Rule C9."""
    return statuses is not None and not set(OPEN_TO_MACHINES) & set(statuses)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value
