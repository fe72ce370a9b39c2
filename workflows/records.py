"""What is compared of a person, as a statement selects it and as it is read."""

from collections.abc import Callable
from typing import Any

import jellyfish
from sqlalchemy import ColumnElement, FromClause, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.partial_dates import known_date
from db.persons import person_addresses, person_documents, person_phones
from rules.comparison import Address, Document, Measures, Record
from rules.partial_dates import PartialDate

MEASURES = Measures(
    edits=jellyfish.damerau_levenshtein_distance,
    sound=jellyfish.metaphone,
)
"""What a comparison takes from a library."""

DATES = {"birth_date": "partial_birth_date", "death_date": "partial_death_date"}
"""The days of a record, each with the column of what is known of it instead."""

PLAIN = (
    "first_name",
    "last_name",
    "second_name",
    "gender",
    "tax_id",
    "national_id",
    "email",
)
ADDRESS = ("country", "area", "settlement", "street", "building", "apartment", "zip")
PARTS: tuple[tuple[str, FromClause, Callable[[FromClause], ColumnElement[Any]]], ...] = (
    (
        "documents",
        person_documents,
        lambda part: func.json_build_array(part.c.type, part.c.number),
    ),
    ("phones", person_phones, lambda part: part.c.number),
    (
        "addresses",
        person_addresses,
        lambda part: func.json_build_array(*(part.c[name] for name in ADDRESS)),
    ),
)


def record_json(person: FromClause) -> ColumnElement[Any]:
    """Return the expression that selects what is compared of each of these persons, as JSON."""
    members: list[ColumnElement[Any]] = []
    for name in PLAIN:
        members += [literal_column(f"'{name}'"), person.c[name]]
    for day, partial in DATES.items():
        members += [literal_column(f"'{day}'"), known_date(person, day, partial)]
    for name, parts, to_json in PARTS:
        part = parts.alias()
        items = select(func.json_agg(aggregate_order_by(to_json(part), part.c.id)))
        of_person = items.where(part.c.person_id == person.c.id).correlate(person)
        members += [literal_column(f"'{name}'"), of_person.scalar_subquery()]
    return func.json_build_object(*members)


def read_record(record: dict[str, Any]) -> Record:
    """Read a record as `record_json` selected it, once its JSON is parsed."""
    plain: dict[str, Any] = {name: record[name] for name in PLAIN}
    dates: dict[str, Any] = {
        name: record[name] and PartialDate.read(record[name]) for name in DATES
    }
    return Record(
        **plain,
        **dates,
        documents=tuple(Document(*parts) for parts in record["documents"] or ()),
        phones=tuple(record["phones"] or ()),
        addresses=tuple(Address(*parts) for parts in record["addresses"] or ()),
    )
