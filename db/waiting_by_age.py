"""What waits, by how long; a view of a row for each age: db/rules/waiting_by_age.sql makes it."""

from sqlalchemy import Column, Date, Integer, MetaData, Table, Text

waiting_by_age = Table(
    "waiting_by_age",
    MetaData(),
    Column("id", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date, nullable=False),
    Column("pairs", Integer, nullable=False),
    Column("to_register", Integer, nullable=False),
    Column("to_certify", Integer, nullable=False),
    Column("to_issue", Integer, nullable=False),
)
