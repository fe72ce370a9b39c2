"""Dates as far as they are known, as rows hold them: a day, or a year or month as text (N1)."""

from sqlalchemy import FromClause, Text, func, literal_column
from sqlalchemy.sql.elements import ColumnElement

FORM: ColumnElement[str] = literal_column("'YYYY-MM-DD'", Text)


def known_date(rows: FromClause, day: str, partial: str) -> ColumnElement[str]:
    """Return what is known of a date, as text, from the columns of its day and of less than it."""
    return func.coalesce(rows.c[partial], func.to_char(rows.c[day], FORM))
