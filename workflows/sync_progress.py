"""How far a sync has come, and what it could not take (rule S13)."""

from collections.abc import Mapping
from uuid import UUID

import orjson

from db.statements import Connection
from rules.frozen import frozen
from rules.runs import RunStatus

PROGRESS = """
select status, steps_done, counts::text, coalesce(held_because, last_error) as why
  from runs where id = $1
"""
REJECTS = """
select kind, external_id, reason from run_rejects where run_id = $1 order by kind, external_id
"""


@frozen
class Progress:
    """How far a run has come, and why it waits or stopped."""

    status: RunStatus
    steps: int
    counts: Mapping[str, int]
    why: str | None


async def progress(connection: Connection, run_id: UUID) -> Progress:
    """Return how far a run has come."""
    row = await connection.fetchrow(PROGRESS, run_id)
    counts: Mapping[str, int] = orjson.loads(row["counts"])
    return Progress(RunStatus(row["status"]), row["steps_done"], counts, row["why"])


async def rejects(connection: Connection, run_id: UUID) -> list[tuple[str, str, str]]:
    """Return what a run could not take: its kind, its id at the source, and why. Rule S13."""
    rows = await connection.fetch(REJECTS, run_id)
    return [(row["kind"], row["external_id"], row["reason"]) for row in rows]
