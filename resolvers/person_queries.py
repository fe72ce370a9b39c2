"""Persons by id and by search."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import strawberry
from sqlalchemy import Date, Text, Uuid, and_, any_, bindparam, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.folding import is_named, name_query, number_key, phone_key
from db.organisations import is_at_or_below
from db.persons import person_documents, person_phones, persons
from db.runs import runs
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    input_type,
    object_type,
    optional,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, QueryContext, by_id, looked_at
from resolvers.persons import Person
from resolvers.persons_shown import BY_A_STEWARD, STEWARDED
from resolvers.root_arguments import After, Before, Filter, First, Id, Last
from rules import folding
from rules.access import Role
from rules.persons import PersonStatus, SearchIsEmpty


@input_type
class PersonFilter:
    """At least one of the fields must be given; together they narrow the search."""

    name: str | None = optional(
        "Words that begin names of the person, in any order, as people type them: without case,"
        " accents and apostrophes, and romanised where the name is Cyrillic, Greek, Arabic or"
        " Hebrew."
    )
    birth_date: date | None = optional(
        "Born on this day, or perhaps so, where the day of birth is not known."
    )
    tax_id: str | None = optional("The number at the tax authority, by its letters and digits.")
    national_id: str | None = optional(
        "The number in the national register, by its letters and digits."
    )
    document_number: str | None = optional("The number of any document, by letters and digits.")
    phone_number: str | None = optional("Any of the phone numbers, by its digits.")
    status: PersonStatus | None = optional("Only records that stand, or only those that do not.")
    came_by_sync: strawberry.ID | None = optional(
        "Came on record by this sync, which is over: one that the caller may ask for."
    )
    changed_by_sync: strawberry.ID | None = optional("Says something else since this sync.")
    ended_by_sync: strawberry.ID | None = optional(
        "Is a member no more since this sync, of those whom the caller sees still."
    )


READING = Scoped("person:read", limited=True, within=frozenset({Role.STEWARD, Role.PERSON}))
OLDEST_FIRST = Order("persons", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, persons)


def _by_number(column: str) -> Condition:
    number = bindparam(column, type_=Text)
    return Condition(lambda rows: number_key(rows.c[column]) == number, limited=True)


def _by_part(
    parts: FromClause, key: Callable[[ColumnElement[str | None]], ColumnElement[str]], name: str
) -> Condition:
    number = bindparam(name, type_=Text)
    return Condition(
        lambda rows: rows.c.id.in_(select(parts.c.person_id).where(key(parts.c.number) == number)),
        limited=True,
    )


def _by_birth_date(rows: FromClause) -> ColumnElement[bool]:
    """Find who was born on a day, or may have been as far as it is known. Rule N1."""
    day = bindparam("birth_date", type_=Date)
    partly = [func.to_char(day, literal_column(f"'{form}'", Text)) for form in ("YYYY", "YYYY-MM")]
    return or_(rows.c.birth_date == day, rows.c.partial_birth_date.in_(partly))


def _by_sync(name: str, outcome: str) -> Condition:
    """Find whom a sync brought, changed or ended; a steward, by one of theirs. Rule S16."""
    sync = bindparam(name, type_=Uuid)
    found = func.persons_touched_by_sync(sync, literal_column(f"'{outcome}'", Text))

    def touched(rows: FromClause) -> ColumnElement[bool]:
        is_touched: ColumnElement[bool] = rows.c.id == any_(found)
        return is_touched

    def touched_at_theirs(rows: FromClause) -> ColumnElement[bool]:
        at_theirs = is_at_or_below(runs.c.organisation_id, STEWARDED)
        is_theirs = select(runs.c.id).where(runs.c.id == sync, BY_A_STEWARD, at_theirs).exists()
        return and_(touched(rows), is_theirs)

    return Condition(touched, limited=touched_at_theirs)


SEARCHES = {
    "came_by_sync": _by_sync("came_by_sync", "CREATED"),
    "changed_by_sync": _by_sync("changed_by_sync", "CHANGED"),
    "ended_by_sync": _by_sync("ended_by_sync", "ENDED"),
    "name": Condition(lambda rows: is_named(rows, "name"), limited=True),
    "birth_date": Condition(_by_birth_date, limited=True),
    "tax_id": _by_number("tax_id"),
    "national_id": _by_number("national_id"),
    "document_number": _by_part(person_documents, number_key, "document_number"),
    "phone_number": _by_part(person_phones, phone_key, "phone_number"),
}
SYNCS = dict.fromkeys(
    ("came_by_sync", "changed_by_sync", "ended_by_sync"), lambda sync: ids.key(sync, "Run")
)
FOLDED: Mapping[str, Callable[[str], Any]] = (
    {
        "name": lambda name: name_query(folding.search_words(name)),
        "phone_number": lambda number: folding.phone_key(number) or None,
    }
    | dict.fromkeys(
        ("tax_id", "national_id", "document_number"),
        lambda number: folding.letters_of(number) or None,
    )
    | SYNCS
)
"""What is compared of each text that is looked for; a number of nothing finds nobody."""

# The statuses are written out, so that the index of the few INACTIVE ones can serve.
BY_STATUS = {
    PersonStatus.ACTIVE: Condition(
        lambda rows: rows.c.status == literal_column("'ACTIVE'"), limited=True
    ),
    PersonStatus.INACTIVE: Condition(
        lambda rows: rows.c.status == literal_column("'INACTIVE'"), limited=True
    ),
    PersonStatus.ANONYMISED: Condition(
        lambda rows: rows.c.status == literal_column("'ANONYMISED'"), limited=True
    ),
}


@object_type()
class PersonQueries:
    """Persons by id and by search."""

    @root_field(Person | None, READING)
    def person(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The person with this id; null when there is none."""
        found = by_id("Person", ids.key(id, "Person"))
        return None if found is None else looked_at(found, context.caller)

    @root_field(Connection[Person], READING)
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
        wanted = {
            name: FOLDED[name](value) if name in FOLDED else value
            for name, value in set_fields(filter, SEARCHES).items()
        }
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
