"""Queries of vital events: by id, by tracking id and by search."""

from datetime import date
from enum import Enum
from typing import Annotated, Any

import strawberry
from sqlalchemy import (
    Text,
    bindparam,
)

from db.vital_events import vital_events
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import RowCount
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    enumeration,
    field,
    input_type,
    object_type,
    optional,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Id, Last, OrderBy
from resolvers.vital_event_filters import FILTERS, FOLDED, SELECTIVE, SpouseFilter
from resolvers.vital_event_flags import FLAGS
from resolvers.vital_events import VitalEvent
from rules.regions import read_tracking_id
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
    certificate_number: str | None = optional(
        "Of which a certificate has this number, in any case, e.g. C-2026-0000001."
    )
    receipt_number: str | None = optional(
        "Of which a receipt has this number, in any case, e.g. R-2026-0000001."
    )
    tracking_id_prefix: str | None = optional(
        "Whose tracking id begins so, in any case; fewer than four characters find nothing."
    )
    name: str | None = optional(
        "Words that begin names of somebody on record, in any order, as people type them: without"
        " case, accents and apostrophes, and romanised where the name is Cyrillic, Greek, Arabic or"
        " Hebrew."
    )
    national_id: str | None = optional("Of anybody whom the record names.")
    spouse: SpouseFilter | None = optional(
        "Only registered marriages of somebody, found as `marriages` of their death would be. It"
        " finds nothing for machines."
    )
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
    has_ended: bool | None = optional(
        "Only registered marriages that have ended: those that have `deathsOfSpouses`; with false,"
        " only other records. It finds nothing for machines."
    )
    declared_from: date | None = optional(
        "Only those that were declared on this day in UTC or later."
    )
    declared_to: date | None = optional(
        "Only those that were declared on this day in UTC or earlier."
    )
    registered_from: date | None = optional(
        "Only those that were registered for the first time on this day in UTC or later."
    )
    registered_to: date | None = optional(
        "Only those that were registered for the first time on this day in UTC or earlier."
    )
    place: str | None = optional("Only those of events at this place, in any case.")
    organisation_id: strawberry.ID | None = optional(
        "Only those that were declared for this organisation itself, not for those below it."
    )
    has_organisation: bool | None = optional(
        "Only those that were declared for an organisation, or, with false, only those for none."
    )


MOST_COUNTED = 10_000


@object_type(vital_events)
class VitalEventConnection(Connection[VitalEvent]):
    """A page of vital events."""

    total_count: int | None = field(
        RowCount(MOST_COUNTED),
        "How many records the whole list has, counted when it is asked for and no further than"
        " 10,001: that is more than 10,000. Null for machines and for an ADMIN, whose reading is"
        " written down record by record.",
    )


READING = Scoped("vital_event:read", limited=True)
BY_TRACKING_ID = Condition(
    lambda events: events.c.tracking_id == bindparam("tracking_id", type_=Text), limited=True
)


@object_type()
class VitalEventQueries:
    """Vital events by id, by tracking id and by search."""

    @root_field(VitalEvent | None, READING)
    def vital_event(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The record with this id; null when there is none that the caller may read."""
        return by_id("VitalEvent", ids.key(id, "VitalEvent"))

    @root_field(VitalEvent | None, READING)
    def vital_event_by_tracking_id(
        context: strawberry.Parent[QueryContext],
        tracking_id: Annotated[
            str, strawberry.argument(description="The code that people hold, e.g. B7K2Q9X.")
        ],
    ) -> RowQuery | None:
        """The record with this tracking id, in any case; null when the caller may read none."""
        code = read_tracking_id(tracking_id)
        if code is None:
            return None
        return RowQuery("VitalEvent", (BY_TRACKING_ID,), {"tracking_id": code})

    @root_field(VitalEventConnection, READING)
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
