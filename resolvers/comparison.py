"""The field-by-field comparison of a candidate's two records, with jellyfish's measures."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, FromClause, Text, and_, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.persons import persons
from rules import comparison
from rules.comparison import FieldComparison, Record
from workflows.records import MEASURES, read_record, record_json

Which = Callable[[FromClause], ColumnElement[bool]]
"""Says which persons are meant."""


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
        [read_record(record) for record in (person, *(merged or ()))],
        [read_record(record) for record in (master, *(merged_in_master or ()))],
    )


def _record(pair: FromClause, which: Which) -> ColumnElement[Any]:
    person = persons.alias()
    record = select(record_json(person)).where(which(person))
    return record.correlate(pair).scalar_subquery()


def _records(pair: FromClause, which: Which) -> ColumnElement[Any]:
    person = persons.alias()
    records = select(func.json_agg(aggregate_order_by(record_json(person), person.c.id)))
    return records.where(which(person)).correlate(pair).scalar_subquery()
