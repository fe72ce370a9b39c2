"""What would end with a member who is removed, for whoever may remove them (rule R10)."""

from typing import Any

from sqlalchemy import and_, func, literal_column, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.consents import memberships
from db.organisations import is_at_or_below
from planner.sources import HANGS_ON, ToOne, Value
from resolvers.definitions import field, object_type
from resolvers.persons_shown import BY_A_STEWARD, STEWARDED
from resolvers.users_shown import IS_ADMIN
from rules.deletions import RecordAfterRemoval


def _may_remove(row: FromClause, same: FromClause) -> ColumnElement[bool]:
    stewarded = and_(BY_A_STEWARD, is_at_or_below(row.c.organisation_id, STEWARDED))
    return and_(same.c.id == row.c.id, row.c.ended_on.is_(None), or_(IS_ADMIN, stewarded))


def removal() -> ToOne:
    """Return what would end, for whoever may remove the member; null for others."""
    return ToOne(_may_remove, optional=True, limited=_may_remove)


def _counted(call: Any) -> Value:
    return Value(
        lambda rows: call(rows.c.person_id, rows.c.organisation_id), nullable=False, limited=True
    )


def _ties(kind: str) -> Value:
    return _counted(
        lambda *of: func.jsonb_array_length(
            func.jsonb_extract_path(func.ties_of(*of), literal_column(f"'{kind}'"))
        )
    )


@object_type(memberships, reach=HANGS_ON)
class MemberRemoval:
    """What `removeMember` would end at this moment."""

    memberships: int = field(_ties("memberships"), "Those here that go on.")
    consents: int = field(_ties("consents"), "Those to this organisation that are live.")
    roles: int = field(
        _counted(func.roles_of_member), "Those that a user of theirs holds in it itself."
    )
    record: RecordAfterRemoval = field(
        _counted(func.record_when_removed), "What becomes of the record of the person."
    )
    is_seen_afterwards: bool = field(
        _counted(func.is_seen_once_removed),
        "Whether whoever works in the organisation still sees the person then: only by one below it"
        " to which they belong, or have let see them by a consent where they have a user.",
    )
