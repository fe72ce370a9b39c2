"""Places of events that are offered; db/rules/event_places.sql finds them."""

from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Text, bindparam, func

BEGINNING = bindparam("beginning", type_=Text, required=True)


def _columns() -> list[Column[Any]]:
    return [Column("id", Text, nullable=False), Column("name", Text, nullable=False)]


event_places: FromClause = func.event_places(BEGINNING).table_valued(
    *_columns(), name="event_places"
)


def event_places_in_reach(places: ColumnElement[Any]) -> FromClause:
    """Return the places of what was declared at or below some organisations."""
    found: FromClause = func.event_places_in_reach(BEGINNING, places).table_valued(
        *_columns(), name="event_places"
    )
    return found
