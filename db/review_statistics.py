"""How the review goes; functions that are tables, which db/rules/review_statistics.sql makes."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    Date,
    DateTime,
    Double,
    FromClause,
    Integer,
    Text,
    Uuid,
    bindparam,
    func,
)
from sqlalchemy.sql.elements import BindParameter


def _given(name: str, kind: Any) -> BindParameter[Any]:
    return bindparam(name, type_=kind, required=True)


PERIOD = (_given("from_day", Date), _given("to_day", Date))

review_statistics: FromClause = func.review_statistics(*PERIOD).table_valued(
    Column("id", Text, nullable=False),
    Column("decided", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("postponed", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("recused", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Column("nobody_may_review", Integer, nullable=False),
    Column("oldest_waiting_at", DateTime(timezone=True)),
    Column("age_days", ARRAY(Double)),
    Column("tallies", Text),
    Column("came", Integer, nullable=False),
    Column("settled_without_review", Integer, nullable=False),
    Column("reviewed_now", Integer, nullable=False),
    name="review_statistics",
)
waiting_by_votes: FromClause = func.waiting_by_votes().table_valued(
    Column("id", Text, nullable=False),
    Column("votes", Integer, nullable=False),
    Column("pairs", Integer, nullable=False),
    name="waiting_by_votes",
)
reviewer_statistics: FromClause = func.reviewer_statistics(
    *PERIOD, _given("reviewer", Uuid)
).table_valued(
    Column("id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("decided", Integer, nullable=False),
    Column("median_seconds", Double),
    Column("votes", Text, nullable=False),
    name="reviewer_statistics",
)
reviewer_pair_agreements: FromClause = func.reviewer_pair_agreements(*PERIOD).table_valued(
    Column("id", Text, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("other_user_id", Uuid, nullable=False),
    Column("candidates", Integer, nullable=False),
    Column("agreeing", Integer, nullable=False),
    name="reviewer_pair_agreements",
)
review_queue: FromClause = func.review_queue(_given("reviewer", Uuid)).table_valued(
    Column("id", Text, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("oldest_waiting_at", DateTime(timezone=True)),
    name="review_queue",
)
