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
    column,
    field,
    input_type,
    node_type,
    object_type,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, Node, QueryContext, by_id
from rules.persons import Gender, PersonStatus, SearchIsEmpty

strawberry.enum(Gender, description="The sex that a record states.")
strawberry.enum(PersonStatus, description="Whether a record stands.")


@object_type(person_documents)
class PersonDocument:
    """A document that a person showed."""

    type: str = column()
    number: str = column()
    issued_at: date | None = column()
    issued_by: str | None = column()
    expiration_date: date | None = column()


@object_type(person_phones)
class PersonPhone:
    """A phone of a person."""

    type: str = column()
    number: str = column()


@object_type(person_addresses)
class PersonAddress:
    """Where a person lives or is registered."""

    type: str = column()
    country: str = column()
    area: str | None = column()
    settlement: str | None = column()
    street: str | None = column()
    building: str | None = column()
    apartment: str | None = column()
    zip: str | None = column()


def _parts() -> ToMany:
    return ToMany(
        on=lambda person, part: part.c.person_id == person.c.id,
        order=lambda part: [part.c.id],
    )


@node_type(persons, scope="person:read")
class Person(Node):
    """A person on record."""

    database_id: UUID = column(name="id")
    first_name: str = column()
    last_name: str = column()
    second_name: str | None = column()
    birth_date: date = column()
    gender: Gender = column()
    tax_id: str | None = column()
    national_id: str | None = column()
    email: str | None = column()
    documents: list[PersonDocument] = field(_parts())
    phones: list[PersonPhone] = field(_parts())
    addresses: list[PersonAddress] = field(_parts())
    status: PersonStatus = column()
    death_date: date | None = column()
    master_person: "Person | None" = field(
        ToOne(on=lambda person, master: master.c.id == person.c.master_person_id, optional=True),
        "The person that this one was merged into, when it is INACTIVE through a merge.",
    )
    inserted_at: datetime = column()
    updated_at: datetime = column()


@input_type
class PersonFilter:
    """At least one of the fields must be given; together they narrow the search."""

    name: str | None = strawberry.field(
        default=None, description="Words that begin names of the person, in any order and case."
    )
    birth_date: date | None = None
    tax_id: str | None = None
    national_id: str | None = None
    document_number: str | None = None
    phone_number: str | None = None
    status: PersonStatus | None = None


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
STANDING = {
    PersonStatus.ACTIVE: Condition(lambda rows: rows.c.status == literal_column("'ACTIVE'")),
    PersonStatus.INACTIVE: Condition(lambda rows: rows.c.status == literal_column("'INACTIVE'")),
}


@object_type()
class PersonQueries:
    """Persons by id and by search."""

    @root_field(Person | None, Scoped("person:read"))
    def person(context: strawberry.Parent[QueryContext], id: strawberry.ID) -> RowQuery | None:
        """The person with this id; null when there is none."""
        return by_id("Person", ids.key(id, "Person"))

    @root_field(Connection[Person], Scoped("person:read"))
    def persons(
        context: strawberry.Parent[QueryContext],
        filter: PersonFilter,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> RowQuery:
        """Persons that match all that is given, those on record longest first."""
        page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        wanted = set_fields(filter, SEARCHES)
        conditions = [SEARCHES[name] for name in wanted]
        if filter.status is not None:
            conditions.append(STANDING[filter.status])
        if not conditions:
            raise SearchIsEmpty
        return RowQuery(
            "PersonConnection",
            tuple(conditions),
            page.parameters() | wanted,
            page,
            filter_first=bool(wanted),
        )
