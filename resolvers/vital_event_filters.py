"""What vital events are searched by, for everybody and for whoever is limited to some (rule R3)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    Date,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.certificates import certificates, payments
from db.folding import is_named, name_query
from db.merges import same_persons
from db.persons import persons
from db.vital_events import individuals
from planner.row_queries import Condition
from resolvers import ids
from resolvers.definitions import input_type, optional
from resolvers.history import IS_A_USER
from resolvers.reach import person_in_reach
from rules import folding
from rules.regions import read_beginning
from rules.texts import cleaned


@input_type
class SpouseFilter:
    """Who married, by a number and a name, or both names and the birth date; less finds nothing."""

    first_name: str | None = optional("Their first name, in any script.")
    last_name: str | None = optional("Their last name, in any script.")
    birth_date: date | None = optional("Their birth date, where the day is known.")
    national_id: str | None = optional("Their number in the national register.")


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


def _by_certificate_number(events: FromClause) -> ColumnElement[bool]:
    made = certificates.alias()
    number = bindparam("certificate_number", type_=Text)
    return events.c.id.in_(select(made.c.vital_event_id).where(made.c.serial_number == number))


def _by_receipt_number(events: FromClause) -> ColumnElement[bool]:
    paid = payments.alias()
    number = bindparam("receipt_number", type_=Text)
    return events.c.id.in_(select(paid.c.vital_event_id).where(paid.c.receipt_number == number))


def _married(events: FromClause) -> ColumnElement[bool]:
    found = func.marriages_of(bindparam("spouse", type_=ARRAY(Text)))
    return and_(IS_A_USER, events.c.id == any_(found))


def _begins(events: FromClause) -> ColumnElement[bool]:
    """Find tracking ids by their beginning: in every collation no digit or letter is after Z."""
    beginning = bindparam("tracking_id_prefix", type_=Text)
    code = events.c.tracking_id
    last = beginning.concat(literal_column("'ZZZZZZZZ'"))
    return and_(code >= beginning, code <= last, func.starts_with(code, beginning))


def _of_person(events: FromClause) -> ColumnElement[bool]:
    records = same_persons(bindparam("person_id", type_=Uuid))
    return and_(IS_A_USER, events.c.person_id == any_(records))


def _of_person_in_reach(events: FromClause) -> ColumnElement[bool]:
    """Find the records of a person, where the person exists for whoever asks (rule R3)."""
    known = select(persons.c.id).where(
        persons.c.id == bindparam("person_id", type_=Uuid), person_in_reach(persons)
    )
    return and_(_of_person(events), exists(known))


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


def _after(day: ColumnElement[date]) -> ColumnElement[datetime]:
    """Return when a day is over in UTC."""
    return _midnight(day + literal_column("1", Integer))


def _registered_since(events: FromClause) -> ColumnElement[bool]:
    first = _midnight(bindparam("registered_from", type_=Date))
    found = func.first_registered_since(first).table_valued(Column("id", Uuid))
    return events.c.id.in_(select(found.c.id))


def _registered_before(events: FromClause) -> ColumnElement[bool]:
    over = _after(bindparam("registered_to", type_=Date))
    met: ColumnElement[bool] = func.was_registered_before(events.c.id, over)
    return met


FILTERS = {
    "kind": Condition(lambda events: events.c.kind == bindparam("kind", type_=Text), limited=True),
    "status": Condition(
        lambda events: events.c.status == any_(bindparam("status", type_=ARRAY(Text))),
        limited=True,
    ),
    "registration_number": Condition(
        lambda events: events.c.registration_number == bindparam("registration_number", type_=Text),
        limited=True,
    ),
    "certificate_number": Condition(_by_certificate_number, limited=True),
    "receipt_number": Condition(_by_receipt_number, limited=True),
    "tracking_id_prefix": Condition(_begins, limited=True),
    "person_id": Condition(_of_person, limited=_of_person_in_reach),
    "name": Condition(_by_name, limited=True),
    "national_id": Condition(_by_national_id, limited=True),
    "spouse": Condition(_married, limited=True),
    "event_date_from": Condition(
        lambda events: _is_on_or_after(events, bindparam("event_date_from", type_=Date)),
        limited=True,
    ),
    "event_date_to": Condition(
        lambda events: events.c.event_date <= bindparam("event_date_to", type_=Date), limited=True
    ),
    "place": Condition(
        lambda events: func.lower(events.c.place) == func.lower(bindparam("place", type_=Text)),
        limited=True,
    ),
    "organisation_id": Condition(
        lambda events: events.c.organisation_id == bindparam("organisation_id", type_=Uuid),
        limited=True,
    ),
    "declared_from": Condition(
        lambda events: events.c.inserted_at >= _midnight(bindparam("declared_from", type_=Date)),
        limited=True,
    ),
    "declared_to": Condition(
        lambda events: events.c.inserted_at < _after(bindparam("declared_to", type_=Date)),
        limited=True,
    ),
    "registered_from": Condition(_registered_since, limited=True),
    "registered_to": Condition(_registered_before, limited=True),
}


def _number_of(text: str) -> str:
    return folding.fold(text).strip().upper()


def _national_id(number: str) -> str:
    return folding.letters_of(number).upper()


def _values_of_spouse(spouse: SpouseFilter) -> list[str | None]:
    """Return both names, the birth date and the number, as `marriages_of` takes them."""
    return [
        (spouse.first_name or "").strip(),
        (spouse.last_name or "").strip(),
        None if spouse.birth_date is None else str(spouse.birth_date),
        None if spouse.national_id is None else _national_id(spouse.national_id),
    ]


FOLDED: Mapping[str, Callable[[Any], Any]] = {
    "person_id": lambda person: ids.key(person, "Person"),
    "organisation_id": lambda office: ids.key(office, "Organisation"),
    "place": cleaned,
    "name": lambda name: name_query(folding.search_words(name)),
    "national_id": _national_id,
    "spouse": _values_of_spouse,
    "registration_number": _number_of,
    "certificate_number": _number_of,
    "receipt_number": _number_of,
    "tracking_id_prefix": read_beginning,
}
"""What is compared of what is looked for; stored numbers are in this form already."""


SELECTIVE = frozenset(
    {
        "registration_number",
        "certificate_number",
        "receipt_number",
        "tracking_id_prefix",
        "name",
        "national_id",
        "spouse",
        "person_id",
    }
)
"""Conditions that few records meet, so that they are filtered before they are put in order."""
