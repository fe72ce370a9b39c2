"""What is done with plans: they are written down, and what was signed is done (W1 to W5)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, func, or_, select, update

from db.organisation_plans import organisation_plans
from db.organisations import is_at_or_below, places_of
from db.statements import Connection, Statement
from rules import organisation_plans as rules
from rules.consents import PersonNotFound
from rules.idempotency import check_key
from rules.organisation_plans import (
    PlanBlock,
    PlanIsBlocked,
    PlanNotFound,
    PlanWasSigned,
    PlanWasWithdrawn,
)
from rules.organisations import OrganisationIsNotActive, OrganisationStatus
from rules.runs import UNDER_WAY, OrganisationHasRun, RunFailed, RunKind, RunStatus
from rules.texts import cleaned
from rules.violations import Violations
from workflows import places, runs
from workflows.acts import Act, Acting, act
from workflows.idempotency import IdempotentCall, claim
from workflows.run_steps import Done, OneStep, Run
from workflows.runs import NewRun

WRITE = "select write_plan($1, $2, $3, $4, $5::uuid[], $6)"
FORGET = "select forget_plans($1, $2)"
NEW_ID = "select uuidv7() as id"
UNTIED = """
select id from unnest($2::uuid[]) id
 where id is null or id not in (select person_id from open_ties($1, $2))
 limit 1
"""
THIS = organisation_plans.c.id == bindparam("plan", type_=Uuid)
THIS_RUN = bindparam("run", type_=Uuid)
"""A run that began in the days of its plan goes on after them (rule W1)."""
KEPT = places_of(*places.KEEPERS)
FIND = Statement(
    select(organisation_plans).where(
        THIS,
        or_(organisation_plans.c.expires_at > func.now(), organisation_plans.c.run_id == THIS_RUN),
        is_at_or_below(organisation_plans.c.source_id, KEPT),
        is_at_or_below(organisation_plans.c.target_id, KEPT),
    )
)
CHANGES = "select changes_since_plan($1, $2) as changed"
NOTE_RUN = Statement(
    update(organisation_plans)
    .where(THIS, organisation_plans.c.withdrawn_at.is_(None))
    .values(run_id=bindparam("new_run", type_=Uuid))
    .returning(organisation_plans.c.id)
)
RUN_STATUS = "select status from runs where id = $1"
# Runs before plans, as an erasure takes them; whoever resumes the run waits, or is waited for.
LOCK_RUN = f"{RUN_STATUS} for share"
LOCK = "select run_id, withdrawn_at from organisation_plans where id = $1 for no key update"
WITHDRAW = """
update organisation_plans set withdrawn_at = now(), withdrawn_by = $2, withdrawal_reason = $3
 where id = $1
"""
PERSONS = """
select count(*) as persons from plan_items
 where plan_id = $1 and noun = 'person' and source_id is not null
"""
MERGE = "select merge_organisations($1)::text as done"
TRANSFER = "select transfer_persons($1, $2)::text as done"
PAUSE_SECONDS = 1
"""Between two steps of a transfer, each of which moves a second's worth of persons."""


async def plan_merge(acting: Acting, source_id: UUID | None, target_id: UUID | None) -> UUID:
    """Write down what would become of all that two organisations have; return the plan's id.

    Nothing else changes. Rules W1 to W4. Raises OrganisationNotFound, InputIsInvalid or
    OrganisationIsNotActive.
    """
    return await _plan(acting, source_id, target_id, keeps_source=False, person_ids=None)


async def plan_transfer(
    acting: Acting,
    source_id: UUID | None,
    target_id: UUID | None,
    person_ids: Sequence[UUID | None] | None,
) -> UUID:
    """Write down what would become of persons of an organisation, None for all; return the id.

    Nothing else changes. Rules W1 to W5. Raises OrganisationNotFound, InputIsInvalid,
    OrganisationIsNotActive or PersonNotFound.
    """
    return await _plan(acting, source_id, target_id, keeps_source=True, person_ids=person_ids)


async def _plan(
    acting: Acting,
    source_id: UUID | None,
    target_id: UUID | None,
    *,
    keeps_source: bool,
    person_ids: Sequence[UUID | None] | None,
) -> UUID:
    async with act(acting, "organisation_plan.created") as connection:
        for organisation_id in (source_id, target_id):
            found = await places.looked_after(connection, acting, organisation_id)
            if found["status"] != OrganisationStatus.ACTIVE:
                raise OrganisationIsNotActive
        rules.check_places(source_id, target_id, person_ids)
        if person_ids is not None and await connection.fetchrow(UNTIED, source_id, person_ids):
            raise PersonNotFound
        plan_id: UUID = (await connection.fetchrow(NEW_ID))["id"]
        await connection.fetchrow(
            WRITE, plan_id, source_id, target_id, keeps_source, person_ids, rules.DAYS_KEPT
        )
        await connection.fetchrow(FORGET, acting.user_id, rules.MOST_KEPT)
        return plan_id


async def execute(
    acting: Acting, call: IdempotentCall, plan_id: UUID | None, signed: str, rate: int
) -> UUID:
    """Begin the run that does what a plan says, and return its id.

    It is refused unless the hash is the plan's and all is as the plan says. A transfer moves
    `rate` persons a second at most. The same call again answers the same run (rule C4). Rules W2,
    W4, W5 and W8. Raises PlanNotFound, PlanWasWithdrawn, PlanIsBlocked, PlanIsOutOfDate,
    InputIsInvalid or IdempotencyKeyWasUsed.
    """
    async with act(acting, "run.requested") as connection:
        claimed = await claim(connection, acting, call)
        if claimed is not None and not claimed.is_new:
            return claimed.answered()
        violations = Violations()
        check_key(violations, call.key)
        violations.refuse()
        assert claimed is not None
        plan = await _find(connection, acting, plan_id)
        if plan["blocked_by"]:
            raise PlanIsBlocked(plan["blocked_by"])
        with _blocked_by_runs():
            await runs.check_free(connection, plan["source_id"], plan["target_id"])
            changed = (await connection.fetchrow(CHANGES, plan_id, rules.MOST_CHANGED))["changed"]
            rules.check_hash(plan["plan_hash"], signed, changed)
            await _begin(connection, acting, claimed.record_id, plan, rate)
        # Organisations before plans: an erasure takes both away, in this order.
        noted = await NOTE_RUN.row(connection, plan=plan_id, new_run=claimed.record_id)
        if noted is None:
            await _find(connection, acting, plan_id)
            raise PlanNotFound
        return claimed.record_id


async def withdraw(acting: Acting, plan_id: UUID | None, reason: str) -> None:
    """Let nobody sign a plan any more, and write down why.

    What is under way or done stays: the run of a plan is cancelled, not the plan. Rule W8. Raises
    PlanNotFound, PlanWasWithdrawn, InputIsInvalid or PlanWasSigned.
    """
    async with act(acting, "organisation_plan.withdrawn") as connection:
        found = await _find(connection, acting, plan_id)
        rules.check_withdrawal(reason)
        await connection.fetchrow(LOCK_RUN, found["run_id"])
        plan = await connection.fetchrow(LOCK, plan_id)
        if plan is None:
            raise PlanNotFound
        if plan["withdrawn_at"] is not None:
            raise PlanWasWithdrawn
        # Whoever has signed it meanwhile began a run that the plan names now.
        run = await connection.fetchrow(RUN_STATUS, plan["run_id"])
        if run is not None and run["status"] in (*UNDER_WAY, RunStatus.SUCCEEDED):
            raise PlanWasSigned
        await connection.execute(WITHDRAW, plan_id, acting.user_id, cleaned(reason))


@contextmanager
def _blocked_by_runs() -> Iterator[None]:
    try:
        yield
    except OrganisationHasRun as under_way:
        blocked = PlanIsBlocked([PlanBlock.RUN])
        blocked.extensions |= under_way.extensions
        raise blocked from None


async def _begin(
    connection: Connection, acting: Acting, run_id: UUID, plan: Any, rate: int
) -> None:
    parameters: dict[str, Any] = {"planId": str(plan["id"])}
    kind, steps = RunKind.ORGANISATION_MERGE, 1
    if plan["keeps_source"]:
        kind = RunKind.TRANSFER
        persons = (await connection.fetchrow(PERSONS, plan["id"]))["persons"]
        steps = rules.steps_of(persons, rate)
        parameters |= {"rate": rate, "pauseSeconds": PAUSE_SECONDS}
    new = NewRun(
        run_id,
        kind,
        plan["source_id"],
        target_id=plan["target_id"],
        parameters=parameters,
        steps_known=steps,
    )
    await runs.begin(connection, acting, new)


async def _find(
    connection: Connection, acting: Acting, plan_id: UUID | None, run_id: UUID | None = None
) -> Any:
    """Return a plan of two organisations that the caller looks after.

    Raises PlanNotFound or PlanWasWithdrawn.
    """
    found = await FIND.row(connection, plan=plan_id, run=run_id, **places.who(acting))
    if found is None:
        raise PlanNotFound
    if found["withdrawn_at"] is not None:
        raise PlanWasWithdrawn
    return found


class OrganisationMerge(OneStep):
    """Lets an organisation go on in another: all of it or nothing (rule W5)."""

    def act(self, acting: Acting) -> Act:
        """Make the act that merges them."""
        return act(acting, "organisation.merged")

    async def do(self, connection: Connection, acting: Acting, run: Run, prepared: Any) -> Done:
        """Do what was signed, if whoever asked may still do so and all is as it was (W2)."""
        plan_id = UUID(run.parameters["planId"])
        await places.lock_tree(connection)
        await places.check_still(connection, acting, run.organisation_id, run.target_id)
        await _find(connection, acting, plan_id, run.id)
        done = (await connection.fetchrow(MERGE, plan_id))["done"]
        if done is None:
            raise RunFailed(rules.PlanIsOutOfDate.message)
        return Done(orjson.loads(done))


class PersonTransfer:
    """Moves persons to another organisation, some in each step (rule W5)."""

    def act(self, acting: Acting) -> Act:
        """Make the act that moves some."""
        return act(acting, "person.transferred")

    def is_last(self, run: Run) -> bool:
        """Return whether those who are left are moved by the step that comes."""
        return run.steps_known is not None and run.step + 1 >= run.steps_known

    async def prepare(self, run: Run) -> None:
        """Need nothing from elsewhere."""

    async def do(self, connection: Connection, acting: Acting, run: Run, prepared: Any) -> Done:
        """Move the next persons who are as the plan says, if whoever asked may still do so."""
        plan_id = UUID(run.parameters["planId"])
        await places.keep_tree(connection)
        await places.check_still(connection, acting, run.organisation_id, run.target_id)
        await _find(connection, acting, plan_id, run.id)
        most = rules.persons_a_step(run.parameters["rate"])
        row = await connection.fetchrow(TRANSFER, plan_id, most)
        done = orjson.loads(row["done"])
        return Done(done, has_more=done.pop("hasMore"))
