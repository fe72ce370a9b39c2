"""What becomes of each thing under a plan, as it is shown."""

from typing import Any

from sqlalchemy import Text, and_, literal_column, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import organisation_staff
from db.organisation_plans import plan_items
from db.organisations import is_at_or_below
from planner.sources import HANGS_ON, NodeByColumn, ToOne
from resolvers.definitions import column, field, object_type
from resolvers.enumerations import describe_enum
from resolvers.nodes import Node
from resolvers.persons_shown import STEWARDED, holds_scope
from resolvers.reach import person_in_reach
from resolvers.users_shown import IS_ADMIN
from rules.organisation_plans import PlanAction, PlanConflict

describe_enum(
    PlanAction,
    "What becomes of something.",
    RETAIN="It is the target's, or the source's that is kept, and stays as it is.",
    MOVE="It is the target's from then on.",
    MERGE="It is in both, and goes on once: of two consents the narrower, of two grants the"
    " target's.",
    MERGE_INTO="It is MERGED, and goes on in the target.",
    RENAME="It moves, and has another name there, since its own is taken.",
    END="It would end.",
)
describe_enum(
    PlanConflict,
    "What there is to look at.",
    SAME_PERSON="The person is in both.",
    LIKELY_SAME="Another record is likely the same person: two of name, birth date and number are"
    " equal. Both are kept, and become a merge candidate.",
    ID_ONLY="Somebody in the target has the same number, and nothing else.",
    NAME_ONLY="Somebody in the target has the same name, and nothing else.",
    SETTING="What is set differs in both.",
    INVITATION="Somebody has an invitation that is open.",
    CONSENT="The person has said something else to each: the narrower of the two consents stands,"
    " the other is withdrawn, and so is what only one of them was asked to widen to.",
)


def _node(which: str) -> NodeByColumn:
    """Return what a side of an item names, as far as it exists for whoever asks."""

    def names(item: FromClause, other: FromClause) -> ColumnElement[bool]:
        its: ColumnElement[bool] = other.c.id == item.c[f"{which}_id"]
        return its

    def is_named(type_name: str) -> ColumnElement[str]:
        return literal_column(f"'{type_name}'", Text)

    def named(type_name: str, is_seen: Any = None, scope: str | None = None) -> ToOne:
        def on(item: FromClause, other: FromClause) -> ColumnElement[bool]:
            is_type = item.c[f"{which}_type"] == is_named(type_name)
            reads = () if scope is None else (holds_scope(scope),)
            return and_(is_type, names(item, other), *reads)

        def limited(item: FromClause, other: FromClause) -> ColumnElement[bool]:
            return and_(on(item, other), is_seen(other))

        return ToOne(on, optional=True, limited=on if is_seen is None else limited)

    return NodeByColumn(
        lambda item: item.c[f"{which}_type"],
        {
            "Person": named("Person", person_in_reach, scope="person:read"),
            "User": named("User", _works_here),
            "Organisation": named("Organisation"),
            "SourceLink": named("SourceLink"),
            "Invitation": named("Invitation"),
        },
    )


def _works_here(user: FromClause) -> ColumnElement[bool]:
    """Return whether a user works where whoever asks is STEWARD, as `organisationStaff` shows."""
    staff = organisation_staff.alias()
    works = (
        staff.select()
        .where(staff.c.user_id == user.c.id, is_at_or_below(staff.c.organisation_id, STEWARDED))
        .exists()
    )
    return or_(IS_ADMIN, works)


@object_type(plan_items, reach=HANGS_ON)
class PlanItem:
    """What becomes of one thing."""

    noun: str = column("What it is, as the trail names its resources.")
    source: Node | None = field(
        _node("source"),
        "What the source has; null for what the target alone has, for a machine, and for what the"
        " caller may not see: a person, where the token cannot read persons.",
    )
    target: Node | None = field(
        _node("target"),
        "What the target has, or would have it: the same person, one who may be the same, whose"
        " name is taken; else null.",
    )
    action: PlanAction = column("What becomes of it.")
    conflicts: list[PlanConflict] = column("What there is to look at.")
    blocks: str | None = column("Why the plan cannot be executed for it; null where it can.")
    cluster: int | None = column(
        "The number of those in the plan who may be one person; null where there is nobody else."
    )
    detail: str | None = column(
        "The new name of what is renamed, the feature of a switch, the name of a machine; of a"
        " person with the conflict CONSENT what would stand: a `ConsentStatus`, then each"
        " `Permission`, with spaces between them."
    )
