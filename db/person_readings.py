"""Who has seen a person's record; functions as tables, of db/rules/person_readings.sql."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    FromClause,
    Text,
    Uuid,
    bindparam,
    func,
    literal_column,
)
from sqlalchemy.sql.elements import ColumnElement


def _readings(person: ColumnElement[Any], to_themselves: str, name: str) -> FromClause:
    """Return the readings of a person as a table."""
    themselves = literal_column(to_themselves, Boolean)
    return func.readings_of_person(person, themselves).table_valued(
        Column("id", Uuid, nullable=False),
        Column("reader_id", Uuid),
        Column("client_id", Uuid),
        Column("action", Text, nullable=False),
        Column("correlation_id", Uuid, nullable=False),
        Column("read_at", DateTime(timezone=True), nullable=False),
        name=name,
    )


person_readings = _readings(
    bindparam("person", type_=Uuid, required=True), "false", "person_readings"
)
"""All readings of one person."""
own_readings = _readings(
    func.own_person(
        bindparam("client_id", type_=Uuid, required=True),
        bindparam("user_id", type_=Uuid, required=True),
    ),
    "true",
    "own_readings",
)
"""Those of whoever asks, as far as they may know; none for who is no person on record."""
