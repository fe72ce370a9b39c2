"""The report of a plan: who takes it is written down, and its rows come a few at a time (W7)."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, update

from db.organisation_plans import organisation_plans
from db.organisations import is_at_or_below, places_of
from db.statements import Connection, Statement
from rules.organisation_plans import PlanNotFound
from workflows import places
from workflows.acts import Acting, act

ROWS_AT_ONCE = 1_000
KEPT = places_of(*places.KEEPERS)
TAKE = Statement(
    update(organisation_plans)
    .where(
        organisation_plans.c.id == bindparam("plan", type_=Uuid),
        organisation_plans.c.expires_at > func.now(),
        is_at_or_below(organisation_plans.c.source_id, KEPT),
        is_at_or_below(organisation_plans.c.target_id, KEPT),
    )
    .values(downloads=organisation_plans.c.downloads + 1)
    .returning(organisation_plans.c.id, organisation_plans.c.plan_hash)
)
ROWS = "select * from report_of_plan($1, $2, $3, $4, $5, $6)"


async def take(acting: Acting, plan_id: UUID) -> str:
    """Write down that somebody takes the report of a plan, and return its hash. Rule W7.

    Raises PlanNotFound, and the refusals of rules A1 and A3 to A5.
    """
    async with act(acting, "organisation_plan.downloaded") as connection:
        found = await TAKE.row(connection, plan=plan_id, **places.who(acting))
        if found is None:
            raise PlanNotFound
        plan_hash: str = found["plan_hash"]
        return plan_hash


async def rows(
    connection: Connection, acting: Acting, plan_id: UUID, *, reads_persons: bool
) -> AsyncIterator[list[Mapping[str, Any]]]:
    """Give the rows of a report, some at a time, with what the caller may know."""
    after = UUID(int=0)
    while True:
        found = await connection.fetch(
            ROWS,
            plan_id,
            acting.client_id,
            acting.user_id,
            reads_persons,
            after,
            ROWS_AT_ONCE,
        )
        if found:
            yield found
        if len(found) < ROWS_AT_ONCE:
            return
        after = found[-1]["id"]
