"""Which persons are in reach of which organisations (rule R3)."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Uuid, func
from sqlalchemy.sql.elements import ColumnElement

from db.metadata import metadata

person_reach = Table(
    "person_reach",
    metadata,
    Column(
        "organisation_id",
        Uuid,
        ForeignKey("organisations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("person_id", Uuid, ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("reasons", Integer, nullable=False),
    CheckConstraint("reasons > 0", name="reach_has_a_reason"),
)
Index("person_reach_by_person", person_reach.c.person_id)


def may_be_given(
    noun: ColumnElement[str], subject: ColumnElement[Any], places: ColumnElement[Any]
) -> Any:
    """Return whether who works at or below these places may be given what concerns something.

    `noun` is an event's aggregate type, `subject` the key within it; null places are everywhere.
    """
    return func.may_be_given(noun, subject, places)
