"""The field-by-field comparison of a candidate's two records, with jellyfish's measures."""

from collections.abc import Callable, Sequence
from typing import Any

import jellyfish
import orjson
from sqlalchemy import ColumnElement, FromClause, Text, and_, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.persons import person_addresses, person_documents, person_phones, persons
from resolvers.partial_dates import known_date
from rules import comparison
from rules.comparison import Address, Document, FieldComparison, Measures, Record
from rules.partial_dates import PartialDate

Which = Callable[[FromClause], ColumnElement[bool]]
"""Says which persons are meant."""

MEASURES = Measures(
    edits=jellyfish.damerau_levenshtein_distance,
    sound=jellyfish.metaphone,
)

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


def compare(person: Record, master: Record) -> list[FieldComparison]:
    """Compare two records, always the same fields in the same order."""
    return comparison.compare(person, master, MEASURES)


def compare_with_merged(
    persons: Sequence[Record], masters: Sequence[Record]
) -> list[FieldComparison]:
    """Compare the two records of a candidate, each before those that were merged into it."""
    return comparison.compare_with_merged(persons, masters, MEASURES)


def records_json(pair: FromClause) -> ColumnElement[Any]:
    """Return the expression that selects both records of a pair as JSON, as text.

    That is a list for each: the record, and those that were merged into it; not the other one of
    the pair, which would be compared with itself once the two are merged.
    """
    person, master = pair.c.person_id, pair.c.master_person_id
    both = func.json_build_array(
        _record(pair, lambda it: it.c.id == person),
        _records(pair, lambda it: and_(it.c.master_person_id == person, it.c.id != master)),
        _record(pair, lambda it: it.c.id == master),
        _records(pair, lambda it: and_(it.c.master_person_id == master, it.c.id != person)),
    )
    return cast(both, Text)


def compare_json(records: str) -> list[FieldComparison]:
    """Compare the two records of a pair, as `records_json` selected them."""
    person, merged, master, merged_in_master = orjson.loads(records)
    return compare_with_merged(
        [_read(record) for record in (person, *(merged or ()))],
        [_read(record) for record in (master, *(merged_in_master or ()))],
    )


def _record(pair: FromClause, which: Which) -> ColumnElement[Any]:
    person = persons.alias()
    record = select(_fields(person)).where(which(person))
    return record.correlate(pair).scalar_subquery()


def _records(pair: FromClause, which: Which) -> ColumnElement[Any]:
    person = persons.alias()
    records = select(func.json_agg(aggregate_order_by(_fields(person), person.c.id)))
    return records.where(which(person)).correlate(pair).scalar_subquery()


def _fields(person: FromClause) -> ColumnElement[Any]:
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


def _read(record: dict[str, Any]) -> Record:
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
