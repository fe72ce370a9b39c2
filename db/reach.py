"""Which persons are in reach of which organisations (rule R3)."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    Table,
    Uuid,
    any_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from db.literals import array_of
from db.metadata import metadata
from rules.access import Role

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


def limited_places(*roles: Role) -> ColumnElement[Any]:
    """Return the organisations in which whoever asks holds one of these roles by a limited grant.

    Of a machine, the one to which it is bound.
    """
    client, user = bindparam("client_id", type_=Uuid), bindparam("user_id", type_=Uuid)
    held = func.limited_places(client, user, literal_column(array_of(roles)))
    return cast(select(held).scalar_subquery(), ARRAY(Uuid))


def each_of(places: ColumnElement[Any]) -> FromClause:
    """Return a FROM item with a row for each of these organisations, its `id`."""
    return func.unnest(places).table_valued(Column("id", Uuid)).render_derived(name="place")


def is_in_reach(person_id: ColumnElement[Any], places: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether a person is in reach of one of these organisations."""
    reach = person_reach.alias()
    return exists().where(reach.c.person_id == person_id, reach.c.organisation_id == any_(places))


def may_be_given(
    noun: ColumnElement[str], subject: ColumnElement[Any], places: ColumnElement[Any]
) -> Any:
    """Return whether who works at or below these places may be given what concerns something.

    `noun` is an event's aggregate type, `subject` the key within it; null places are everywhere.
    """
    return func.may_be_given(noun, subject, places)
