"""Runs as people begin, approve and stop them (rules S1 to S3); their steps are `run_steps`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, func, literal_column, or_, select, update

from db.literals import any_of, quoted
from db.messages import messages
from db.organisations import is_at_or_below, places_of
from db.runs import runs
from db.statements import Connection, Statement
from rules import runs as rules
from rules.frozen import frozen
from rules.messages import CHANNEL, MessageStatus
from rules.runs import UNDER_WAY, OrganisationHasRun, RunAction, RunKind, RunNotFound, RunStatus
from workflows import places
from workflows.acts import Acting, act
from workflows.messages import WAKE

BOTH = (bindparam("organisation", type_=Uuid), bindparam("target", type_=Uuid))
FIND_UNDER_WAY = Statement(
    select(runs.c.id)
    .where(
        runs.c.status == literal_column(any_of(UNDER_WAY)),
        or_(runs.c.organisation_id.in_(BOTH), runs.c.target_id.in_(BOTH)),
    )
    .limit(1)
)
INSERT = """
insert into runs (id, kind, organisation_id, target_id, lane, parameters, steps_known,
                  requested_by, client_id, correlation_id, reason)
values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11)
"""
THIS = runs.c.id == bindparam("run", type_=Uuid)
LOCK = Statement(
    select(runs.c.status, runs.c.is_finishing, runs.c.organisation_id, runs.c.target_id)
    .where(THIS, is_at_or_below(runs.c.organisation_id, places_of(*places.KEEPERS)))
    .with_for_update()
)
LOCK_OWN = Statement(
    select(runs.c.status, runs.c.is_finishing, runs.c.organisation_id, runs.c.target_id)
    .where(
        THIS,
        or_(
            is_at_or_below(runs.c.organisation_id, places_of(*places.KEEPERS)),
            (runs.c.kind == literal_column(quoted(RunKind.SYNC)))
            & (runs.c.requested_by == bindparam("user_id", type_=Uuid)),
        ),
    )
    .with_for_update()
)
"""Who asked for a sync resumes and cancels it, also where they are no steward (rule S4)."""
ITS_MESSAGES = messages.c.run_id == bindparam("run", type_=Uuid)
APPROVE = Statement(
    update(runs).where(THIS).values(status=RunStatus.RUNNING, is_approved=True, held_because=None)
)
CANCEL = Statement(
    update(runs)
    .where(THIS)
    .values(status=RunStatus.CANCELLED, held_because=None, finished_at=func.now())
)
DISCARD_STEP = Statement(
    update(messages)
    .where(ITS_MESSAGES, messages.c.status == MessageStatus.ENQUEUED)
    .values(status=MessageStatus.DISCARDED, next_attempt_at=None)
)
RETRY_STEP = Statement(
    update(messages)
    .where(ITS_MESSAGES, messages.c.status == MessageStatus.FAILED)
    .values(status=MessageStatus.ENQUEUED, attempts=0, next_attempt_at=func.now())
)


@frozen
class NewRun:
    """A run to begin: of which organisation, with what its kind needs to know.

    The `parameters` hold nothing of persons; the `reason` is in people's own words. Its steps wait
    for room in the `lane`.
    """

    id: UUID
    kind: RunKind
    organisation_id: UUID
    target_id: UUID | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    steps_known: int | None = None
    lane: UUID = rules.LANE
    reason: str | None = None


async def begin(connection: Connection, acting: Acting, new: NewRun) -> None:
    """Begin a run within an act. Rules S1 and S2. Raises OrganisationHasRun.

    Whoever is refused does not wait for the rows of organisations: a merge holds them for minutes.
    """
    await check_free(connection, new.organisation_id, new.target_id)
    await places.lock_organisations(connection, new.organisation_id, new.target_id)
    await check_free(connection, new.organisation_id, new.target_id)
    await connection.execute(
        INSERT,
        new.id,
        new.kind,
        new.organisation_id,
        new.target_id,
        new.lane,
        orjson.dumps(new.parameters).decode(),
        new.steps_known,
        acting.user_id,
        acting.client_id,
        acting.correlation_id,
        new.reason,
    )


async def check_free(
    connection: Connection, organisation_id: UUID, target_id: UUID | None = None
) -> None:
    """Refuse where a run under way changes one of these, whose rows are locked. Rule S2.

    Raises OrganisationHasRun.
    """
    found = await FIND_UNDER_WAY.row(connection, organisation=organisation_id, target=target_id)
    if found is not None:
        raise OrganisationHasRun(runId=str(found["id"]))


async def approve(acting: Acting, run_id: UUID | None) -> None:
    """Let a run that is HELD go on. Rule S3. Raises RunNotFound or RunCannotBeApproved."""
    async with act(acting, "run.approved") as connection:
        await _lock(connection, acting, run_id, RunAction.APPROVE)
        await APPROVE.rows(connection, run=run_id)


async def resume(
    acting: Acting,
    run_id: UUID | None,
    take_token: Callable[[Connection], Awaitable[None]] | None = None,
) -> None:
    """Let a run that FAILED go on at its step. Rules S2 and S3.

    `take_token` keeps the token that came with it, where its kind needs one. Raises RunNotFound,
    RunCannotBeResumed or OrganisationHasRun.
    """
    async with act(acting, "run.resumed") as connection:
        run = await _lock(connection, acting, run_id, RunAction.RESUME)
        await places.lock_organisations(connection, run["organisation_id"], run["target_id"])
        await check_free(connection, run["organisation_id"], run["target_id"])
        if take_token is not None:
            await take_token(connection)
        await RETRY_STEP.rows(connection, run=run_id)
        await connection.fetchrow(WAKE, CHANNEL)


async def check_resumable(connection: Connection, acting: Acting, run_id: UUID | None) -> None:
    """Refuse where `resume` would. Raises RunNotFound, RunCannotBeResumed or OrganisationHasRun."""
    run = await _lock(connection, acting, run_id, RunAction.RESUME)
    await check_free(connection, run["organisation_id"], run["target_id"])


async def cancel(acting: Acting, run_id: UUID | None) -> None:
    """End a run before its last step begins; what it has not finished is undone. Rule S3.

    Raises RunNotFound or RunCannotBeCancelled.
    """
    async with act(acting, "run.cancelled") as connection:
        await _lock(connection, acting, run_id, RunAction.CANCEL)
        await CANCEL.rows(connection, run=run_id)
        await DISCARD_STEP.rows(connection, run=run_id)


async def _lock(
    connection: Connection, acting: Acting, run_id: UUID | None, action: RunAction
) -> Mapping[str, Any]:
    statement = LOCK if action is RunAction.APPROVE else LOCK_OWN
    found: Mapping[str, Any] | None = await statement.row(
        connection, run=run_id, **places.who(acting)
    )
    if found is None:
        raise RunNotFound
    rules.check_action(action, RunStatus(found["status"]), is_finishing=found["is_finishing"])
    return found
