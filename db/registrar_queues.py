"""What waits for registrars, and what they did; db/rules/registrar_queues.sql makes both."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
)

registrar_queues = Table(
    "registrar_queues",
    MetaData(),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("flagged", Integer, nullable=False),
    Column("oldest_at", DateTime(timezone=True)),
    Column("corrections", Integer, nullable=False),
)


def queues_in_reach(places: ColumnElement[Any]) -> FromClause:
    """Return what waits at or below some organisations, with the columns of `registrar_queues`."""
    columns = [Column(it.name, it.type, nullable=it.nullable) for it in registrar_queues.columns]
    found: FromClause = func.registrar_queues_in_reach(places).table_valued(
        *columns, name="registrar_queues"
    )
    return found


registrar_figures: FromClause = func.registrar_figures(
    bindparam("registrar", type_=Uuid, required=True),
    bindparam("since", type_=DateTime(timezone=True), required=True),
).table_valued(
    Column("id", Uuid, nullable=False),
    Column("declared", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("certified", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    name="registrar_figures",
)
