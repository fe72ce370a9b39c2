"""Births, deaths and marriages on record, by id, by tracking id and by search."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import (
    ARRAY,
    Date,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.vital_events import individuals, potential_duplicates, vital_events
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import SameRow, ToMany, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.certificates import Certificate, Payment
from resolvers.definitions import (
    DATABASE_ID,
    UPDATED_AT,
    column,
    enumeration,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    root_field,
    set_fields,
)
from resolvers.details import BY_KIND, VitalEventDetails
from resolvers.history import HISTORY, IS_A_USER, VitalEventStep
from resolvers.nodes import Connection, Node, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Id, Last, OrderBy
from rules.vital_events import (
    OPEN_TO_MACHINES,
    VitalEventAction,
    VitalEventKind,
    VitalEventStatus,
    available_actions,
)

MY_CLIENT = bindparam("client_id", type_=Uuid)

# Rule C9. The statuses are written out, so that indexes can serve.
VISIBLE = Condition(
    lambda events: or_(
        IS_A_USER,
        events.c.declared_by_client_id == MY_CLIENT,
        events.c.status.in_([literal_column(f"'{status}'") for status in OPEN_TO_MACHINES]),
    )
)


def is_potential_duplicate(events: FromClause) -> ColumnElement[bool]:
    """Return the condition that a record has potential duplicates no registrar has settled."""
    noted = potential_duplicates.alias()
    return exists().where(noted.c.vital_event_id == events.c.id, ~noted.c.is_settled)


def _similar_records(events: FromClause, others: FromClause) -> ColumnElement[bool]:
    noted = potential_duplicates.alias()
    named = select(noted.c.resembled_id).where(
        noted.c.vital_event_id == events.c.id, ~noted.c.is_settled, IS_A_USER
    )
    # Correlated by hand: within the condition of a join it would be a FROM item of its own.
    return others.c.id.in_(named.correlate(events))


def _status_and_flag(events: FromClause) -> ColumnElement[Any]:
    flag = case((is_potential_duplicate(events), literal_column("' ?'")), else_="")
    return events.c.status + flag


AVAILABLE = {
    status + flag: [
        action.value for action in available_actions(status, is_potential_duplicate=bool(flag))
    ]
    for status in VitalEventStatus
    for flag in ("", " ?")
}
"""The available actions by status, which " ?" flags where the record is a potential duplicate."""


def _of_event() -> ToMany:
    return ToMany(lambda event, part: part.c.vital_event_id == event.c.id, lambda part: [part.c.id])


@node_type(vital_events, "vital_event:read", (VISIBLE,), read_logged=True)
class VitalEvent(Node):
    """A birth, a death or a marriage on record."""

    database_id: UUID = column(DATABASE_ID, name="id")
    kind: VitalEventKind = column("Whether it is a birth, a death or a marriage.")
    status: VitalEventStatus = column("How far it has come.")
    tracking_id: str = column("Short code for people: the kind's first letter and six of 0-9A-Z.")
    registration_number: str | None = column("Given at registration, and unique; null until then.")
    details: VitalEventDetails = field(BY_KIND, "Who, when and where; the type goes by `kind`.")
    potential_duplicates: list["VitalEvent"] = field(
        ToMany(_similar_records, lambda event: [event.c.id]),
        "The records that it resembles, until a registrar settles it; empty for machines.",
    )
    certificates: list[Certificate] = field(_of_event(), "Those made so far, the oldest first.")
    payments: list[Payment] = field(
        _of_event(), "Those made for its certificates, the oldest first."
    )
    available_actions: list[VitalEventAction] = field(
        Value(_status_and_flag, AVAILABLE.__getitem__, nullable=False),
        "What may be done next, whoever does it.",
    )
    reason: str | None = column("Why it was rejected or archived; null otherwise.")
    history: list[VitalEventStep] = field(
        HISTORY, "What was done with it, the oldest first; empty for machines."
    )
    inserted_at: datetime = column("When it was declared first.")
    updated_at: datetime = column(UPDATED_AT)


@object_type(vital_events)
class VitalEventPayload:
    """The record as it stands now."""

    vital_event: VitalEvent = field(SameRow(), "With its new status, and what may be done next.")


@object_type(vital_events)
class DeclareVitalEventPayload:
    """The record that was made, or amended."""

    vital_event: VitalEvent = field(
        SameRow(), "What the first call with this key made or amended, as it is now."
    )
    is_potential_duplicate: bool = field(
        Value(is_potential_duplicate, nullable=False),
        "Whether it resembles another record; a registrar will say.",
    )


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
    registration_number: str | None = optional("Exactly this number, e.g. B-2026-0000001.")
    name: str | None = optional("Words that begin names of somebody on record, in any order.")
    national_id: str | None = optional("Of anybody whom the record names.")
    event_date_from: date | None = optional("Events on this day or later.")
    event_date_to: date | None = optional("Events on this day or earlier.")


def _by_name(events: FromClause) -> ColumnElement[bool]:
    somebody = individuals.alias()
    space: ColumnElement[str] = literal_column("' '")
    nothing: ColumnElement[str] = literal_column("''")
    names = somebody.c.first_name + space + somebody.c.last_name
    words = func.to_tsvector(
        text("'simple'::regconfig"),
        names + space + func.coalesce(somebody.c.second_name, nothing),
    )
    query = func.person_name_query(bindparam("name", type_=Text))
    found = select(somebody.c.vital_event_id).where(words.op("@@")(query))
    return events.c.id.in_(found.where(somebody.c.certificate_id.is_(None)))


def _by_national_id(events: FromClause) -> ColumnElement[bool]:
    somebody = individuals.alias()
    found = select(somebody.c.vital_event_id).where(
        somebody.c.national_id == bindparam("national_id", type_=Text),
        somebody.c.certificate_id.is_(None),
    )
    return events.c.id.in_(found)


FILTERS = {
    "kind": Condition(lambda events: events.c.kind == bindparam("kind", type_=Text)),
    "status": Condition(
        lambda events: events.c.status == any_(bindparam("status", type_=ARRAY(Text)))
    ),
    "registration_number": Condition(
        lambda events: events.c.registration_number == bindparam("registration_number", type_=Text)
    ),
    "name": Condition(_by_name),
    "national_id": Condition(_by_national_id),
    "event_date_from": Condition(
        lambda events: events.c.event_date >= bindparam("event_date_from", type_=Date)
    ),
    "event_date_to": Condition(
        lambda events: events.c.event_date <= bindparam("event_date_to", type_=Date)
    ),
}
SELECTIVE = frozenset({"registration_number", "name", "national_id"})
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
        wanted = {name: _plain(value) for name, value in set_fields(filter, FILTERS).items()}
        return RowQuery(
            "VitalEventConnection",
            tuple(FILTERS[name] for name in wanted),
            page.parameters() | wanted,
            page,
            filter_first=bool(SELECTIVE & wanted.keys()),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value
