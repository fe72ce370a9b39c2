"""Sign-ins by a user's name that failed, as the user and an ADMIN see them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, LargeBinary, and_, cast, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import failed_sign_ins, users
from planner.sources import HANGS_ON, Value
from resolvers.definitions import column, field, object_type
from resolvers.users_shown import IS_ADMIN, ME
from rules.credentials import DAYS_FAILURES_ARE_SHOWN, FAILURES_OF_ONE_NAME


def of_user(user: FromClause, failed: FromClause) -> ColumnElement[bool]:
    """Join what failed by a user's name lately, where whoever asks is that user or ADMIN."""
    days: ColumnElement[Any] = literal_column(f"interval '{DAYS_FAILURES_ARE_SHOWN} days'")
    return and_(
        failed.c.id == user.c.id,
        failed.c.last_at > func.now() - days,
        or_(IS_ADMIN, user.c.id == ME),
    )


def _wait(failed: FromClause) -> ColumnElement[int]:
    """Return for how many seconds the name has to wait; it is counted under its digest."""
    name = select(users.c.username).where(users.c.id == failed.c.id).correlate(failed)
    words: ColumnElement[str] = literal_column("'sign-in name '") + name.scalar_subquery()
    subject = func.sha256(func.convert_to(words, literal_column("'UTF8'")), type_=LargeBinary)
    limits: ColumnElement[Any] = literal_column(f"'{{{FAILURES_OF_ONE_NAME}}}'::integer[]")
    return func.throttled(cast(array([subject]), ARRAY(LargeBinary)), limits, type_=Integer)


@object_type(failed_sign_ins, reach=HANGS_ON)
class FailedSignIns:
    """Sign-ins by somebody's name that failed: by a wrong password or code, or as blocked."""

    count: int = column("How many, since the first; after 30 days without one it begins anew.")
    first_at: datetime = column("When the first of them was.")
    last_at: datetime = column("When the last of them was.")
    retry_after: int | None = field(
        Value(_wait, limited=True),
        "For how many seconds sign-ins by this name are refused, as too many failed within a"
        " minute; null where they are not.",
    )
