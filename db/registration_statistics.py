"""How far declarations come; a function as a table, of db/rules/registration_statistics.sql."""

from sqlalchemy import Column, Double, FromClause, Integer, Text, bindparam, func

from db.review_statistics import PERIOD

registration_statistics: FromClause = func.registration_statistics(
    *PERIOD,
    bindparam("kind", type_=Text, required=True),
    bindparam("by_day", type_=Text, required=True),
).table_valued(
    Column("id", Text, nullable=False),
    Column("declared", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    Column("certified", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("stopped", Integer, nullable=False),
    Column("days_to_register", Double),
    Column("days_to_certify", Double),
    Column("days_to_issue", Double),
    Column("days_in_all", Double),
    name="registration_statistics",
)
