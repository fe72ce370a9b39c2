"""Plans: what would become of all that two organisations have, and how that is begun."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from sqlalchemy import Text, any_, bindparam, func
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from strawberry.scalars import JSON

from db.organisation_plans import organisation_plans, plan_items
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, NestedQuery, RowQuery
from planner.sources import SameRow, ToOne, ToPage, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.declarations import idempotency_key
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    column,
    field,
    input_type,
    nested_field,
    node_type,
    object_type,
    optional,
    required,
    root_field,
    set_fields,
)
from resolvers.document_links import signed_link
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.organisations import Organisation
from resolvers.plan_items import PlanItem
from resolvers.plan_pages import SCOPE, plan_is_shown, read_plans_page
from resolvers.plan_states import (
    HAS_STATUS,
    PLANNED_BY,
    RUN_UNDER_WAY,
    SIGNED_AT,
    SIGNED_BY,
    STATUS,
    WITHDRAWN_BY,
)
from resolvers.root_arguments import After, Before, Filter, First, Input, Last
from resolvers.runs import Run, RunPayload
from rules.organisation_plans import PlanConflict, PlanStatus
from workflows import organisation_plans as workflow
from workflows.idempotency import IdempotentCall, digest

PLANNING = Scoped(SCOPE, limited=True)
REPORTS = "/reports/"

IN_ORDER = Order("plan_items", ("id",), descending=False)
_read_cursor = cursor_reader(IN_ORDER, plan_items)


IS_SHOWN = Condition(plan_is_shown)


def _place(name: str) -> ToOne:
    """Return the organisation that a column names: whoever sees the plan keeps it."""

    def is_it(plan: FromClause, organisation: FromClause) -> ColumnElement[bool]:
        its: ColumnElement[bool] = organisation.c.id == plan.c[name]
        return its

    return ToOne(is_it, limited=is_it)


def _is_its_run(plan: FromClause, run: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = run.c.id == plan.c.run_id
    return its


def _is_stale(plan: FromClause) -> ColumnElement[bool]:
    stale: ColumnElement[bool] = func.plan_is_stale(plan.c.id)
    return stale


def _report(plan: FromClause) -> ColumnElement[str]:
    return signed_link(REPORTS, func.cast(plan.c.id, Text), ".csv")


def _is_of(plan: FromClause, item: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = item.c.plan_id == plan.c.id
    return its


HAS_CONFLICT = Condition(
    lambda item: bindparam("conflict", type_=Text) == any_(item.c.conflicts), limited=True
)
ITEMS = ToPage(_is_of, limited=_is_of)
Conflict = Annotated[
    PlanConflict | None, strawberry.argument(description="Only those with this conflict.")
]


@node_type(organisation_plans, SCOPE, (IS_SHOWN,), limited=True, reach=IS_SHOWN)
class OrganisationPlan(Node):
    """What would become of all that two organisations have. It is kept for seven days."""

    database_id: UUID = column(DATABASE_ID, name="id")
    source: Organisation = field(
        _place("source_id"), "Which goes on in the target, or gives to it."
    )
    target: Organisation = field(_place("target_id"), "Which takes.")
    keeps_source: bool = column("Whether only persons are transferred, and the source stays.")
    plan_hash: str = column(
        "SHA-256 in hexadecimal, over the items and the versions of all that they name: what is"
        " signed by `executePlan`."
    )
    is_stale: bool = field(
        Value(_is_stale, nullable=False, limited=_is_stale),
        "Whether anything that it names is other by now, so that it cannot be executed any more.",
    )
    expires_at: datetime = column("When it is forgotten.")
    blocked_by: list[str] = column("All that stops it; empty where nothing does.")
    counts: JSON = column(
        "How many items there are: an object by noun of objects by action, and `conflicts` of how"
        " many have which."
    )
    report_url: str = field(
        Value(_report, nullable=False, limited=_report),
        "The items as CSV, for ten minutes and for the caller; with `.xlsx` instead of `.csv` as a"
        " workbook. To fetch it is in the trail.",
    )
    run: Run | None = field(
        ToOne(_is_its_run, optional=True, limited=_is_its_run),
        "The run that executes it, the latest; null before.",
    )
    status: PlanStatus = field(STATUS, "What has become of it; whether it is stale says `isStale`.")
    run_under_way: Run | None = field(
        RUN_UNDER_WAY,
        "The run that changes either organisation now, so that nothing else may begin; null for"
        " none.",
    )
    planned_by_name: str | None = field(PLANNED_BY, "The display name of who planned it.")
    signed_by_name: str | None = field(
        SIGNED_BY, "The display name of who signed it last; null before, and once it is forgotten."
    )
    signed_at: datetime | None = field(SIGNED_AT, "When that was; null likewise.")
    withdrawn_by_name: str | None = field(
        WITHDRAWN_BY, "The display name of who withdrew it; null as long as nobody has."
    )
    withdrawn_at: datetime | None = column("When that was; null likewise.")
    withdrawal_reason: str | None = column("Why, in 1 to 500 characters; null likewise.")
    inserted_at: datetime = column(INSERTED_AT)

    @nested_field(Connection[PlanItem], ITEMS)
    def items(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        conflict: Conflict = None,
    ) -> NestedQuery:
        """What becomes of each thing: what blocks comes first, then what has a conflict."""
        page = read_page(IN_ORDER, _read_cursor, first, after, last, before)
        if conflict is None:
            return NestedQuery(page)
        return NestedQuery(page, (HAS_CONFLICT,), {"conflict": conflict.value})


@input_type
class PlanMergeInput:
    """Which organisation shall go on in which."""

    source_id: strawberry.ID = required("An ACTIVE organisation that the caller looks after.")
    target_id: strawberry.ID = required("Another one.")


@input_type
class PlanTransferInput:
    """Who shall be moved from which organisation to which."""

    source_id: strawberry.ID = required("An ACTIVE organisation that the caller looks after.")
    target_id: strawberry.ID = required("Another one.")
    person_ids: list[strawberry.ID] | None = optional(
        "Persons who belong to the source, from 1 to 10,000; null for all of them."
    )


@input_type
class ExecutePlanInput:
    """Which plan is signed."""

    idempotency_key: str = idempotency_key()
    plan_id: strawberry.ID = required("One that is kept still, of two that the caller looks after.")
    plan_hash: str = required("Its `planHash`, as it was looked at.")


@input_type
class WithdrawPlanInput:
    """Which plan nobody shall sign any more."""

    plan_id: strawberry.ID = required("One of two that the caller looks after, not signed as yet.")
    reason: str = required("1 to 500 characters, shown with the plan as long as it is kept.")


@input_type
class OrganisationPlanFilter:
    """Which plans are wanted."""

    status: list[PlanStatus] | None = optional("One of these.")


@object_type(organisation_plans)
class PlanPayload:
    """The plan as it was written down."""

    plan: OrganisationPlan = field(SameRow(), "With its items.")


@object_type()
class OrganisationPlanQueries:
    """Plans as a list; one is found by `node`."""

    @root_field(Connection[OrganisationPlan], PLANNING)
    def organisation_plans(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter[OrganisationPlanFilter | None] = None,
    ) -> RowQuery:
        """The plans of organisations both of which the caller looks after, the newest first."""
        page = read_plans_page(first, after, last, before)
        wanted = set_fields(filter, ("status",))
        if wanted:
            wanted["status"] = [status.value for status in wanted["status"]]
        return RowQuery(
            "OrganisationPlanConnection",
            (HAS_STATUS,) if wanted else (),
            page.parameters() | wanted,
            page,
        )


@object_type()
class OrganisationPlanMutations:
    """How two organisations become one, and how persons are transferred."""

    @root_field(PlanPayload | None, PLANNING)
    async def plan_organisation_merge(
        context: strawberry.Parent[MutationContext], input: Input[PlanMergeInput]
    ) -> RowQuery | None:
        """Write down what would happen if an organisation went on in another; nothing changes."""
        plan_id = await workflow.plan_merge(
            context.acting,
            ids.key(input.source_id, "Organisation"),
            ids.key(input.target_id, "Organisation"),
        )
        return by_id("PlanPayload", plan_id)

    @root_field(PlanPayload | None, PLANNING)
    async def plan_transfer(
        context: strawberry.Parent[MutationContext], input: Input[PlanTransferInput]
    ) -> RowQuery | None:
        """Write down what would happen if persons were moved to another one; nothing changes."""
        chosen = input.person_ids
        plan_id = await workflow.plan_transfer(
            context.acting,
            ids.key(input.source_id, "Organisation"),
            ids.key(input.target_id, "Organisation"),
            None if chosen is None else [ids.key(it, "Person") for it in chosen],
        )
        return by_id("PlanPayload", plan_id)

    @root_field(RunPayload | None, PLANNING)
    async def execute_plan(
        context: strawberry.Parent[MutationContext], input: Input[ExecutePlanInput]
    ) -> RowQuery | None:
        """Begin to do what a plan says, as long as all is as it says."""
        body = digest(input.plan_id, input.plan_hash)
        run_id = await workflow.execute(
            context.acting,
            IdempotentCall("executePlan", input.idempotency_key, body),
            ids.key(input.plan_id, "OrganisationPlan"),
            input.plan_hash,
            context.limits.transfer_rate,
        )
        return by_id("RunPayload", run_id)

    @root_field(PlanPayload | None, PLANNING)
    async def withdraw_organisation_plan(
        context: strawberry.Parent[MutationContext], input: Input[WithdrawPlanInput]
    ) -> RowQuery | None:
        """Let nobody sign a plan any more; what it says is not done."""
        plan_id = ids.key(input.plan_id, "OrganisationPlan")
        await workflow.withdraw(context.acting, plan_id, input.reason)
        return by_id("PlanPayload", plan_id)
