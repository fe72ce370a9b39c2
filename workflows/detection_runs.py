"""Comparisons of the whole register: one at a time, how far it is, what became of it (rule H10)."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from db import advisory_locks
from db.statements import Connection
from rules.matching import RUN_ACTIONS, DetectionRunStatus
from workflows.acts import act, system_acting


@dataclass(slots=True)
class Counts:
    """What a run has done so far."""

    persons: int = 0
    """Records that others were looked for."""
    pairs_compared: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """New candidates by band; in a dry run, what would be."""
    known: int = 0
    reopened: int = 0


async def lock(connection: Any) -> bool:
    """Lock out other runs for as long as this connection lives; return whether none is there.

    It does nothing else meanwhile: its transaction stays open, without a snapshot, so that the lock
    is gone the moment the process is, however it ends.
    """
    await connection.execute(HOLD)
    held: bool = (await connection.fetchrow(TRY_LOCK))[0]
    return held


async def mark_killed(connection: Any) -> int:
    """Mark runs as FAILED that say they are running; whoever holds the lock knows they are not."""
    async with (
        system_acting(connection) as acting,
        act(acting, RUN_ACTIONS[DetectionRunStatus.FAILED]) as acted_on,
    ):
        return len(await acted_on.fetch(MARK_KILLED))


async def start(connection: Any, engine: str, model: str, *, is_dry_run: bool) -> UUID:
    """Begin a run."""
    async with (
        system_acting(connection) as acting,
        act(acting, RUN_ACTIONS[DetectionRunStatus.RUNNING]) as acted_on,
    ):
        run_id: UUID = (await acted_on.fetchrow(START, is_dry_run, engine, model))[0]
        return run_id


async def note_progress(connection: Any, run_id: UUID, counts: Counts) -> None:
    """Write down how far a run is; of this there is nothing in the trail."""
    async with (
        system_acting(connection) as acting,
        act(acting, "detection_run.progressed") as acted_on,
    ):
        await acted_on.execute(NOTE_PROGRESS, run_id, *_columns(counts))


async def end(connection: Any, run_id: UUID, counts: Counts, status: DetectionRunStatus) -> None:
    """End a run."""
    async with system_acting(connection) as acting, act(acting, RUN_ACTIONS[status]) as acted_on:
        await acted_on.execute(END, run_id, *_columns(counts), status)


async def active_persons(connection: Connection) -> int:
    """Return how many persons are ACTIVE."""
    count: int = (await connection.fetchrow(ACTIVE_PERSONS))[0]
    return count


async def reviewers(connection: Connection) -> int:
    """Return how many reviewers there are."""
    count: int = (await connection.fetchrow(REVIEWERS))[0]
    return count


def _columns(counts: Counts) -> tuple[int, ...]:
    return (
        counts.persons,
        counts.pairs_compared,
        counts.found.total(),
        counts.known,
        counts.reopened,
    )


HOLD = "set idle_in_transaction_session_timeout = 0; set transaction_timeout = 0; begin"
TRY_LOCK = f"select pg_try_advisory_xact_lock({advisory_locks.DETECTION})"
MARK_KILLED = """
update detection_runs set status = 'FAILED', finished_at = now()
 where status = 'RUNNING' returning id
"""
START = """
insert into detection_runs (is_dry_run, engine, model) values ($1, $2, $3) returning id
"""
COUNTED = (
    "persons = $2, pairs_compared = $3, pairs_found = $4, pairs_known = $5, pairs_reopened = $6"
)
NOTE_PROGRESS = f"update detection_runs set {COUNTED} where id = $1"
END = f"update detection_runs set {COUNTED}, status = $7, finished_at = now() where id = $1"
ACTIVE_PERSONS = "select count(*)::integer from persons where status = 'ACTIVE'"
REVIEWERS = """
select count(distinct users.id)::integer
  from live_grants join users on users.id = live_grants.user_id
 where live_grants.role = 'NHS_REVIEWER' and not users.is_blocked
"""
