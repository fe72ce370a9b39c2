"""Persons, by id and by search."""

from datetime import date, datetime
from uuid import UUID

import strawberry
from sqlalchemy import Date, Text, bindparam, func, literal_column, select, text
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.persons import person_addresses, person_documents, person_phones, persons
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import ToMany, ToOne
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    UPDATED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, Node, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Id, Last
from rules.persons import Gender, PersonStatus, SearchIsEmpty


@object_type(person_documents)
class PersonDocument:
    """A document that a person showed."""

    type: str = column("What it is, e.g. PASSPORT; UNKNOWN where the source did not say.")
    number: str = column("As the source writes it, with letters and spaces.")
    issued_at: date | None = column("The day of issue; null where it is not known.")
    issued_by: str | None = column("The authority that issued it; null where it is not known.")
    expiration_date: date | None = column(
        "The last day on which it is valid; null where it is not known."
    )


@object_type(person_phones)
class PersonPhone:
    """A phone at which a person can be reached."""

    type: str = column("What it is, e.g. MOBILE.")
    number: str = column("As the source writes it.")


@object_type(person_addresses)
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


@node_type(persons, scope="person:read")
class Person(Node):
    """A person on record."""

    database_id: UUID = column(DATABASE_ID, name="id")
    first_name: str = column("The given name.")
    last_name: str = column("The family name.")
    second_name: str | None = column("A middle name or patronymic; null where there is none.")
    birth_date: date = column("The day of birth.")
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
    death_date: date | None = column("The day of death, once that is registered; null until then.")
    master_person: "Person | None" = field(
        ToOne(on=lambda person, master: master.c.id == person.c.master_person_id, optional=True),
        "The person that this one was merged into, when it is INACTIVE through a merge.",
    )
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)


@input_type
class PersonFilter:
    """At least one of the fields must be given; together they narrow the search."""

    name: str | None = optional("Words that begin names of the person, in any order and case.")
    birth_date: date | None = optional("Exactly this day of birth.")
    tax_id: str | None = optional("Exactly this number at the tax authority.")
    national_id: str | None = optional("Exactly this number in the national register.")
    document_number: str | None = optional(
        "The number of any document, exactly as it is on record."
    )
    phone_number: str | None = optional("Any of the phone numbers, exactly as it is on record.")
    status: PersonStatus | None = optional("Only records that stand, or only those that do not.")


OLDEST_FIRST = Order("persons", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, persons)


def _by_name(rows: FromClause) -> ColumnElement[bool]:
    space: ColumnElement[str] = literal_column("' '", Text)
    nothing: ColumnElement[str] = literal_column("''", Text)
    names = rows.c.first_name + space + rows.c.last_name
    words = func.to_tsvector(
        text("'simple'::regconfig"),
        names + space + func.coalesce(rows.c.second_name, nothing),
    )
    return words.op("@@")(func.person_name_query(bindparam("name", type_=Text)))


def _by_part(parts: FromClause, parameter: str) -> Condition:
    number = bindparam(parameter, type_=Text)
    return Condition(
        lambda rows: rows.c.id.in_(select(parts.c.person_id).where(parts.c.number == number))
    )


SEARCHES = {
    "name": Condition(_by_name),
    "birth_date": Condition(lambda rows: rows.c.birth_date == bindparam("birth_date", type_=Date)),
    "tax_id": Condition(lambda rows: rows.c.tax_id == bindparam("tax_id", type_=Text)),
    "national_id": Condition(
        lambda rows: rows.c.national_id == bindparam("national_id", type_=Text)
    ),
    "document_number": _by_part(person_documents, "document_number"),
    "phone_number": _by_part(person_phones, "phone_number"),
}
# The statuses are written out, so that the index of the few INACTIVE ones can serve.
BY_STATUS = {
    PersonStatus.ACTIVE: Condition(lambda rows: rows.c.status == literal_column("'ACTIVE'")),
    PersonStatus.INACTIVE: Condition(lambda rows: rows.c.status == literal_column("'INACTIVE'")),
}


@object_type()
class PersonQueries:
    """Persons by id and by search."""

    @root_field(Person | None, Scoped("person:read"))
    def person(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The person with this id; null when there is none."""
        return by_id("Person", ids.key(id, "Person"))

    @root_field(Connection[Person], Scoped("person:read"))
    def persons(
        context: strawberry.Parent[QueryContext],
        filter: Filter[PersonFilter],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """Persons that match all that is given, those on record longest first."""
        page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        wanted = set_fields(filter, SEARCHES)
        conditions = [SEARCHES[name] for name in wanted]
        if filter.status is not None:
            conditions.append(BY_STATUS[filter.status])
        if not conditions:
            raise SearchIsEmpty
        return RowQuery(
            "PersonConnection",
            tuple(conditions),
            page.parameters() | wanted,
            page,
            filter_first=bool(wanted),
        )
