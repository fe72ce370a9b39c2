"""What every table shares: its metadata, its key made by the database, its two times."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, DateTime, MetaData, Table, Uuid, func

from db.literals import YEAR_OR_MONTH, any_of

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_exists",
    }
)


def key() -> Column[object]:
    """Make the primary key: a UUID of version 7, so that later rows sort after earlier ones."""
    return Column("id", Uuid, primary_key=True, server_default=func.uuidv7())


def times() -> tuple[Column[object], Column[object]]:
    """Say when the row came and when it last changed; a trigger keeps the second one."""
    return (
        Column("inserted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("updated_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


def known(column: str, values: type[StrEnum], name: str) -> CheckConstraint:
    """Keep a text column to the values of an enumeration."""
    return CheckConstraint(f"{column} = {any_of(values)}", name=name)


def less_than_a_day(column: str, day: str) -> CheckConstraint:
    """Keep a text column to a year or a month, which stands where the column of the day is null."""
    return CheckConstraint(
        f"{column} is null or {day} is null and {column} ~ {YEAR_OR_MONTH}",
        name=f"a_{column}_is_a_year_or_a_month",
    )


def tables(names: Iterable[str]) -> list[Table]:
    """Find the tables of these names."""
    return [metadata.tables[name] for name in names]
