"""The steps of runs, as a worker does them (rule S1).

To add a kind of run: write a class with the methods of `Steps`, and name it for its kind in
`server/delivery/process.py`; begin one by `workflows.runs.begin`. A worker may be killed at any
moment, so a step changes nothing but through the connection that `do` is given: that lasts together
with the note that the step is done, or not at all. What it needs from elsewhere, it asks for in
`prepare`, which holds no connection and may be called again.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from typing import Any, Protocol
from uuid import UUID

import orjson

from db.statements import Connection
from rules.frozen import frozen
from rules.messages import LEASE_SECONDS
from rules.runs import RunKind
from workflows.acts import Act, Acting, ListErasures, act

BEGIN = """
select id, kind, organisation_id, target_id, parameters::text, steps_done, steps_known,
       counts::text, is_approved, requested_by, client_id, correlation_id
  from begin_step($1, $2)
"""
NOTE_LAST = "update runs set is_finishing = true where id = $1"
FINISH = "select finish_step($1, $2, $3::jsonb, $4, $5)"
HOLD = "select hold_run($1, $2, $3)"
# A limit that is already running is not begun anew by another one: it is switched off before.
TAKE_TIME = f"""
set local transaction_timeout = 0;
set local transaction_timeout = '{LEASE_SECONDS:.0f}s'
"""


Connect = Callable[[float | None], AbstractAsyncContextManager[Connection]]
"""Gives a connection that may be busy for so many seconds; None for as long as any."""


@frozen
class Run:
    """A run as its next step finds it; `step` counts from 0."""

    id: UUID
    kind: RunKind
    organisation_id: UUID
    target_id: UUID | None
    parameters: Mapping[str, Any]
    step: int
    steps_known: int | None
    counts: Mapping[str, int]
    is_approved: bool
    requested_by: UUID | None
    client_id: UUID | None
    correlation_id: UUID


@frozen
class Done:
    """What came of a step: what it counted (names of rules.runs.COUNTED), and what comes next.

    A step that is `held_because` of something has done nothing, and is done again once it is
    approved.
    """

    counted: Mapping[str, int] = field(default_factory=dict)
    has_more: bool = False
    steps_known: int | None = None
    held_because: str | None = None


class Steps(Protocol):
    """What a kind of run does."""

    def act(self, acting: Acting) -> Act:
        """Make the act that a step is in the trail, e.g. `organisation.moved`."""

    def is_last(self, run: Run) -> bool:
        """Return whether the step that comes is the last: nobody cancels the run from then on."""

    async def prepare(self, run: Run) -> Any:
        """Return what the step needs from elsewhere. Raises RunFailed or RunWaits."""

    async def do(self, connection: Connection, acting: Acting, run: Run, prepared: Any) -> Done:
        """Do the step, within an act of whoever asked for the run. Raises RunFailed."""


class OneStep:
    """What runs of one step have in common, which ask nobody anything."""

    def is_last(self, run: Run) -> bool:
        """Return that it is."""
        return True

    async def prepare(self, run: Run) -> None:
        """Need nothing from elsewhere."""


async def do_step(
    run_id: UUID,
    step: int,
    steps_of: Callable[[Run], Steps],
    connect: Connect,
    correlation_id: UUID,
    list_erasures: ListErasures | None = None,
) -> None:
    """Do a step, unless it is done; no connection is held while it is prepared.

    Raises what `prepare` and `do` of its kind raise, and RunWasStopped.
    """
    async with connect(None) as connection:
        acting = Acting(connection, correlation_id)
        run = await begin_step(acting, run_id, step, lambda found: steps_of(found).is_last(found))
        await acting.commit()
    if run is None:
        return
    steps = steps_of(run)
    prepared = await steps.prepare(run)
    async with connect(LEASE_SECONDS) as connection:
        # Whoever asked for it acts: who was blocked meanwhile does nothing any more (A4).
        acting = Acting(
            connection,
            run.correlation_id,
            run.client_id,
            run.requested_by,
            list_erasures=list_erasures,
        )
        async with steps.act(acting):
            await take_time(connection)
            done = await steps.do(connection, acting, run, prepared)
            await finish_step(connection, run, done)
        await acting.commit()


async def begin_step(
    acting: Acting, run_id: UUID, step: int, is_last: Callable[[Run], bool]
) -> Run | None:
    """Note that a step begins, and whether it is the last: nobody cancels the run then (rule S3).

    Returns None where it is done already, or is not to be done any more.
    """
    async with act(acting, "run.went_on") as connection:
        row = await connection.fetchrow(BEGIN, run_id, step)
        if row is None:
            return None
        run = Run(
            row["id"],
            RunKind(row["kind"]),
            row["organisation_id"],
            row["target_id"],
            orjson.loads(row["parameters"]),
            row["steps_done"],
            row["steps_known"],
            orjson.loads(row["counts"]),
            row["is_approved"],
            row["requested_by"],
            row["client_id"],
            row["correlation_id"],
        )
        if is_last(run):
            await connection.execute(NOTE_LAST, run.id)
        return run


async def take_time(connection: Connection) -> None:
    """Let the transaction of a step last as long as its message is the worker's.

    A step may change a hundred thousand rows, all or none of them (W5, T1): what ends the
    transactions of requests would end it each time.
    """
    await connection.execute(TAKE_TIME)


async def finish_step(connection: Connection, run: Run, done: Done) -> None:
    """Note what came of a step, in the transaction of what it did.

    Raises RunWasStopped where it is not to be done any more, which undoes it.
    """
    if done.held_because is not None:
        row = await connection.fetchrow(HOLD, run.id, run.step, done.held_because)
    else:
        counted = orjson.dumps(dict(done.counted)).decode()
        row = await connection.fetchrow(
            FINISH, run.id, run.step, counted, done.steps_known, done.has_more
        )
    if not row[0]:
        raise RunWasStopped


class RunWasStopped(Exception):
    """The run was cancelled while a step was done, or another worker has done it."""
