"""What has become of plans: who planned, signed and withdrew them, and what is under way."""

from typing import Any

from sqlalchemy import ARRAY, Text, and_, any_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import users
from db.literals import any_of, quoted
from db.organisations import organisations
from db.runs import runs
from planner.row_queries import Condition
from planner.sources import ToOne, Value
from resolvers.enumerations import describe_enum
from resolvers.run_pages import run_is_shown
from rules.organisation_plans import PlanStatus
from rules.organisations import OrganisationStatus
from rules.runs import UNDER_WAY, RunStatus

describe_enum(
    PlanStatus,
    "What has become of a plan.",
    OPEN="It waits to be signed; a run of it that FAILED or was CANCELLED changes nothing of that.",
    BLOCKED="Something stops it, as `blockedBy` says, or one of both has ended since.",
    UNDER_WAY="It is signed, and its run goes on.",
    DONE="It is signed, and done.",
    WITHDRAWN="Somebody has withdrawn it: nobody signs it any more.",
)
WANTED = bindparam("status", type_=ARRAY(Text))


def _of_run(plan: FromClause, name: str) -> ColumnElement[Any]:
    its = select(runs.c[name]).where(runs.c.id == plan.c.run_id).correlate(plan)
    return its.scalar_subquery()


def _written(status: PlanStatus) -> ColumnElement[str]:
    return literal_column(quoted(status), Text)


def _status(plan: FromClause) -> ColumnElement[str]:
    run = _of_run(plan, "status")
    return case(
        (plan.c.withdrawn_at.is_not(None), _written(PlanStatus.WITHDRAWN)),
        (run == literal_column(any_of(UNDER_WAY)), _written(PlanStatus.UNDER_WAY)),
        (run == literal_column(quoted(RunStatus.SUCCEEDED)), _written(PlanStatus.DONE)),
        (func.cardinality(plan.c.blocked_by) > 0, _written(PlanStatus.BLOCKED)),
        (_has_ended_place(plan), _written(PlanStatus.BLOCKED)),
        else_=_written(PlanStatus.OPEN),
    )


def _has_ended_place(plan: FromClause) -> ColumnElement[bool]:
    ended = select(organisations.c.id).where(
        organisations.c.id.in_((plan.c.source_id, plan.c.target_id)),
        organisations.c.status != literal_column(quoted(OrganisationStatus.ACTIVE)),
    )
    return ended.correlate(plan).exists()


def _name_of(user_id: ColumnElement[Any], plan: FromClause) -> ColumnElement[Any]:
    """Return what others see of a user: whoever looks after both knows who decides with them."""
    its = select(users.c.display_name).where(users.c.id == user_id).correlate(plan)
    return its.scalar_subquery()


def _signer(plan: FromClause) -> ColumnElement[Any]:
    its = (
        select(users.c.display_name)
        .join(runs, runs.c.requested_by == users.c.id)
        .where(runs.c.id == plan.c.run_id)
        .correlate(plan)
    )
    return its.scalar_subquery()


def _is_under_way(plan: FromClause, run: FromClause) -> ColumnElement[bool]:
    """Join the run that changes either organisation now, the first that began."""
    first = (
        select(runs.c.id)
        .where(
            runs.c.status == literal_column(any_of(UNDER_WAY)),
            or_(
                runs.c.organisation_id.in_((plan.c.source_id, plan.c.target_id)),
                runs.c.target_id.in_((plan.c.source_id, plan.c.target_id)),
            ),
        )
        .order_by(runs.c.id)
        .limit(1)
        .correlate(plan)
    )
    return and_(run.c.id == first.scalar_subquery(), run_is_shown(run))


STATUS = Value(_status, nullable=False, limited=_status)
PLANNED_BY = Value(lambda plan: _name_of(plan.c.requested_by, plan), limited=True)
SIGNED_BY = Value(_signer, limited=True)
SIGNED_AT = Value(lambda plan: _of_run(plan, "inserted_at"), limited=True)
WITHDRAWN_BY = Value(lambda plan: _name_of(plan.c.withdrawn_by, plan), limited=True)
RUN_UNDER_WAY = ToOne(_is_under_way, optional=True, limited=_is_under_way)
HAS_STATUS = Condition(lambda plan: _status(plan) == any_(WANTED), limited=True)
