"""What follows from the activation of a model: keys without its placeholders, new weights (H9)."""

from collections.abc import Callable, Sequence
from typing import Any

from rules.frozen import frozen
from workflows import detection_runs, person_keys, weighing
from workflows.acts import act, system_acting
from workflows.detection_models import ActiveModel, ModelIsReplaced
from workflows.person_keys import Fault
from workflows.weighing import Moves

ACTION = "detection_model.applied"

Progress = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and of how much."""


@frozen
class Applied:
    """Of how many persons keys were made, which candidates changed their band, and who failed."""

    keys: int
    moves: Moves
    faults: Sequence[Fault] = ()


async def is_applied(connection: Any) -> bool:
    """Return whether all keys and weights follow the active model, if there is one."""
    applied: bool = await connection.fetchval(IS_APPLIED)
    return applied


async def apply(
    connection: Any, active: ActiveModel, progress: Progress = lambda *_: None
) -> Applied:
    """Make the keys that the model wants otherwise, and weigh all candidates by it.

    In batches, whatever else goes on. Interrupted, it is done again by who looks next whether the
    model is applied. Whoever calls it holds the lock of `detection_runs`. Raises ModelIsReplaced.
    """
    persons = await detection_runs.active_persons(connection)
    faults: list[Fault] = []
    keys = await person_keys.rebuild(
        connection,
        active.model.placeholders,
        lambda done: progress("keys", done, persons),
        faults=faults,
    )
    candidates = await weighing.count_candidates(connection)
    moves = await weighing.weigh_all(
        connection, active, lambda done: progress("candidates", done, candidates), faults
    )
    async with system_acting(connection) as acting, act(acting, ACTION) as acted_on:
        if not await acted_on.fetch(MARK, active.model.digest, active.prior):
            raise ModelIsReplaced
    return Applied(keys, moves, faults)


ACTIVE = "activated_at = (select max(activated_at) from detection_models)"
IS_APPLIED = f"""
select not exists (select from detection_models where applied_at is null and {ACTIVE})
"""
MARK = f"""
update detection_models set applied_at = clock_timestamp()
 where digest = $1 and prior = $2 and {ACTIVE}
returning id
"""
