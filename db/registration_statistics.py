"""How far declarations come, and how many there are at each office and place: functions."""

from sqlalchemy import Column, Double, FromClause, Integer, Text, Uuid, bindparam, func

from db.review_statistics import PERIOD

ASKED = (
    *PERIOD,
    bindparam("kind", type_=Text, required=True),
    bindparam("by_day", type_=Text, required=True),
)

registration_statistics: FromClause = func.registration_statistics(*ASKED).table_valued(
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
registrations_by_office: FromClause = func.registrations_by_office(*ASKED).table_valued(
    Column("id", Text, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("office_id", Uuid),
    Column("declared", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    name="registrations_by_office",
)
registrations_by_place: FromClause = func.registrations_by_place(*ASKED).table_valued(
    Column("id", Text, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("place", Text),
    Column("declared", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    name="registrations_by_place",
)
