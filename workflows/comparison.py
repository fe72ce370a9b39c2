"""The field-by-field comparison of a candidate's two records, as it stands and as it was shown."""

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
    return compare_with_merged(*read_records(records))


def read_records(records: str) -> tuple[list[Record], list[Record]]:
    """Read both records of a pair, as `records_json` selected them, each before those merged."""
    person, merged, master, merged_in_master = orjson.loads(records)
    return (
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


def agreements(fields: Sequence[FieldComparison]) -> str:
    """Return how the fields agree as letters in their order, E, C, D or M: as votes keep it."""
    return "".join(it.agreement[0] for it in fields)


def changed_fields(then: str, now: Sequence[FieldComparison]) -> list[str]:
    """Return the names of the fields that agree otherwise than they did. Rule B10."""
    return [it.field for it, letter in zip(now, then, strict=True) if it.agreement[0] != letter]


def changed_fields_json(then_and_now: str) -> list[str]:
    """Return the names of the fields that changed, of letters and records as JSON or of nothing."""
    if not then_and_now:
        return []
    then, records = orjson.loads(then_and_now)
    return changed_fields(then, compare_json(records))
